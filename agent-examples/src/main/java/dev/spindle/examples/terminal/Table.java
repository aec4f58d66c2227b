package dev.spindle.examples.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A table of a reply, in columns that fit a screen.
 *
 * @param cells row by row, the titles first, each row with as many cells as there are columns; plain text on one line
 * @param right which columns are set to the right
 */
record Table(List<List<String>> cells, List<Boolean> right) {
    private static final Pattern DELIMITER = Pattern.compile(":?-+:?");
    private static final String BETWEEN = " │ ";
    private static final int NARROWEST = 8;

    Table {
        cells = cells.stream().map(List::copyOf).toList();
        right = List.copyOf(right);
    }

    /** The rows of a table that was written in these lines; empty if it is none, or has no room at this width. */
    static List<String> drawn(List<String> lines, int width) {
        List<String> marks = lines.size() < 2 ? List.of() : cellsOf(lines.get(1));
        boolean isTable = !marks.isEmpty()
                && marks.stream().allMatch(mark -> DELIMITER.matcher(mark).matches());
        if (!isTable) return List.of();
        List<Boolean> right = marks.stream()
                .map(mark -> mark.endsWith(":") && !mark.startsWith(":"))
                .toList();
        List<List<String>> cells = new ArrayList<>();
        for (int at = 0; at < lines.size(); at++) if (at != 1) cells.add(filled(cellsOf(lines.get(at)), right.size()));
        return new Table(cells, right).rows(width);
    }

    /** What a line beyond the last column holds is no part of a table, and is not lost: it joins the last cell. */
    private static List<String> filled(List<String> cells, int columns) {
        List<String> filled = new ArrayList<>(cells.subList(0, Math.min(cells.size(), columns)));
        while (filled.size() < columns) filled.add("");
        if (cells.size() > columns) {
            filled.set(columns - 1, String.join(" | ", cells.subList(columns - 1, cells.size())));
        }
        return filled;
    }

    private static List<String> cellsOf(String line) {
        String inside = line.strip().replaceFirst("^\\|", "");
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        for (int at = 0; at < inside.length(); at++) {
            char character = inside.charAt(at);
            boolean escapes = character == '\\' && at + 1 < inside.length() && inside.charAt(at + 1) == '|';
            if (escapes) cell.append(inside.charAt(++at));
            else if (character == '|') cells.add(taken(cell));
            else cell.append(character);
        }
        if (!cell.toString().isBlank()) cells.add(taken(cell));
        return cells;
    }

    private static String taken(StringBuilder cell) {
        String text = PlainText.of(Markdown.words(cell.toString().strip())).replace('\t', ' ');
        cell.setLength(0);
        return text;
    }

    private List<String> rows(int width) {
        int[] widths = widths(width - 1 - BETWEEN.length() * (right.size() - 1));
        if (widths.length == 0) return List.of();
        List<String> rows = new ArrayList<>();
        for (List<String> row : cells) {
            rows.addAll(rowsOf(row, widths));
            if (rows.size() > 0 && row == cells.get(0)) rows.add(line(widths));
        }
        return rows;
    }

    /** As wide as the widest cell; where that is too much for the room, the widest columns give way. Empty if there is no room. */
    private int[] widths(int room) {
        int[] widths = new int[right.size()];
        for (List<String> row : cells) {
            for (int at = 0; at < widths.length; at++) widths[at] = Math.max(widths[at], Rows.columns(row.get(at)));
        }
        while (Arrays.stream(widths).sum() > room) {
            int widest = 0;
            for (int at = 1; at < widths.length; at++) if (widths[at] > widths[widest]) widest = at;
            if (widths[widest] <= NARROWEST) return new int[0];
            int over = Arrays.stream(widths).sum() - room;
            int second = NARROWEST;
            for (int at = 0; at < widths.length; at++) if (at != widest) second = Math.max(second, widths[at]);
            int step = Math.max(1, Math.min(over, widths[widest] - second));
            widths[widest] = Math.max(NARROWEST, widths[widest] - step);
        }
        return widths;
    }

    private List<String> rowsOf(List<String> row, int[] widths) {
        List<List<String>> columns = new ArrayList<>();
        int height = 1;
        for (int at = 0; at < widths.length; at++) {
            columns.add(Rows.of(row.get(at), Math.max(NARROWEST, widths[at]) + 1, "", ""));
            height = Math.max(height, columns.get(at).size());
        }
        List<String> rows = new ArrayList<>();
        for (int line = 0; line < height; line++) {
            StringBuilder text = new StringBuilder();
            for (int at = 0; at < widths.length; at++) {
                List<String> column = columns.get(at);
                String cell = line < column.size() ? column.get(line).strip() : "";
                String blanks = " ".repeat(Math.max(0, widths[at] - Rows.columns(cell)));
                if (at > 0) text.append(BETWEEN);
                text.append(right.get(at) ? blanks + cell : cell + blanks);
            }
            rows.add(text.toString().stripTrailing());
        }
        return rows;
    }

    private static String line(int[] widths) {
        List<String> parts = Arrays.stream(widths).mapToObj("─"::repeat).toList();
        return String.join("─┼─", parts);
    }
}
