package dev.spindle.json;

import java.io.Writer;

/**
 * Gathers text. What comes in one piece, as most JSON does, is copied once.
 *
 * <p>Never throws, and needs no closing. For one thread.
 */
public final class TextWriter extends Writer {
    private String first = "";
    private final StringBuilder more = new StringBuilder(0);

    @Override
    public void write(char[] characters, int from, int count) {
        if (first.isEmpty()) first = new String(characters, from, count);
        else more.append(characters, from, count);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    /** What was written so far. */
    @Override
    public String toString() {
        return more.isEmpty() ? first : first + more;
    }
}
