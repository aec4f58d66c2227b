package dev.spindle.http;

import java.io.IOException;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** The body of a request in pieces, which are written one after the other and not copied before. */
final class BodyPieces extends RequestBody {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final int REUSED_BYTES = 48 * 1024;

    private final List<byte[]> pieces;
    private final @Nullable MediaType type;
    private final Runnable sent;
    private final long length;

    private BodyPieces(List<byte[]> pieces, @Nullable MediaType type, Runnable sent) {
        this.pieces = pieces;
        this.type = type;
        this.sent = sent;
        long sum = 0;
        for (byte[] piece : pieces) sum += piece.length;
        this.length = sum;
    }

    /**
     * JSON.
     *
     * @param sent told when all has gone out
     */
    static BodyPieces json(List<byte[]> pieces, Runnable sent) {
        return new BodyPieces(pieces, JSON, sent);
    }

    /** What a header of the request gives the type of. */
    static BodyPieces of(List<byte[]> pieces) {
        return new BodyPieces(pieces, null, () -> {});
    }

    @Override
    public @Nullable MediaType contentType() {
        return type;
    }

    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        // Past the sink's own write, which would send, and set a timer, whenever eight kilobytes are full; but no more
        // than it can reuse the memory of.
        Buffer buffer = sink.getBuffer();
        for (byte[] piece : pieces) {
            buffer.write(piece);
            if (buffer.size() >= REUSED_BYTES) sink.emitCompleteSegments();
        }
        sink.emitCompleteSegments();
        sent.run();
    }
}
