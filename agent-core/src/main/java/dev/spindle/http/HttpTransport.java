package dev.spindle.http;

import dev.spindle.context.Cancellation;
import dev.spindle.context.CancelledException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * A pooled HTTP client.
 *
 * <p>Blocks the caller's thread; starts no thread of its own that would keep a process alive. Uses the proxy of the
 * system. Follows no redirect, since that would carry a key to another host. Thread-safe; share one, and close it when
 * nothing uses it.
 */
public final class HttpTransport implements AutoCloseable {
    /** The most bytes that are read of one reply, after decompression: 64 MiB. */
    public static final long MAX_REPLY_BYTES = 64L * 1024 * 1024;

    private static final MediaType JSON = MediaType.get("application/json");

    // Agents run many calls to one host at once; with fewer idle connections each burst would connect anew.
    private static final int IDLE_CONNECTIONS = 256;

    private final OkHttpClient client;

    private HttpTransport(OkHttpClient client) {
        this.client = client;
    }

    /** A transport with a connection pool of its own. */
    public static HttpTransport create() {
        return new HttpTransport(new OkHttpClient.Builder()
                .socketFactory(new PromptSockets())
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 1, TimeUnit.MINUTES))
                .dispatcher(unlimited())
                .followRedirects(false)
                .followSslRedirects(false)
                .build());
    }

    private static Dispatcher unlimited() {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(Integer.MAX_VALUE);
        dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
        return dispatcher;
    }

    /**
     * Posts JSON and waits for status and headers.
     *
     * @param url an http or https address
     * @param headers sent besides those of HTTP itself; none of them is ever logged
     * @param body the body's pieces, one after the other, which are not copied
     * @param cancellation closes the socket at once when cancelled, until the reply is closed
     * @return the reply, whatever its status; reads of its body are limited to {@code firstContent} from now
     * @throws IOException if the server cannot be reached, breaks off, or a time is up
     * @throws CancelledException if the call was cancelled
     */
    public HttpReply post(
            URI url, Map<String, String> headers, List<byte[]> body, HttpTimeouts timeouts, Cancellation cancellation)
            throws IOException {
        cancellation.check();
        Request.Builder request = new Request.Builder().url(url.toString()).post(new Pieces(body));
        headers.forEach(request::header);
        Call call = client(timeouts).newCall(request.build());
        Cancellation.Registration cancelling = cancellation.onCancel(call::cancel);
        HttpReply reply = null;
        try {
            long started = System.nanoTime();
            reply = new HttpReply(call.execute(), cancelling);
            reply.readWithin(left(timeouts.firstContent(), started));
            return reply;
        } catch (IOException failure) {
            cancellation.check();
            throw failure;
        } finally {
            if (reply == null) cancelling.close();
        }
    }

    private OkHttpClient client(HttpTimeouts timeouts) {
        return client.newBuilder()
                .connectTimeout(timeouts.connect())
                .readTimeout(timeouts.firstContent())
                .writeTimeout(timeouts.betweenChunks())
                .callTimeout(timeouts.call())
                .build();
    }

    private static Duration left(Duration limit, long since) {
        if (limit.isZero()) return limit;
        return limit.minusNanos(Math.min(System.nanoTime() - since, limit.toNanos() - 1));
    }

    /** Breaks off what is under way and closes idle connections. A transport can be used again after that. */
    @Override
    public void close() {
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
    }

    private static final class Pieces extends RequestBody {
        private final List<byte[]> pieces;

        private Pieces(List<byte[]> pieces) {
            this.pieces = List.copyOf(pieces);
        }

        @Override
        public @Nullable MediaType contentType() {
            return JSON;
        }

        @Override
        public long contentLength() {
            long length = 0;
            for (byte[] piece : pieces) length += piece.length;
            return length;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            for (byte[] piece : pieces) sink.write(piece);
        }
    }

    /**
     * Makes sockets without Nagle's algorithm, which would hold back the end of a long request for tens of
     * milliseconds.
     */
    private static final class PromptSockets extends SocketFactory {
        private final SocketFactory sockets = SocketFactory.getDefault();

        @Override
        public Socket createSocket() throws IOException {
            return prompt(sockets.createSocket());
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return prompt(sockets.createSocket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
            return prompt(sockets.createSocket(host, port, localHost, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return prompt(sockets.createSocket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
                throws IOException {
            return prompt(sockets.createSocket(host, port, localHost, localPort));
        }

        private static Socket prompt(Socket socket) throws IOException {
            socket.setTcpNoDelay(true);
            return socket;
        }
    }
}
