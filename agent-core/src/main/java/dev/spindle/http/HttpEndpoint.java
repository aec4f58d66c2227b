package dev.spindle.http;

import dev.spindle.context.Cancellation;
import dev.spindle.context.CancelledException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * Where requests go, and how: all of a request but its body, put together once.
 *
 * <p>Made by {@link HttpTransport#endpoint}, whose connections it uses. Thread-safe.
 */
public final class HttpEndpoint {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final int REUSED_BYTES = 48 * 1024;

    private final Lanes lanes;
    private final Request template;
    private final HttpTimeouts timeouts;
    private volatile OkHttpClient[] clients = {}; // one for each lane, in their order

    HttpEndpoint(Lanes lanes, Request template, HttpTimeouts timeouts) {
        this.lanes = lanes;
        this.template = template;
        this.timeouts = timeouts;
    }

    /**
     * Posts JSON and waits for status and headers.
     *
     * @param body the body's pieces, one after the other, which are not copied
     * @param cancellation closes the socket at once when cancelled, until the reply is closed
     * @return the reply, whatever its status; reads of its body are limited to {@code firstContent} from now
     * @throws IOException if the server cannot be reached, breaks off, or a time is up
     * @throws CancelledException if the call was cancelled
     * @throws dev.spindle.context.AgentException if {@link ReachableHosts} does not allow the host
     */
    public HttpReply post(List<byte[]> body, Cancellation cancellation) throws IOException {
        ReachableHosts.check(template.url().host());
        cancellation.check();
        Lane lane = lanes.enter();
        HttpReply reply = null;
        try {
            reply = answered(lane, body, cancellation);
            return reply;
        } finally {
            if (reply == null) lane.leave();
        }
    }

    /** Each connection that cannot be used is gone after it was tried, so this ends with a new one at the latest. */
    private HttpReply answered(Lane lane, List<byte[]> body, Cancellation cancellation) throws IOException {
        long started = System.nanoTime();
        while (true) {
            try {
                return attempt(lane, body, cancellation, left(timeouts.firstContent(), started));
            } catch (UnaskedBytes.FoundException next) {
                cancellation.check();
            }
        }
    }

    private HttpReply attempt(Lane lane, List<byte[]> body, Cancellation cancellation, Duration limit)
            throws IOException {
        Call call = client(lane)
                .newCall(template.newBuilder().post(new Pieces(body)).build());
        Cancellation.Registration cancelling = cancellation.onCancel(call::cancel);
        long started = System.nanoTime();
        HttpReply reply = null;
        try {
            reply = new HttpReply(HeadLimit.of(limit, call).execute(), cancelling, lane);
            reply.readWithin(left(limit, started));
            return reply;
        } catch (IOException failure) {
            cancellation.check();
            throw failure;
        } finally {
            if (reply == null) cancelling.close();
        }
    }

    private OkHttpClient client(Lane lane) throws SSLException {
        OkHttpClient[] known = clients;
        boolean made = lane.number() < known.length && known[lane.number()] != null;
        return made ? known[lane.number()] : make(lane);
    }

    /** Without a lock: if two make the same one, or one is lost, it is made again, and no connection with it. */
    private OkHttpClient make(Lane lane) throws SSLException {
        OkHttpClient timed = lane.client(lanes.client(template.url().isHttps())
                .connectTimeout(timeouts.connect())
                .readTimeout(timeouts.firstContent())
                .writeTimeout(timeouts.betweenChunks())
                .callTimeout(timeouts.call()));
        OkHttpClient[] known = clients;
        OkHttpClient[] more = Arrays.copyOf(known, Math.max(known.length, lane.number() + 1));
        more[lane.number()] = timed;
        clients = more;
        return timed;
    }

    private static Duration left(Duration limit, long since) {
        if (limit.isZero()) return limit;
        return limit.minusNanos(Math.min(System.nanoTime() - since, limit.toNanos() - 1));
    }

    private static final class Pieces extends RequestBody {
        private final List<byte[]> pieces;
        private final long length;

        private Pieces(List<byte[]> pieces) {
            this.pieces = pieces;
            long sum = 0;
            for (byte[] piece : pieces) sum += piece.length;
            this.length = sum;
        }

        @Override
        public @Nullable MediaType contentType() {
            return JSON;
        }

        @Override
        public long contentLength() {
            return length;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            // Past the sink's own write, which would send, and set a timer, whenever eight kilobytes are full; but no
            // more than it
            // can reuse the memory of.
            Buffer buffer = sink.getBuffer();
            for (byte[] piece : pieces) {
                buffer.write(piece);
                if (buffer.size() >= REUSED_BYTES) sink.emitCompleteSegments();
            }
            sink.emitCompleteSegments();
        }
    }
}
