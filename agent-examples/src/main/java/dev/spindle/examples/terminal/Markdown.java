package dev.spindle.examples.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.IntSupplier;

/*
 * A reply comes in pieces, and a reader wants each at once. So the text is read character by character, and held back only while
 * it is undecided: at the start of a line, where it may become a heading, an item or a fence, and at stars, which may become
 * bold. However the text is cut into pieces, the same comes out.
 *
 * A table is held back until it ends, since its columns are as wide as their widest cells. What is not understood (links, single
 * stars, tables without room) passes as it is. Whatever is open at the end of a line ends there, so one
 * stray mark cannot dress up the rest of a reply.
 */
/** Markdown, made readable at a terminal while it is written: headings, bold, code, items, quotes and tables. For one thread. */
public final class Markdown {
    private static final int LONGEST_OPENING = 80;
    private static final String CODE_INDENT = "    ";
    private static final int MOST_TABLE_LINES = 500;
    private static final int MOST_TABLE_LINE = 4_000;

    private enum Place {
        LINE_START,
        IN_LINE,
        FENCE,
        TABLE
    }

    private final BiConsumer<String, Style> out;
    private final IntSupplier width;
    private final List<String> table = new ArrayList<>();
    private final StringBuilder run = new StringBuilder();
    private final StringBuilder opening = new StringBuilder();
    private Style runStyle = Style.PLAIN;
    private Place place = Place.LINE_START;
    private Style lineStyle = Style.PLAIN;
    private boolean inBlock;
    private boolean strong;
    private boolean code;
    private int stars;
    private char previous = '\n';

    /**
     * Markdown that is printed here.
     *
     * @param out takes text without marks, and how it looks
     * @param width how many columns the screen has; 0 if tables are to stay as they are written
     */
    public Markdown(BiConsumer<String, Style> out, IntSupplier width) {
        this.out = out;
        this.width = width;
    }

    /** A line without its marks. */
    static String words(String line) {
        StringBuilder words = new StringBuilder();
        Markdown inLine = new Markdown((text, style) -> words.append(text), () -> 0);
        inLine.place = Place.IN_LINE;
        inLine.write(line);
        inLine.end();
        return words.toString();
    }

    /** Takes a piece of the text, and prints as much as is decided. */
    public void write(String piece) {
        for (int at = 0; at < piece.length(); at++) accept(piece.charAt(at));
        flush();
    }

    /** Ends the text: prints what was held back, and begins anew. */
    public void end() {
        if (place == Place.LINE_START) settleOpening();
        if (place == Place.FENCE) endFence();
        boolean open = place == Place.TABLE;
        if (open) table.add(opening.toString());
        if (!table.isEmpty()) drawTable(open);
        endLine();
        flush();
        inBlock = false;
    }

    private void accept(char character) {
        if (character == '\n') {
            newLine();
        } else if (place == Place.IN_LINE) {
            inLine(character);
        } else {
            opening.append(character);
            if (place == Place.LINE_START) open();
            else if (place == Place.TABLE && opening.length() > MOST_TABLE_LINE) settleOpening();
        }
    }

    private void newLine() {
        if (place == Place.TABLE) {
            table.add(opening.toString());
            opening.setLength(0);
            place = Place.LINE_START;
            if (table.size() == MOST_TABLE_LINES) drawTable(false);
            return;
        }
        if (place == Place.LINE_START) settleOpening();
        boolean fence = place == Place.FENCE;
        if (fence) endFence();
        boolean shown = !fence || inBlock;
        endLine();
        if (shown) put('\n', Style.PLAIN);
        previous = '\n';
    }

    private void endLine() {
        literalStars();
        strong = false;
        code = false;
        lineStyle = Style.PLAIN;
        opening.setLength(0);
        place = Place.LINE_START;
    }

    /** Looks whether the start of a line is decided now. */
    private void open() {
        String marks = opening.toString().stripLeading();
        if (marks.isEmpty() && opening.length() < LONGEST_OPENING) return;
        if (marks.equals("```")) place = Place.FENCE;
        else if (inBlock) openInBlock(marks);
        else if (marks.equals("|") && width.getAsInt() > 0) place = Place.TABLE;
        else if (marks.matches("#{1,6} ")) openWith("", Style.HEADING);
        else if (marks.matches("[-*+] ")) openWith(indent() + "• ", Style.PLAIN);
        else if (marks.equals("> ")) openWith(indent() + "│ ", Style.QUIET);
        else if (!marks.matches("#{1,6}|[-*+>]|`{1,2}")) settleOpening();
    }

    private void openInBlock(String marks) {
        if (!marks.matches("`{1,2}")) settleOpening();
    }

    private void openWith(String shown, Style style) {
        for (int at = 0; at < shown.length(); at++) put(shown.charAt(at), style == Style.HEADING ? style : Style.QUIET);
        lineStyle = style == Style.HEADING ? Style.HEADING : Style.PLAIN;
        opening.setLength(0);
        place = Place.IN_LINE;
        previous = ' ';
    }

    private String indent() {
        return opening.substring(
                0, opening.length() - opening.toString().stripLeading().length());
    }

    /** The line is none that begins with marks. */
    private void settleOpening() {
        String text = opening.toString();
        opening.setLength(0);
        place = Place.IN_LINE;
        if (inBlock && !text.isEmpty()) text = CODE_INDENT + text;
        for (int at = 0; at < text.length(); at++) inLine(text.charAt(at));
    }

    /** A fence is not shown; the language behind an opening one is. One with words behind it closes nothing: it is code. */
    private void endFence() {
        String words = opening.toString().replace("`", "").strip();
        if (inBlock && !words.isEmpty()) {
            settleOpening();
            return;
        }
        inBlock = !inBlock;
        String label = inBlock ? "  [" + (words.isEmpty() ? "code" : words) + "]" : "";
        for (int at = 0; at < label.length(); at++) put(label.charAt(at), Style.QUIET);
        opening.setLength(0);
        place = Place.IN_LINE;
    }

    private void inLine(char character) {
        if (inBlock) {
            put(character, Style.CODE);
        } else if (code || stars == 0 || !settleStars(character)) {
            if (character == '`') code = !code;
            else if (character == '*' && !code) stars = 1;
            else put(character, style());
        }
    }

    /** Whether the character belongs to the stars before it. */
    private boolean settleStars(char character) {
        if (stars == 1 && character == '*') {
            boolean closes = strong && !Character.isWhitespace(previous);
            strong = strong && !closes;
            stars = closes ? 0 : 2;
            return true;
        }
        boolean opens =
                stars == 2 && !strong && !Character.isWhitespace(character) && !Character.isLetterOrDigit(previous);
        if (opens) stars = 0;
        literalStars();
        strong = strong || opens;
        return false;
    }

    private void literalStars() {
        int literal = stars;
        stars = 0;
        for (int star = 0; star < literal; star++) put('*', style());
    }

    private Style style() {
        if (code) return Style.CODE;
        return strong && lineStyle == Style.PLAIN ? Style.STRONG : lineStyle;
    }

    /** An open last line has no line end. */
    private void drawTable(boolean open) {
        List<String> lines = List.copyOf(table);
        table.clear();
        flush();
        List<String> rows = Table.drawn(lines, width.getAsInt());
        if (!rows.isEmpty()) {
            out.accept(String.join("\n", rows) + (open ? "" : "\n"), Style.PLAIN);
            return;
        }
        Markdown asWritten = new Markdown(out, () -> 0);
        asWritten.write(String.join("\n", lines) + (open ? "" : "\n"));
        asWritten.end();
    }

    private void put(char character, Style style) {
        if (!table.isEmpty()) drawTable(false);
        if (style != runStyle) flush();
        runStyle = style;
        run.append(character);
        previous = character;
    }

    private void flush() {
        if (run.isEmpty()) return;
        out.accept(run.toString(), runStyle);
        run.setLength(0);
    }
}
