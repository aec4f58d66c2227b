package dev.spindle.replay;

import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.replay.Trajectory.Call;
import dev.spindle.replay.Trajectory.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Two runs side by side: steps, tools with their arguments, tokens, cost, text.
 *
 * @param left the first
 * @param right the other
 * @param rows what is compared, line by line, in the order that the runs went
 */
public record RunDiff(Trajectory left, Trajectory right, List<Row> rows) {
    private static final int WIDTH = 120;
    private static final int NARROWEST = 60;
    private static final int GAPS = 6;

    /**
     * A line of the comparison.
     *
     * @param label what is compared, such as "turn 1 text"
     * @param left empty if the first run has nothing there
     * @param right empty if the other has nothing there
     */
    public record Row(String label, String left, String right) {
        /** Whether both are the same. */
        public boolean isSame() {
            return left.equals(right);
        }
    }

    /** Copies the rows. */
    public RunDiff {
        rows = List.copyOf(rows);
    }

    /** Compares two recorded runs, which may be unfinished. */
    public static RunDiff of(List<Recorded> left, List<Recorded> right) {
        return of(Trajectory.of(left), Trajectory.of(right));
    }

    /** Compares the ways that two runs went. */
    public static RunDiff of(Trajectory left, Trajectory right) {
        List<Row> rows = new ArrayList<>();
        rows.add(row("model", left, right, run -> run.head().model()));
        rows.add(row("instructions", left, right, run -> run.head().instructions()));
        rows.add(row("question", left, right, run -> run.head().question()));
        int turns = Math.max(left.turns().size(), right.turns().size());
        for (int turn = 0; turn < turns; turn++) rows.addAll(ofTurn(turn, left, right));
        rows.add(row("end", left, right, RunDiff::end));
        rows.add(row("text", left, right, Trajectory::text));
        rows.add(row("tool calls", left, right, run -> "" + run.work().toolCalls()));
        rows.add(row(
                "tokens", left, right, run -> "" + run.work().spent().usage().totalTokens()));
        rows.add(row("cost", left, right, run -> run.work().spent().cost().toString()));
        rows.add(row("time", left, right, run -> run.work().time().toMillis() + " ms"));
        return new RunDiff(left, right, rows);
    }

    private static Row row(String label, Trajectory left, Trajectory right, Function<Trajectory, String> field) {
        return new Row(label, field.apply(left), field.apply(right));
    }

    private static String end(Trajectory run) {
        return run.end() == null ? "not ended" : Words.of(run.end());
    }

    private static List<Row> ofTurn(int number, Trajectory left, Trajectory right) {
        List<Row> rows = new ArrayList<>();
        String turn = "turn " + number;
        rows.add(ofTurn(turn + " text", number, left, right, Turn::text));
        int calls = Math.max(callsOf(number, left), callsOf(number, right));
        for (int index = 0; index < calls; index++) {
            int at = index;
            String call = "call " + number + "." + index;
            rows.add(ofTurn(call, number, left, right, said -> ofCall(said, at, RunDiff::words)));
            rows.add(ofTurn(call + " result", number, left, right, said -> ofCall(said, at, RunDiff::result)));
        }
        rows.add(ofTurn(
                turn + " tokens",
                number,
                left,
                right,
                said -> "" + said.spent().usage().totalTokens()));
        rows.removeIf(row -> row.left().isEmpty() && row.right().isEmpty());
        return rows;
    }

    private static Row ofTurn(
            String label, int number, Trajectory left, Trajectory right, Function<Turn, String> field) {
        return row(
                label,
                left,
                right,
                run -> number < run.turns().size() ? field.apply(run.turns().get(number)) : "");
    }

    private static int callsOf(int number, Trajectory run) {
        return number < run.turns().size() ? run.turns().get(number).calls().size() : 0;
    }

    private static String ofCall(Turn turn, int index, Function<Call, String> field) {
        return index < turn.calls().size() ? field.apply(turn.calls().get(index)) : "";
    }

    private static String words(Call call) {
        return call.tool() + " " + call.arguments();
    }

    private static String result(Call call) {
        return call.outcome() == null ? "no answer yet" : Words.of(call.outcome()) + ": " + call.result();
    }

    /** Whether both went the same way, at the same cost; times and ids may differ. */
    public boolean isSame() {
        return rows.stream().allMatch(row -> row.isSame() || row.label().equals("time"));
    }

    /**
     * A table for people, of aligned columns, each value on one line and cut to fit; {@code ≠} marks what differs.
     *
     * @param width characters in a line, at least 60
     */
    public String table(int width) {
        if (width < NARROWEST) {
            throw new IllegalArgumentException("A table of width " + width + "; it needs at least " + NARROWEST);
        }
        int label = rows.stream().mapToInt(row -> row.label().length()).max().orElse(0);
        int column = (width - label - GAPS) / 2;
        String form = "%s %-" + label + "s  %s  %s";
        StringBuilder table = new StringBuilder();
        Row heads = new Row("", left.head().runId(), right.head().runId());
        table.append(line(form, column, " ", heads, heads.right()));
        for (Row row : rows) {
            table.append(line(form, column, row.isSame() ? " " : "≠", row, row.isSame() ? "=" : row.right()));
        }
        return table.toString();
    }

    private static String line(String form, int column, String mark, Row row, String right) {
        String cell = Lines.one(row.left(), column);
        String padding = " ".repeat(column - cell.codePointCount(0, cell.length()));
        return String.format(form, mark, row.label(), cell + padding, Lines.one(right, column))
                        .stripTrailing() + "\n";
    }

    /** The table, 120 characters wide. */
    @Override
    public String toString() {
        return table(WIDTH);
    }
}
