package dev.spindle.examples;

import dev.spindle.event.Decision;
import dev.spindle.run.RunResult;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where a chat is held: at a terminal, or through a pipe. For one thread. */
interface ChatFront extends AutoCloseable {
    /** What the person wrote, not blank; null when the person leaves. Waits for it. */
    @Nullable
    String next();

    /** Says something about the chat itself. */
    void say(String text);

    /** Tells how the chat stands, where there is somebody who wants to know. */
    void status(Status status);

    /** Prints one run. */
    Output output();

    /** Hands over what the person says until something else is done; at once where nobody can speak meanwhile. */
    void attend(Future<?> done, Consumer<String> said);

    /** Decides about calls that wait, by what they would do. */
    Deciding deciding(Foresight foresight);

    /** Approvals of those waiting calls that a person has allowed for longer than once. */
    List<Decision> ruled(RunResult paused);

    /** Whether the person says yes to a question; not so where nobody is. */
    boolean agrees(String question);

    /** Whether calls that nobody decided about are given up, or go on waiting and end the chat. */
    boolean givesUpUndecided();

    /** Whether a person is there, whose own commands and editor may be run. */
    boolean isPerson();

    /** Runs a program that has the screen and the keys for itself, and returns what came of it; only where there is a person. */
    String lend(Supplier<String> program);

    /** Runs the action when the person wants a run to stop; none if null. */
    void onInterrupt(@Nullable Runnable action);

    @Override
    void close();
}
