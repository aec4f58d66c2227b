package dev.spindle.memory;

import dev.spindle.message.Transcript;

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
     * The instructions and the last turns.
     *
     * @param count how many turns, at least 1
     */
    static TurnWindow lastTurns(int count) {
        return TurnWindow.lastTurns(count);
    }

    /**
     * The instructions and as many of the last turns as fit, by {@link TokenCount#ESTIMATE}.
     *
     * @param max tokens of all messages shown, at least 1; the definitions of tools and the answer are not among them, so leave room
     */
    static TurnWindow tokens(long max) {
        return tokens(max, TokenCount.ESTIMATE);
    }

    /**
     * The instructions and as many of the last turns as fit.
     *
     * @param max tokens of all messages shown, at least 1; the definitions of tools and the answer are not among them, so leave room
     */
    static TurnWindow tokens(long max, TokenCount count) {
        return TurnWindow.tokens(max, count);
    }
}
