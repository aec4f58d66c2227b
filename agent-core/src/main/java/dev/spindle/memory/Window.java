package dev.spindle.memory;

import dev.spindle.message.Message;
import dev.spindle.message.Transcript;
import java.util.function.Predicate;

/** Chooses what part of a conversation the model is shown. Pure: the same conversation gives the same view. Thread-safe. */
@FunctionalInterface
public interface Window {
    /** The whole conversation. */
    Window WHOLE = transcript -> transcript;

    /**
     * The part to show.
     *
     * @param transcript the whole conversation, instructions first
     * @return a part of it that parts no call from its answer and keeps the instructions and the last question
     */
    Transcript view(Transcript transcript);

    /**
     * A window of whole turns: the instructions, the turns that are pinned, and the last ones, as far as they fit.
     *
     * <p>A turn is a user's message and all that follows up to the next; what stands before the first user's message is a turn as well.
     * The instructions are the system messages at the head. The last turn is shown even if it alone does not fit. Between the turns shown
     * there is no gap but those that pins leave.
     */
    interface OfTurns extends Window {
        /**
         * This window, with every turn shown that has such a message, however old.
         *
         * <p>In a window of tokens they are paid first, and are shown even if they alone do not fit; in a window of turns they come
         * besides the last ones. Pins add up.
         *
         * @param pinned pure; asked about every message of the conversation each time the model is, so let it be quick
         */
        OfTurns pinning(Predicate<Message> pinned);
    }

    /**
     * The instructions and the last turns.
     *
     * @param count how many turns, at least 1
     */
    static OfTurns lastTurns(int count) {
        return TurnWindow.lastTurns(count);
    }

    /**
     * The instructions and as many of the last turns as fit, by {@link TokenCount#ESTIMATE}.
     *
     * @param max tokens of all messages shown, at least 1; the definitions of tools and the answer are not among them, so leave room
     */
    static OfTurns tokens(long max) {
        return tokens(max, TokenCount.ESTIMATE);
    }

    /**
     * The instructions and as many of the last turns as fit.
     *
     * @param max tokens of all messages shown, at least 1; the definitions of tools and the answer are not among them, so leave room
     */
    static OfTurns tokens(long max, TokenCount count) {
        return TurnWindow.tokens(max, count);
    }
}
