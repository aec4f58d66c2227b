package dev.spindle.mcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/** The room for bodies of requests, all clients together: each may be large, but not all at once. Thread-safe. */
final class BodyRoom {
    /** What every body may have: small requests go on while large ones fill the room. */
    static final int FREE = 64 * 1024;

    private final AtomicLong left;

    BodyRoom(long bytes) {
        this.left = new AtomicLong(bytes);
    }

    /** The room for one body. */
    Place place() {
        return new Place();
    }

    /** What one body takes, until it is closed: as long as somebody works with it. Used by one thread. */
    final class Place implements AutoCloseable {
        private long taken;

        /**
         * Reads to the end.
         *
         * @throws Lines.TooLongException if there is more than that
         * @throws FullException if others have taken the room
         */
        byte[] read(InputStream in, int maxBytes) throws IOException {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            byte[] piece = new byte[FREE];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                if (body.size() + count > maxBytes) throw new Lines.TooLongException(maxBytes);
                if (body.size() + count > FREE) take(count);
                body.write(piece, 0, count);
            }
            return body.toByteArray();
        }

        private void take(int bytes) throws FullException {
            taken += bytes;
            if (left.addAndGet(-bytes) < 0) throw new FullException();
        }

        @Override
        public void close() {
            left.addAndGet(taken);
            taken = 0;
        }
    }

    /** Thrown when there is no room for a body now. */
    static final class FullException extends IOException {
        private static final long serialVersionUID = 1L;

        FullException() {
            super("there is no room for so large a request now; send it again later");
        }
    }
}
