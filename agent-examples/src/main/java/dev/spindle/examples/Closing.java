package dev.spindle.examples;

import dev.spindle.examples.terminal.PlainText;
import dev.spindle.message.Cost;
import dev.spindle.run.RunResult;
import dev.spindle.tool.PendingCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The last words about a run, for people: how it ended, what it took, and how it can go on.
 *
 * @param journal what {@code spindle resume} is told to find the run; null if it is not kept
 */
record Closing(RunResult result, @Nullable String journal) {
    private static final int SHOWN_ARGUMENTS = 1_000;

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        result.awaitingApproval().forEach(call -> lines.add(waiting(call)));
        if (journal != null && !result.stopReason().isFinal()) lines.add(howToGoOn(journal));
        if (journal == null && result.isPaused()) lines.add("nothing was kept; --journal PATH lets a run wait");
        lines.add(summary());
        return lines;
    }

    private String howToGoOn(String kept) {
        String command = "to go on: spindle resume " + result.runId() + kept;
        return result.isPaused()
                ? command + " with --approve CALL, --refuse CALL --reason WHY, --edit CALL=JSON or --answer CALL=TEXT"
                : command;
    }

    private static String waiting(PendingCall call) {
        String why = call.inDoubt()
                ? " was cut short and may have taken effect (approve it to run it again, or answer what happened): "
                : " waits for approval: ";
        return "call " + call.path() + why + call.tool() + " "
                + PlainText.line(call.arguments().text(), SHOWN_ARGUMENTS);
    }

    String summary() {
        String reason = result.stopReason().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String detail = result.detail().isEmpty() ? "" : " (" + result.detail() + ")";
        return reason + detail + ": " + counted(result.work().turns(), "turn") + ", "
                + counted(result.work().toolCalls(), "tool call") + ", "
                + counted(result.usage().totalTokens(), "token") + ", " + cost(result.cost()) + ", "
                + TextOutput.seconds(result.work().time());
    }

    static String counted(long number, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
    }

    static String cost(Cost cost) {
        return cost.equals(Cost.UNKNOWN) ? "cost unknown" : cost.toString();
    }
}
