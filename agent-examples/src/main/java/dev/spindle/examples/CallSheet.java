package dev.spindle.examples;

import dev.spindle.examples.Foresight.Foreseen;
import dev.spindle.examples.terminal.PlainText;
import dev.spindle.examples.terminal.Row;
import dev.spindle.examples.terminal.Rows;
import dev.spindle.json.Json;
import dev.spindle.tool.PendingCall;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * All that a person is shown of a call that waits, in rows that fit a screen.
 *
 * <p>What is short and what is done come first, long arguments behind. A word that is not this command's own stands behind a margin or
 * behind the name of its argument, never at the edge.
 *
 * @param call the call
 * @param rows all of them
 * @param whole whether they show all that the call would do
 */
record CallSheet(PendingCall call, List<Row> rows, boolean whole) {
    /** More rows than these are shown only to those who ask for them. */
    static final int MOST_ROWS = 400;

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,32}");
    private static final Pattern ODD_BLANKS = Pattern.compile("^\\s|\\s$|\\s\\s|^$|^\"");
    private static final List<String> TARGETS =
            List.of("path", "file", "url", "to", "recipient", "name", "id", "query");
    private static final String FROM_RIGHT =
            "Parts are written from right to left; a screen may show them in another order.";
    private static final String MARGIN = "  │ ";
    private static final String GOES_ON = "  ┆ ";
    private static final int SHOWN_TARGET = 24;
    private static final int SHOWN_TOOL = 20;

    CallSheet {
        rows = List.copyOf(rows);
    }

    /** The sheet of a call, for a screen of so many columns. */
    static CallSheet of(PendingCall call, Foresight foresight, int width) {
        Foreseen foreseen = foresight.of(call);
        List<Row> shown = new ArrayList<>();
        List<Row> blocks = new ArrayList<>();
        Json arguments = call.arguments();
        for (String name : arguments.names()) {
            String value = words(arguments.get(name));
            List<String> row = inOneRow(name, value, width);
            if (!row.isEmpty()) shown.addAll(plain(row));
            else if (!foreseen.told().contains(name)) blocks.addAll(plain(block(name, value, width)));
        }
        if (arguments.names().isEmpty()) shown.addAll(plain(Rows.of("without arguments", width, "  ", "    ")));
        foreseen.remarks().forEach(remark -> shown.addAll(plain(Rows.of(remark, width, "  ", "    "))));
        shown.addAll(changes(foreseen.changes(), width));
        shown.addAll(blocks);
        String all = arguments.text() + String.join("\n", foreseen.changes());
        if (runsLeft(all)) shown.addAll(plain(Rows.of(FROM_RIGHT, width, "  ", "    ")));
        return new CallSheet(call, shown, foreseen.whole());
    }

    private static List<Row> plain(List<String> rows) {
        return rows.stream().map(Row::plain).toList();
    }

    private static List<Row> changes(List<String> compared, int width) {
        List<String> lines = compared.stream().map(PlainText::exact).toList();
        List<List<Row.Span>> marks = WordMarks.of(lines);
        List<Row> rows = new ArrayList<>();
        for (int at = 0; at < lines.size(); at++) {
            rows.addAll(Rows.marked(new Row(lines.get(at), marks.get(at)), width, MARGIN, GOES_ON));
        }
        return rows;
    }

    private static boolean runsLeft(String text) {
        return text.codePoints()
                .map(Character::getDirectionality)
                .anyMatch(direction -> direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                        || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC);
    }

    private static String words(Json value) {
        return value.isString() ? value.string() : value.text();
    }

    /** An argument in one row; empty if it does not fit, and is told in a block. */
    private static List<String> inOneRow(String name, String value, int width) {
        if (!PLAIN_NAME.matcher(name).matches() || value.indexOf('\n') >= 0 || value.indexOf('\t') >= 0)
            return List.of();
        String plain = PlainText.exact(value);
        String shown = ODD_BLANKS.matcher(plain).find() ? "\"" + plain + "\"" : plain;
        List<String> rows = Rows.of(shown, width, "  " + name + ": ", MARGIN);
        return rows.size() == 1 && Rows.columns(rows.get(0)) < width ? rows : List.of();
    }

    private static List<String> block(String name, String value, int width) {
        List<String> rows = new ArrayList<>();
        if (PLAIN_NAME.matcher(name).matches()) {
            rows.addAll(Rows.of(name + ":", width, "  ", GOES_ON));
        } else {
            rows.addAll(Rows.of("an argument with the name", width, "  ", "    "));
            rows.addAll(behindMargin(Json.of(name).text(), width));
            rows.addAll(Rows.of("and the value", width, "  ", "    "));
        }
        String text = value.endsWith("\n") ? value.substring(0, value.length() - 1) : value;
        for (String line : text.split("\n", -1)) rows.addAll(behindMargin(line, width));
        return rows;
    }

    private static List<String> behindMargin(String line, int width) {
        return Rows.of(PlainText.exact(line), width, MARGIN, GOES_ON);
    }

    /** The rows that are shown to those who did not ask for all. */
    List<Row> firstRows() {
        return rows.subList(0, Math.min(rows.size(), MOST_ROWS));
    }

    /** How many rows are not shown to those who did not ask for all. */
    int hidden() {
        return Math.max(0, rows.size() - MOST_ROWS);
    }

    /** The tool, and what it is to work on, in a few words: for the question, however far up the rest has scrolled. */
    String inShort() {
        Json arguments = call.arguments();
        String target = TARGETS.stream()
                .filter(name -> arguments.find(name).filter(Json::isString).isPresent())
                .findFirst()
                .map(name -> " on " + quoted(arguments.get(name).string()))
                .orElse("");
        return ends(PlainText.exact(call.tool()), SHOWN_TOOL) + target;
    }

    private static String quoted(String value) {
        String plain = ends(PlainText.exact(value.replace('\n', ' ').replace('\t', ' ')), SHOWN_TARGET);
        return plain.contains(" ") || plain.isEmpty() ? "\"" + plain + "\"" : plain;
    }

    /** Its beginning and its end, which tell more of a path than its middle. */
    private static String ends(String text, int most) {
        int[] characters = text.codePoints().toArray();
        if (characters.length <= most) return text;
        int head = most / 2 - 1;
        int tail = most / 2;
        return new String(characters, 0, head) + "…" + new String(characters, characters.length - tail, tail);
    }
}
