package dev.spindle.tools.maven;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What is kept of what a build prints: its first errors with the lines that explain them, and its last lines.
 *
 * <p>The rest is read and forgotten, so that a test that prints without end costs time and no memory. Thread-safe.
 */
final class BuildOutput {
    static final String ERROR = "[ERROR] ";

    private static final int MAX_LINE = 2_000;
    private static final int MAX_ERRORS = 400;
    private static final int MAX_LAST = 20;

    private final List<String> errors = new ArrayList<>();
    private final Deque<String> last = new ArrayDeque<>();
    private boolean explaining;

    /** Reads to the end, or until the stream breaks. */
    void drain(InputStream stream) {
        StringBuilder line = new StringBuilder();
        char[] buffer = new char[8_192];
        try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
                for (int i = 0; i < count; i++) {
                    if (buffer[i] == '\n') keep(line);
                    else if (line.length() < MAX_LINE && buffer[i] != '\r') line.append(buffer[i]);
                }
            }
        } catch (IOException killed) {
            // A process that is killed may take its end of the pipe along; what it said before stands.
            keep(new StringBuilder("[the output broke off]"));
        }
        keep(line);
    }

    private synchronized void keep(StringBuilder next) {
        String line = next.toString();
        next.setLength(0);
        if (line.isEmpty()) return;
        if (last.size() == MAX_LAST) last.removeFirst();
        last.addLast(line);
        // The compiler's details follow their error without its mark, but indented.
        explaining = line.startsWith(ERROR) || (explaining && line.startsWith("  "));
        if (explaining && errors.size() < MAX_ERRORS) errors.add(line);
    }

    /** The first lines marked as errors, with the indented lines below them. */
    synchronized List<String> errors() {
        return List.copyOf(errors);
    }

    /** The last lines of any kind. */
    synchronized List<String> last() {
        return List.copyOf(last);
    }
}
