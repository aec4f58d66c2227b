package dev.spindle.mcp;

import java.io.IOException;
import java.io.InputStream;

/** Whole bodies, bounded. */
final class Bodies {
    private Bodies() {}

    /**
     * Reads to the end.
     *
     * @throws IOException if there is more than that
     */
    static byte[] read(InputStream in, int maxBytes) throws IOException {
        byte[] body = in.readNBytes(maxBytes);
        if (body.length == maxBytes && in.read() >= 0) throw new Lines.TooLongException(maxBytes);
        return body;
    }
}
