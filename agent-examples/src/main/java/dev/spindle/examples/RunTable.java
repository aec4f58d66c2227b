package dev.spindle.examples;

import dev.spindle.examples.terminal.PlainText;
import dev.spindle.examples.terminal.Rows;
import dev.spindle.examples.terminal.Style;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Runs as a table of aligned columns, one line each; on a screen that is too narrow for it, a few lines each. */
record RunTable(List<ListedRun> runs) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int QUESTION = 60;
    private static final int ID = 128;
    private static final List<String> HEADS =
            List.of("RUN", "STATE", "STARTED", "TURNS", "TOOLS", "TOKENS", "COST", "QUESTION");
    private static final List<String> NUMBERS = List.of("TURNS", "TOOLS", "TOKENS");

    void print(Paper paper) {
        List<List<String>> rows = runs.stream().map(RunTable::cells).toList();
        List<String> forms = forms(rows);
        int widest = Stream.concat(Stream.of(HEADS), rows.stream())
                .mapToInt(row -> Rows.columns(line(forms, row)))
                .max()
                .orElse(0);
        if (widest >= paper.width().orElse(Integer.MAX_VALUE)) printNarrow(paper, rows);
        else printTable(paper, rows, forms);
    }

    private static void printNarrow(Paper paper, List<List<String>> rows) {
        for (List<String> row : rows) {
            paper.line(row.get(0), Style.STRONG);
            String took =
                    row.get(3) + " turns, " + row.get(4) + " tool calls, " + row.get(5) + " tokens, " + row.get(6);
            paper.line(2, "  " + row.get(1) + ", " + row.get(2) + ", " + took, Style.PLAIN);
            paper.line(2, "  > " + row.get(7), Style.PLAIN);
        }
    }

    private static void printTable(Paper paper, List<List<String>> rows, List<String> forms) {
        paper.line(line(forms, HEADS), Style.STRONG);
        rows.forEach(row -> paper.line(line(forms, row), Style.PLAIN));
    }

    private static List<String> cells(ListedRun run) {
        return List.of(
                PlainText.line(run.runId(), ID),
                run.state(),
                TIME.format(run.started()),
                String.valueOf(run.turns()),
                String.valueOf(run.toolCalls()),
                (run.cost().isEstimated() ? "~" : "") + String.format(Locale.ROOT, "%,d", run.tokens()),
                run.cost().toString(),
                PlainText.line(run.question().lines().findFirst().orElse(""), QUESTION));
    }

    private static List<String> forms(List<List<String>> rows) {
        List<String> forms = new ArrayList<>();
        for (int column = 0; column < HEADS.size(); column++) {
            int width = HEADS.get(column).length();
            for (List<String> row : rows)
                width = Math.max(width, row.get(column).length());
            forms.add("%" + (NUMBERS.contains(HEADS.get(column)) ? "" : "-") + width + "s");
        }
        return forms;
    }

    private static String line(List<String> forms, List<String> cells) {
        return String.format(Locale.ROOT, String.join("  ", forms), cells.toArray())
                .stripTrailing();
    }
}
