package dev.spindle.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;

/** Stops reading at a limit, so that a server, or a gzip bomb, cannot fill the memory. */
final class BoundedBody extends FilterInputStream {
    private final long maxBytes;
    private long left;
    private OutputStream copy = OutputStream.nullOutputStream();

    BoundedBody(InputStream in, long maxBytes) {
        super(in);
        this.maxBytes = maxBytes;
        this.left = maxBytes;
    }

    void copyTo(OutputStream other) {
        copy = other;
    }

    @Override
    public int read() throws IOException {
        int read = onTime(in::read);
        if (read < 0) return read;
        count(1);
        copy.write(read);
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = onTime(() -> in.read(buffer, offset, length));
        if (read <= 0) return read;
        count(read);
        copy.write(buffer, offset, read);
        return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
        long skipped = onTime(() -> in.skip(bytes));
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** A deadline that passes between two reads must look like one that passes inside a read, not like the end of the whole call's time. */
    private static <T extends Number> T onTime(Read<T> read) throws IOException {
        try {
            return read.now();
        } catch (InterruptedIOException late) {
            if (!"deadline reached".equals(late.getMessage())) throw late;
            SocketTimeoutException timeout = new SocketTimeoutException("deadline reached");
            timeout.initCause(late);
            throw timeout;
        }
    }

    @FunctionalInterface
    private interface Read<T> {
        T now() throws IOException;
    }

    private void count(long bytes) throws IOException {
        left -= bytes;
        if (left < 0) throw new HttpEndpoint.Reply.TooLargeException("The reply", maxBytes);
    }
}
