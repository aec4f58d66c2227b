package dev.spindle.examples;

import dev.spindle.context.AgentException;
import dev.spindle.event.Decision;
import dev.spindle.examples.terminal.Console;
import dev.spindle.examples.terminal.Console.Entry;
import dev.spindle.examples.terminal.JsonLine;
import dev.spindle.examples.terminal.Style;
import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.tool.PendingCall;
import dev.spindle.tools.rules.ApprovalRule;
import dev.spindle.tools.rules.ApprovalRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Asks the person at the terminal about each call that waits, showing all that it would be called with.
 *
 * <p>What was not on the screen is not run in passing: it has to be shown, or be run by a word that says so.
 */
final class Asking implements Deciding {
    private static final String UNSEEN = "unseen";

    private final Console console;
    private final Foresight foresight;
    private final @Nullable ApprovalRules rules;

    /** Asks at a console, and tells what calls would do. */
    Asking(Console console, Foresight foresight) {
        this(console, foresight, null);
    }

    /** Asks at a console, tells what calls would do, and takes rules that allow more than one call. */
    Asking(Console console, Foresight foresight, @Nullable ApprovalRules rules) {
        this.console = console;
        this.foresight = foresight;
        this.rules = rules;
    }

    @Override
    public List<Decision> about(List<PendingCall> waiting) {
        List<Decision> decisions = new ArrayList<>();
        for (PendingCall call : waiting) {
            CallSheet sheet = CallSheet.of(call, foresight, console.width());
            show(sheet);
            Decision decision = call.inDoubt() ? settle(sheet) : decide(sheet);
            if (decision == null) return List.of();
            decisions.add(decision);
        }
        return decisions;
    }

    private void show(CallSheet sheet) {
        String why = sheet.call().inDoubt() ? " was cut short and may have taken effect" : " waits for you";
        console.remark(sheet.inShort() + why, Style.STRONG);
        sheet.firstRows().forEach(console::row);
        if (sheet.hidden() > 0) console.line("  and " + rows(sheet) + " that are NOT shown", Style.STRONG);
    }

    private static String rows(CallSheet sheet) {
        return Closing.counted(sheet.hidden(), "row");
    }

    /** Null if the person leaves it open. */
    private @Nullable Decision decide(CallSheet sheet) {
        PendingCall call = sheet.call();
        boolean whole = sheet.hidden() == 0;
        while (true) {
            String answer = answerTo("run " + sheet.inShort()
                    + (whole ? "? y(es), n(o), e(dit): " : " UNSEEN? a(ll) shows it; unseen, n(o), e(dit): "));
            if (answer == null) return null;
            if (runs(answer, whole, "y", "yes")) return Decision.approve(call);
            switch (answer) {
                case "n", "no" -> {
                    return refuse(call);
                }
                case "e", "edit" -> {
                    return edit(call);
                }
                case "a", "all" -> whole = showAll(sheet);
                case "r", "rule" -> {
                    if (takesRule(call, whole && sheet.whole())) return Decision.approve(call);
                }
                default ->
                    console.line(
                            help(
                                    whole,
                                    "y runs it, n does not, e lets you change the arguments first, r offers rules that"
                                            + " allow more than this once"),
                            Style.QUIET);
            }
        }
    }

    /** Whether the person has taken a rule that allows this call and others; each is shown before. */
    private boolean takesRule(PendingCall call, boolean whole) {
        List<ApprovalRule> offers = rules == null ? List.of() : rules.offers(call, whole);
        if (rules == null || offers.isEmpty()) {
            console.line("there is no rule for this call", Style.QUIET);
            return false;
        }
        for (int at = 0; at < offers.size(); at++) {
            console.remark((at + 1) + " " + offers.get(at).words(), Style.PLAIN);
        }
        String answer = answerTo("which? its number, or Enter for none: ");
        if (answer == null || !answer.matches("[1-9][0-9]?")) return false;
        int chosen = Integer.parseInt(answer) - 1;
        if (chosen >= offers.size()) return false;
        try {
            rules.take(offers.get(chosen));
            return true;
        } catch (AgentException notKept) {
            console.remark(String.valueOf(notKept.getMessage()), Style.QUIET);
            return false;
        }
    }

    private static boolean runs(String answer, boolean whole, String letter, String word) {
        return whole ? answer.equals(letter) || answer.equals(word) : answer.equals(UNSEEN);
    }

    private static String help(boolean whole, String choices) {
        return whole ? choices : "a shows the rest; '" + UNSEEN + "', written out, runs it all the same";
    }

    /** On a screen that may have another width by now. */
    private boolean showAll(CallSheet sheet) {
        CallSheet.of(sheet.call(), foresight, console.width()).rows().forEach(console::row);
        return true;
    }

    private @Nullable Decision refuse(PendingCall call) {
        String reason = wordsTo("why not? (the model reads it) ");
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
                console.remark("no JSON: " + malformed.getMessage(), Style.QUIET);
            }
            written = line.text();
        }
    }

    private @Nullable Decision settle(CallSheet sheet) {
        PendingCall call = sheet.call();
        boolean whole = sheet.hidden() == 0;
        while (true) {
            String choices = whole
                    ? "? r(un it again), t(ell the model what happened): "
                    : " UNSEEN? a(ll) shows it; unseen, t(ell): ";
            String answer = answerTo(sheet.inShort() + choices);
            if (answer == null) return null;
            if (runs(answer, whole, "r", "run")) return Decision.repeat(call);
            switch (answer) {
                case "t", "tell" -> {
                    String happened = wordsTo("what happened? ");
                    return happened == null ? null : Decision.answer(call, happened);
                }
                case "a", "all" -> whole = showAll(sheet);
                default ->
                    console.line(
                            help(whole, "r runs it a second time; t does not, and says what it has done"), Style.QUIET);
            }
        }
    }

    private @Nullable String answerTo(String question) {
        String words = wordsTo(question);
        return words == null ? null : words.toLowerCase(Locale.ROOT);
    }

    private @Nullable String wordsTo(String question) {
        return console.ask(question, "") instanceof Entry.Line line
                ? line.text().strip()
                : null;
    }
}
