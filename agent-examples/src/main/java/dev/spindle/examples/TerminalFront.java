package dev.spindle.examples;

import dev.spindle.event.Decision;
import dev.spindle.examples.terminal.Console;
import dev.spindle.examples.terminal.Console.Entry;
import dev.spindle.examples.terminal.Style;
import dev.spindle.run.RunResult;
import dev.spindle.tool.PendingCall;
import dev.spindle.tools.rules.ApprovalRules;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A chat at a terminal. */
final class TerminalFront implements ChatFront {
    private final Console console;
    private final Secrets secrets;
    private final ApprovalRules rules;
    private @Nullable Runnable interrupt;

    TerminalFront(Console console, Secrets secrets, ApprovalRules rules) {
        this.console = console;
        this.rules = rules;
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
        return new Asking(console, foresight, rules);
    }

    @Override
    public List<Decision> ruled(RunResult paused) {
        List<Decision> answers = rules.answers(paused);
        if (paused.tainted()
                && paused.awaitingApproval().stream()
                        .anyMatch(call -> rules.findRule(call).isPresent())) {
            say("a rule of yours would allow this, but the run has read what strangers may have written");
        }
        for (PendingCall call : paused.awaitingApproval()) {
            boolean answered = answers.stream().anyMatch(each -> each.path().equals(call.path()));
            if (answered) rules.findRule(call).ifPresent(rule -> say("by a rule of yours: " + rule.words()));
        }
        return answers;
    }

    @Override
    public boolean agrees(String question) {
        return console.ask(question, "") instanceof Entry.Line line
                && line.text().strip().toLowerCase(Locale.ROOT).matches("y|yes");
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
