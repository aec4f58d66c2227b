package dev.spindle.examples;

import dev.spindle.examples.terminal.PlainText;
import dev.spindle.examples.terminal.Style;
import dev.spindle.message.Spent;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.replay.Trajectory;
import dev.spindle.replay.Trajectory.Call;
import dev.spindle.replay.Trajectory.Head;
import dev.spindle.replay.Trajectory.Turn;
import dev.spindle.run.RunResult.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Tells on paper how a run went.
 *
 * @param began when it did, a fork when it left its run
 * @param full whether nothing is shortened
 */
record RunStory(Trajectory run, Instant began, boolean full, Paper paper) {
    private static final int SHOWN_LINES = 6;
    private static final int SHOWN_LINE = 160;

    void print() {
        printHead(run.head());
        run.turns().forEach(this::print);
        run.ending().forEach(note -> paragraph("· ", note, Style.QUIET));
        paper.line("", Style.PLAIN);
        paper.line(ListedRun.state(run) + ": " + took(run.work()), Style.STRONG);
    }

    private void printHead(Head head) {
        paper.line("run " + head.runId(), Style.HEADING);
        paper.line("began " + began + " with model " + head.model(), Style.QUIET);
        if (head.origin() != null) {
            paper.line(
                    "fork of " + head.origin().runId() + " at event "
                            + head.origin().position(),
                    Style.QUIET);
        }
        if (full && !head.instructions().isEmpty()) paragraph("instructions: ", head.instructions(), Style.QUIET);
        paper.line("", Style.PLAIN);
        paragraph("> ", head.question(), Style.STRONG);
    }

    private void print(Turn turn) {
        turn.before().forEach(note -> paragraph("· ", note, Style.QUIET));
        paper.line("", Style.PLAIN);
        paper.line("turn " + turn.number() + ": " + took(turn.spent(), turn.time()), Style.STRONG);
        if (!turn.text().isEmpty()) paragraph("  ", turn.text(), Style.PLAIN);
        turn.calls().forEach(this::print);
    }

    private void print(Call call) {
        paragraph("  " + call.id() + " ", call.tool() + " " + call.arguments(), Style.CODE);
        Outcome outcome = call.outcome();
        if (outcome == null) {
            paper.line("      no answer yet", Style.QUIET);
            return;
        }
        String how = outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        paper.line("      " + how + ", " + TextOutput.seconds(call.time()), Style.QUIET);
        paragraph("      ", call.result(), Style.PLAIN);
    }

    private static String took(Spent spent, Duration time) {
        return Closing.tokens(spent) + ", " + Closing.cost(spent.cost()) + ", " + TextOutput.seconds(time);
    }

    private static String took(Work work) {
        return Closing.counted(work.turns(), "turn") + ", " + Closing.counted(work.toolCalls(), "tool call") + ", "
                + took(work.spent(), work.time());
    }

    /** Lines behind a mark, which stands before the first of them. */
    private void paragraph(String mark, String text, Style style) {
        List<String> lines = text.lines().toList();
        int shown = full ? lines.size() : Math.min(lines.size(), SHOWN_LINES);
        String indent = " ".repeat(mark.length());
        for (int at = 0; at < shown; at++) {
            String line = full ? lines.get(at) : PlainText.line(lines.get(at), SHOWN_LINE);
            paper.line(mark.length(), (at == 0 ? mark : indent) + line, style);
        }
        if (shown < lines.size()) {
            paper.line(
                    indent + "… " + Closing.counted(lines.size() - shown, "line") + " more; --full shows all",
                    Style.QUIET);
        }
    }
}
