package dev.spindle.memory;

import dev.spindle.context.AgentException;
import dev.spindle.message.Message;
import dev.spindle.message.Transcript;
import java.util.List;

/**
 * What conversations remember between runs: whole turns, each with everything that was said and called. Thread-safe.
 *
 * <p>A conversation is named by any text that {@link dev.spindle.context.Ids#conversation} takes, and only the same text names it.
 */
public interface Memory {
    /** What was said in a conversation so far, oldest first; empty if it is not known. */
    Transcript recall(String conversation);

    /**
     * Keeps what a run added to a conversation, behind what other runs added.
     *
     * <p>Idempotent by run: the same run's turn given again takes the place of the first. A history from elsewhere can be given as the
     * turn of a run that never was, mended by {@link Transcript#repaired}.
     *
     * @param turn what was said in the run, from the question on, every tool call answered
     * @throws IllegalArgumentException if a call has no answer or an answer no call; the conversation stays as it was
     */
    void remember(String conversation, String runId, List<Message> turn);

    /**
     * Forgets a conversation: all that was said in it, also what was replaced. What a run that goes on says is remembered when it ends,
     * as the beginning of a new one. The journal is another matter: its runs have to be deleted there.
     *
     * @return whether it was known
     * @throws UnsupportedOperationException if this memory cannot forget
     */
    default boolean forget(String conversation) {
        throw new UnsupportedOperationException(getClass().getSimpleName() + " cannot forget conversations");
    }

    /**
     * The names of all conversations that are remembered, in any order.
     *
     * @throws UnsupportedOperationException if this memory cannot list them
     */
    default List<String> conversations() {
        throw new UnsupportedOperationException(getClass().getSimpleName() + " cannot list conversations");
    }

    /**
     * A memory in which what was said can be replaced, by a summary for example, as long as nobody has added to it meanwhile. Thread-safe.
     *
     * <p>Remembering a turn never conflicts. A run whose turn was replaced may give it again without effect, and a longer one as a new turn.
     */
    interface Versioned extends Memory {
        /**
         * What a conversation was when it was looked at.
         *
         * @param version changes with everything that is remembered or replaced; 0 if the conversation is not known
         */
        record Remembered(Transcript transcript, long version) {}

        /** What was said in a conversation so far, and the version that it has. */
        Remembered look(String conversation);

        @Override
        default Transcript recall(String conversation) {
            return look(conversation).transcript();
        }

        /**
         * Puts messages in the place of all that was said so far.
         *
         * @param version that was looked at
         * @throws ConflictException if the conversation has another by now; look again, and replace what is there then
         * @throws IllegalArgumentException if a call has no answer or an answer no call; the conversation stays as it was
         */
        void replace(String conversation, long version, List<Message> messages);
    }

    /** Thrown when what shall be replaced is no more what was looked at; nothing was replaced. */
    final class ConflictException extends AgentException {
        private static final long serialVersionUID = 1L;

        /** Creates it with the conversation and the version that somebody else was faster than. */
        public ConflictException(String conversation, long version) {
            super("Conversation '" + conversation + "' is no more of version " + version
                    + ", since somebody added to it; look at it again, and replace what is there then");
        }
    }
}
