package dev.spindle.memory;

import dev.spindle.message.Message;
import dev.spindle.message.Transcript;
import java.util.List;

/**
 * A memory in which what was said can be replaced, by a summary for example, as long as nobody has added to it meanwhile. Thread-safe.
 *
 * <p>Remembering a turn never conflicts. A run whose turn was replaced may give it again without effect, and a longer one as a new turn.
 */
public interface VersionedMemory extends Memory {
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
     * @throws MemoryConflictException if the conversation has another by now; look again, and replace what is there then
     * @throws IllegalArgumentException if a call has no answer or an answer no call; the conversation stays as it was
     */
    void replace(String conversation, long version, List<Message> messages);
}
