package dev.spindle.examples;

import dev.spindle.event.Decision;
import dev.spindle.examples.terminal.Console;
import dev.spindle.examples.terminal.Console.Entry;
import dev.spindle.examples.terminal.JsonLine;
import dev.spindle.examples.terminal.Style;
import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.tool.PendingCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Asks the person at the terminal about each call that waits, showing all that it would be called with. */
final class Asking implements Deciding {
    private static final int SHOWN_LINES = 400;

    private final Console console;

    Asking(Console console) {
        this.console = console;
    }

    @Override
    public List<Decision> about(List<PendingCall> waiting) {
        List<Decision> decisions = new ArrayList<>();
        for (PendingCall call : waiting) {
            show(call);
            Decision decision = call.inDoubt() ? settle(call) : decide(call);
            if (decision == null) return List.of();
            decisions.add(decision);
        }
        return decisions;
    }

    private void show(PendingCall call) {
        String why = call.inDoubt() ? " was cut short and may have taken effect" : " waits for you";
        console.line(call.tool() + why, Style.STRONG);
        Json arguments = call.arguments();
        for (String name : arguments.names()) showArgument(name, arguments.get(name));
    }

    private void showArgument(String name, Json value) {
        List<String> lines =
                (value.isString() ? value.string() : value.text()).lines().toList();
        if (lines.size() <= 1) {
            console.line("  " + name + ": " + String.join("", lines), Style.PLAIN);
            return;
        }
        console.line("  " + name + ":", Style.PLAIN);
        lines.stream().limit(SHOWN_LINES).forEach(line -> console.line("  │ " + line, Style.PLAIN));
        if (lines.size() > SHOWN_LINES) {
            console.line("  and " + (lines.size() - SHOWN_LINES) + " lines that are NOT shown", Style.STRONG);
        }
    }

    /** Null if the person leaves it open. */
    private @Nullable Decision decide(PendingCall call) {
        while (true) {
            String answer = answerTo("run it? y(es), n(o), e(dit): ");
            if (answer == null) return null;
            switch (answer.toLowerCase(Locale.ROOT)) {
                case "y", "yes" -> {
                    return Decision.approve(call);
                }
                case "n", "no" -> {
                    return refuse(call);
                }
                case "e", "edit" -> {
                    return edit(call);
                }
                default -> console.line("y runs it, n does not, e lets you change the arguments first", Style.QUIET);
            }
        }
    }

    private @Nullable Decision refuse(PendingCall call) {
        String reason = answerTo("why not? (the model reads it) ");
        return reason == null ? null : Decision.refuse(call, reason.isEmpty() ? "the person said no" : reason);
    }

    private @Nullable Decision edit(PendingCall call) {
        String written = JsonLine.of(call.arguments().text());
        while (true) {
            Entry entry = console.ask("arguments: ", written);
            if (!(entry instanceof Entry.Line line)) return null;
            try {
                Json arguments = Json.parse(line.text());
                if (arguments.isObject()) return Decision.edit(call, arguments);
                console.line("arguments are an object: {…}", Style.QUIET);
            } catch (JsonException malformed) {
                console.line("no JSON: " + malformed.getMessage(), Style.QUIET);
            }
            written = line.text();
        }
    }

    private @Nullable Decision settle(PendingCall call) {
        while (true) {
            String answer = answerTo("r(un it again), t(ell the model what happened): ");
            if (answer == null) return null;
            switch (answer.toLowerCase(Locale.ROOT)) {
                case "r", "run" -> {
                    return Decision.approve(call);
                }
                case "t", "tell" -> {
                    String happened = answerTo("what happened? ");
                    return happened == null ? null : Decision.answer(call, happened);
                }
                default -> console.line("r runs it a second time; t does not, and says what it has done", Style.QUIET);
            }
        }
    }

    private @Nullable String answerTo(String question) {
        return console.ask(question, "") instanceof Entry.Line line
                ? line.text().strip()
                : null;
    }
}
