package dev.spindle.examples;

import dev.spindle.examples.terminal.Console;
import dev.spindle.examples.terminal.Console.Entry;
import dev.spindle.examples.terminal.Style;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A chat at a terminal. */
final class TerminalFront implements ChatFront {
    private final Console console;
    private final Secrets secrets;
    private @Nullable Runnable interrupt;

    TerminalFront(Console console, Secrets secrets) {
        this.console = console;
        this.secrets = secrets;
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
        secrets.without(text).lines().forEach(line -> console.remark(line, Style.QUIET));
    }

    @Override
    public void status(Status status) {
        console.remark(status.line(), Style.QUIET);
    }

    @Override
    public Output output() {
        return new TerminalOutput(console, secrets);
    }

    @Override
    public void attend(Future<?> done, Consumer<String> said) {
        console.listen(done, "+ ", entry -> {
            if (entry instanceof Entry.Line line && !line.text().isBlank())
                said.accept(line.text().strip());
            boolean stops = entry instanceof Entry.Interrupted stopped
                    && stopped.unfinished().isBlank();
            if (stops && interrupt != null) interrupt.run();
        });
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
    public boolean isPerson() {
        return true;
    }

    @Override
    public String lend(Supplier<String> program) {
        return console.lend(program);
    }

    @Override
    public void onInterrupt(@Nullable Runnable action) {
        interrupt = action;
        console.onInterrupt(action == null ? () -> {} : action);
    }

    @Override
    public void close() {
        console.close();
    }
}
