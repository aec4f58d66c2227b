package dev.spindle.examples.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/** What is to be printed when a person has finished a line. */
final class Held {
    private static final int MOST_CHARACTERS = 1_000_000;

    private record Piece(String text, Style style) {}

    private final List<Piece> pieces = new ArrayList<>();
    private int characters;
    private long lost;

    void add(String text, Style style) {
        if (characters + text.length() > MOST_CHARACTERS) {
            lost += text.length();
            return;
        }
        characters += text.length();
        pieces.add(new Piece(text, style));
    }

    void release(BiConsumer<String, Style> out) {
        pieces.forEach(piece -> out.accept(piece.text(), piece.style()));
        if (lost == 0) return;
        out.accept(
                String.format(Locale.ROOT, "\n%,d characters came while you wrote and are not shown\n", lost),
                Style.QUIET);
    }
}
