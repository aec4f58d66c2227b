package dev.spindle.examples.terminal;

import java.util.ArrayList;
import java.util.List;

/*
 * A screen that is left to wrap long lines begins the rest of them at its edge, where only the program's own words should begin: with
 * enough blanks, whoever wrote a line could draw a heading, a path or a question there. So the rows are cut here, each behind a margin.
 *
 * Screens disagree about the width of characters beyond ASCII. Where they do, the wider is assumed: a row may come out short, and never too
 * long.
 */
/** Text in rows that fit a screen, each behind a margin. */
public final class Rows {
    private static final int TAB = 4;
    private static final int NARROWEST = 4;

    /** Before all rows of a text but the first. */
    static final String INDENT = "    ";

    private static final int WORD = 24;
    private static final int FIRST_WIDE = 0x1100;

    private Rows() {}

    /**
     * The rows of a line.
     *
     * @param line plain, without line ends
     * @param width of the screen in columns; the last one stays free
     * @param first the margin of the first row
     * @param rest the margin of the others
     */
    public static List<String> of(String line, int width, String first, String rest) {
        return marked(Row.plain(line), width, first, rest).stream()
                .map(Row::text)
                .toList();
    }

    /** The rows of a line of which parts look otherwise than the rest. */
    public static List<Row> marked(Row whole, int width, String first, String rest) {
        String line = whole.text();
        List<Row> rows = new ArrayList<>();
        int from = 0;
        do {
            String margin = rows.isEmpty() ? first : rest;
            int room = Math.max(NARROWEST, width - 1 - columns(margin));
            int to = end(line, from, room);
            rows.add(part(whole, from, to, margin));
            from = to;
        } while (from < line.length());
        return rows;
    }

    private static Row part(Row whole, int from, int to, String margin) {
        StringBuilder text = new StringBuilder(margin);
        List<Row.Span> spans = new ArrayList<>();
        int at = from;
        for (Row.Span span : whole.spans()) {
            int begin = Math.max(from, span.from());
            int end = Math.min(to, span.to());
            if (begin >= end) continue;
            text.append(withoutTabs(whole.text().substring(at, begin)));
            int first = text.length();
            text.append(withoutTabs(whole.text().substring(begin, end)));
            spans.add(new Row.Span(first, text.length(), span.style()));
            at = end;
        }
        text.append(withoutTabs(whole.text().substring(at, to)));
        return new Row(text.toString(), spans);
    }

    private static String withoutTabs(String text) {
        return text.replace("\t", " ".repeat(TAB));
    }

    /** The rows of a remark, of which anybody may have written a part: all but the first are indented, line ends included. */
    public static List<String> ofRemark(String text, int width) {
        List<String> rows = new ArrayList<>();
        List<String> lines = PlainText.of(text).lines().toList();
        for (String line : lines.isEmpty() ? List.of("") : lines) {
            rows.addAll(of(line, width, rows.isEmpty() ? "" : INDENT, INDENT));
        }
        return rows;
    }

    /** Where a row ends that begins here: behind a blank if there is one near its end. Nothing is left out between rows. */
    private static int end(String line, int from, int room) {
        int at = from;
        int used = 0;
        int behindBlank = from;
        while (at < line.length()) {
            int character = line.codePointAt(at);
            used += width(character);
            if (used > room && at > from) break;
            at += Character.charCount(character);
            if (character == ' ') behindBlank = at;
        }
        boolean breaksWord = at < line.length() && behindBlank > from && at - behindBlank <= WORD;
        return breaksWord ? behindBlank : at;
    }

    /** How many columns a text takes, at most. */
    public static int columns(String text) {
        return text.codePoints().map(Rows::width).sum();
    }

    private static int width(int character) {
        if (character == '\t') return TAB;
        boolean narrow = character < 0x80 || (character < FIRST_WIDE && Character.isLetterOrDigit(character));
        return narrow || isDrawn(character) ? 1 : 2;
    }

    /** Characters of this command's own margins and marks, and others of their kind. */
    private static boolean isDrawn(int character) {
        return (character >= 0x2500 && character <= 0x257F) || character == '…' || character == '→';
    }
}
