package dev.spindle.examples;

import org.jspecify.annotations.Nullable;

/** Where a chat is held: at a terminal, or through a pipe. For one thread. */
interface ChatFront extends AutoCloseable {
    /** What the person wrote, not blank; null when the person leaves. Waits for it. */
    @Nullable
    String next();

    /** Says something about the chat itself. */
    void say(String text);

    /** Prints one run. */
    Output output();

    /** Decides about calls that wait, by what they would do. */
    Deciding deciding(Foresight foresight);

    /** Whether calls that nobody decided about are given up, or go on waiting and end the chat. */
    boolean givesUpUndecided();

    /** Runs the action when the person wants a run to stop; none if null. */
    void onInterrupt(@Nullable Runnable action);

    @Override
    void close();
}
