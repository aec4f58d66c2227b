package dev.spindle.examples.terminal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An output of this process, in UTF-8: the one door for text that is not shown at a {@link Console}.
 *
 * <p>Whatever is printed is made plain first; JSON lines stay JSON, since what is hidden is written as JSON writes it. Remembers that it could
 * not be written, as on a full disk or into a closed pipe.
 */
public final class PlainStream extends PrintStream {
    private final Watched watched;

    /** A stream to an output. */
    public static PlainStream to(OutputStream out) {
        return new PlainStream(new Watched(out));
    }

    private PlainStream(Watched watched) {
        super(watched, true, StandardCharsets.UTF_8);
        this.watched = watched;
    }

    /** Why not all of it was written; empty if it was. */
    public Optional<IOException> failure() {
        flush();
        return Optional.ofNullable(watched.failure);
    }

    /** The same door for those who want a writer; each of its lines is out once it is printed. */
    public PrintWriter writer() {
        return new PrintWriter(new Through(), true);
    }

    @Override
    public void print(@Nullable String text) {
        super.print(PlainText.of(String.valueOf(text)));
    }

    @Override
    public void print(@Nullable Object object) {
        print(String.valueOf(object));
    }

    @Override
    public void print(char character) {
        print(String.valueOf(character));
    }

    @Override
    public void print(char[] characters) {
        print(String.valueOf(characters));
    }

    private final class Through extends Writer {
        @Override
        public void write(char[] buffer, int offset, int length) {
            print(new String(buffer, offset, length));
        }

        @Override
        public void flush() {
            PlainStream.this.flush();
        }

        @Override
        public void close() {
            flush();
        }
    }

    /** A {@link PrintStream} says only that something went wrong. */
    private static final class Watched extends FilterOutputStream {
        private volatile @Nullable IOException failure;

        Watched(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            try {
                out.write(octets, offset, length);
            } catch (IOException broken) {
                failure = broken;
                throw broken;
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (IOException broken) {
                failure = broken;
                throw broken;
            }
        }
    }
}
