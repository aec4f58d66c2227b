package dev.spindle.examples;

import dev.spindle.examples.terminal.Rows;
import dev.spindle.message.Cost;
import dev.spindle.message.Spent;
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
    /** Columns of a row; nobody knows where it will be read. */
    static final int WIDTH = 80;

    /** The words, with what waiting calls would do. */
    List<String> lines(Foresight foresight) {
        List<String> lines = new ArrayList<>();
        result.awaitingApproval().forEach(call -> lines.addAll(waiting(call, foresight)));
        if (journal == null && result.isPaused()) lines.add("nothing was kept; --journal PATH lets a run wait");
        if (journal != null && result.stopReason().isFinal()) lines.add("kept as run " + result.runId());
        if (journal != null && !result.stopReason().isFinal()) lines.add(howToGoOn(journal));
        lines.addAll(Rows.ofRemark(summary(), WIDTH));
        return lines;
    }

    private String howToGoOn(String kept) {
        String command = "to go on: spindle resume " + result.runId() + kept;
        return result.isPaused()
                ? command + " with --approve CALL, --refuse CALL --reason WHY, --edit CALL=JSON or --answer CALL=TEXT"
                : command;
    }

    private List<String> waiting(PendingCall call, Foresight foresight) {
        CallSheet sheet = CallSheet.of(call, foresight, WIDTH);
        String why = call.inDoubt() ? " was cut short and may have taken effect: " : " waits for approval: ";
        List<String> lines = new ArrayList<>();
        lines.add("call " + call.path() + why + sheet.inShort());
        if (call.inDoubt()) lines.add("  repeat it to run it again, or answer what happened");
        sheet.firstRows().forEach(row -> lines.add(row.text()));
        if (sheet.hidden() > 0) {
            String where = journal == null ? "" : "; 'spindle runs show " + result.runId() + " --full' has them";
            lines.add("  and " + counted(sheet.hidden(), "row") + " that are NOT shown" + where);
        }
        return lines;
    }

    String summary() {
        String reason = result.stopReason().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String detail = result.detail().isEmpty() ? "" : " (" + result.detail() + ")";
        return reason + detail + ": " + counted(result.work().turns(), "turn") + ", "
                + counted(result.work().toolCalls(), "tool call") + ", "
                + tokens(result.work().spent()) + ", " + cost(result.cost()) + ", "
                + TextOutput.seconds(result.work().time());
    }

    static String counted(long number, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
    }

    /** Tokens, behind a "~" if some are estimated. */
    static String tokens(Spent spent) {
        return (spent.isEstimated() ? "~" : "") + counted(spent.usage().totalTokens(), "token");
    }

    static String cost(Cost cost) {
        boolean unknown = !cost.complete() && cost.usd().signum() == 0;
        return unknown ? "cost unknown" : cost.toString();
    }
}
