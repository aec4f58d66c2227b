package dev.spindle.mcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Lines of a stream, each of them bounded. For one thread. */
final class Lines {
    private final InputStream in;
    private final int maxBytes;
    private final byte[] chunk = new byte[8192];
    private int at;
    private int end;

    Lines(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /**
     * The next line without its end; null at the end of the stream.
     *
     * @throws TooLongException at a line of more bytes than allowed, after which nothing more can be read
     */
    @Nullable
    String next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            if (at == end && !fill()) return line.size() == 0 ? null : text(line);
            int from = at;
            while (at < end && chunk[at] != '\n') at++;
            if (line.size() + (at - from) > maxBytes) throw new TooLongException(maxBytes);
            line.write(chunk, from, at - from);
            if (at == end) continue;
            at++;
            return text(line);
        }
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(chunk));
        return end > 0;
    }

    private static String text(ByteArrayOutputStream line) {
        return line.toString(StandardCharsets.UTF_8);
    }

    /** Thrown at a line that is too long. */
    static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLongException(int maxBytes) {
            super("a message of more than " + maxBytes + " bytes");
        }
    }
}
