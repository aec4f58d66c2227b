package dev.spindle.examples;

import dev.spindle.examples.terminal.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Text that comes in pieces, cut anywhere and looking like anything, and is printed without secrets: what may be the beginning of one is held
 * back until it is decided. For one thread.
 */
final class ScrubbedText {
    private final Secrets secrets;
    private final BiConsumer<String, Style> out;
    private final StringBuilder held = new StringBuilder();
    private final List<Style> styles = new ArrayList<>();

    /** Text that is printed here. */
    ScrubbedText(Secrets secrets, BiConsumer<String, Style> out) {
        this.secrets = secrets;
        this.out = out;
    }

    /** Takes a piece, and prints what is decided. */
    void write(String piece, Style style) {
        held.append(piece);
        for (int at = 0; at < piece.length(); at++) styles.add(style);
        print(false);
    }

    /** Prints what was held back; nothing that goes on with it follows. */
    void end() {
        print(true);
    }

    private void print(boolean ends) {
        int at = 0;
        int printed = 0;
        while (at < held.length()) {
            if (!ends && secrets.mayBeginAt(held, at)) break;
            int secret = secrets.lengthAt(held, at);
            if (secret == 0) {
                at++;
                continue;
            }
            printPlain(printed, at);
            out.accept(secrets.without(held.substring(at, at + secret)), styles.get(at));
            at += secret;
            printed = at;
        }
        printPlain(printed, at);
        held.delete(0, at);
        styles.subList(0, at).clear();
    }

    /** A run of one look at a time. */
    private void printPlain(int from, int to) {
        int start = from;
        for (int at = from + 1; at <= to; at++) {
            if (at < to && styles.get(at) == styles.get(start)) continue;
            out.accept(held.substring(start, at), styles.get(start));
            start = at;
        }
    }
}
