package dev.spindle.examples;

import dev.spindle.examples.terminal.Console;
import dev.spindle.examples.terminal.Console.Entry;
import dev.spindle.examples.terminal.Style;
import org.jspecify.annotations.Nullable;

/** A chat at a terminal. */
final class TerminalFront implements ChatFront {
    private final Console console;

    TerminalFront(Console console) {
        this.console = console;
    }

    @Override
    public @Nullable String next() {
        boolean leaving = false;
        while (true) {
            Entry entry = console.read("> ");
            if (entry instanceof Entry.Ended) return null;
            if (entry instanceof Entry.Line line && !line.text().isBlank())
                return line.text().strip();
            boolean interrupted = entry instanceof Entry.Interrupted stopped
                    && stopped.unfinished().isBlank();
            if (interrupted && leaving) return null;
            if (interrupted) say("Ctrl-C once more, or Ctrl-D, leaves.");
            leaving = interrupted;
        }
    }

    @Override
    public void say(String text) {
        text.lines().forEach(line -> console.remark(line, Style.QUIET));
    }

    @Override
    public Output output() {
        return new TerminalOutput(console);
    }

    @Override
    public Deciding deciding(Foresight foresight) {
        return new Asking(console, foresight);
    }

    @Override
    public boolean givesUpUndecided() {
        return true;
    }

    @Override
    public void onInterrupt(@Nullable Runnable action) {
        console.onInterrupt(action == null ? () -> {} : action);
    }

    @Override
    public void close() {
        console.close();
    }
}
