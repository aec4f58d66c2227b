package dev.spindle.tools.tests;

import dev.spindle.tools.process.OutputSink;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What is kept of what a build prints: its first errors with the lines that explain them, and its last lines.
 *
 * <p>The rest is read and forgotten, so that a test that prints without end costs time and no memory. Used by one thread.
 */
final class BuildOutput implements OutputSink {
    static final String ERROR = "[ERROR] ";

    private static final int MAX_LINE = 2_000;
    private static final int MAX_ERRORS = 400;
    private static final int MAX_LAST = 40;
    private static final int LONGEST_CHARACTER = 8;
    private static final String ESCAPE = "\u001B";

    /** What a terminal would read as a colour, or as a place to go to. */
    private static final Pattern COLOUR = Pattern.compile("\u001B\\[[0-?]{0,30}[ -/]{0,5}[@-~]");

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final StringBuilder line = new StringBuilder();
    private final List<String> errors = new ArrayList<>();
    private final Deque<String> last = new ArrayDeque<>();
    private final int mostKept;
    private final Consumer<String> listener;
    private final List<String> kept = new ArrayList<>();
    private int keptChars;
    private ByteBuffer half = ByteBuffer.allocate(0);
    private boolean explaining;

    BuildOutput() {
        this(0, line -> {});
    }

    /**
     * One that also keeps all lines, up to so many characters.
     *
     * @param listener is told each line, of which the end may be missing
     */
    BuildOutput(int mostKept, Consumer<String> listener) {
        this.mostKept = mostKept;
        this.listener = listener;
    }

    @Override
    public void accept(byte[] bytes, int count) {
        ByteBuffer all = ByteBuffer.allocate(half.remaining() + count);
        all.put(half).put(bytes, 0, count).flip();
        CharBuffer text = CharBuffer.allocate(all.remaining() + LONGEST_CHARACTER);
        decoder.decode(all, text, false);
        half = all.slice();
        text.flip().chars().forEach(this::take);
    }

    /** Takes note that nothing comes any more, so that a last line without an end counts. */
    void end() {
        keep();
    }

    private void take(int c) {
        if (c == '\n') keep();
        else if (line.length() < MAX_LINE && c != '\r') line.append((char) c);
    }

    private void keep() {
        String next = line.indexOf(ESCAPE) < 0
                ? line.toString()
                : COLOUR.matcher(line).replaceAll("");
        line.setLength(0);
        keptChars = Math.min(Integer.MAX_VALUE - MAX_LINE, keptChars + next.length() + 1);
        if (keptChars <= mostKept) kept.add(next);
        if (next.isEmpty()) return;
        listener.accept(next);
        if (last.size() == MAX_LAST) last.removeFirst();
        last.addLast(next);
        // The compiler's details follow their error without its mark, but indented.
        explaining = next.startsWith(ERROR) || (explaining && next.startsWith("  "));
        if (explaining && errors.size() < MAX_ERRORS) errors.add(next);
    }

    /** The first lines marked as errors, with the indented lines below them. */
    List<String> errors() {
        return List.copyOf(errors);
    }

    /** The last line that is not empty; empty if there is none yet. */
    String latest() {
        return last.isEmpty() ? "" : last.getLast();
    }

    /** The last lines of any kind. */
    List<String> last() {
        return List.copyOf(last);
    }

    /** All lines, as far as they are kept. */
    List<String> kept() {
        return List.copyOf(kept);
    }

    /** Whether there was more than is kept. */
    boolean isCut() {
        return mostKept > 0 && keptChars > mostKept;
    }
}
