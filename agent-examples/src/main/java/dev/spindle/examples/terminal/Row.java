package dev.spindle.examples.terminal;

import java.util.List;

/**
 * A row of a screen, parts of which look otherwise than the rest.
 *
 * @param text plain, without line ends
 * @param spans in order, none over another
 */
public record Row(String text, List<Span> spans) {
    /** Copies the spans. */
    public Row {
        spans = List.copyOf(spans);
    }

    /**
     * A part of a text, by its UTF-16 units.
     *
     * @param from its first
     * @param to behind its last
     * @param style how it looks
     */
    public record Span(int from, int to, Style style) {}

    /** A row that looks the same from end to end. */
    public static Row plain(String text) {
        return new Row(text, List.of());
    }
}
