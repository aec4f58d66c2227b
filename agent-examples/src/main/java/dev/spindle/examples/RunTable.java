package dev.spindle.examples;

import dev.spindle.examples.terminal.PlainText;
import dev.spindle.examples.terminal.Style;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs as a table of aligned columns, one line each. */
record RunTable(List<ListedRun> runs) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int QUESTION = 60;
    private static final List<String> HEADS =
            List.of("RUN", "STATE", "STARTED", "TURNS", "TOOLS", "TOKENS", "COST", "QUESTION");
    private static final List<String> NUMBERS = List.of("TURNS", "TOOLS", "TOKENS");

    void print(Paper paper) {
        List<List<String>> rows = runs.stream().map(RunTable::cells).toList();
        List<String> forms = forms(rows);
        paper.line(line(forms, HEADS), Style.STRONG);
        rows.forEach(row -> paper.line(line(forms, row), Style.PLAIN));
    }

    private static List<String> cells(ListedRun run) {
        return List.of(
                PlainText.of(run.runId()),
                run.state(),
                TIME.format(run.started()),
                String.valueOf(run.turns()),
                String.valueOf(run.toolCalls()),
                String.format(Locale.ROOT, "%,d", run.tokens()),
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
