package dev.spindle.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.SocketFactory;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;
import okhttp3.Request;

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

    private final Lanes lanes;

    private HttpTransport(OkHttpClient client) {
        this.lanes = new Lanes(client);
    }

    /** A transport with connections of its own: as many as there are calls at once, and none is idle for more than a minute. */
    public static HttpTransport create() {
        return new HttpTransport(new OkHttpClient.Builder()
                .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT)) // TLS comes with the first endpoint that needs it
                .socketFactory(new PromptSockets())
                .followRedirects(false)
                .followSslRedirects(false)
                .fastFallback(false)
                .build());
    }

    /**
     * Where requests go, and how; keep it for the next request.
     *
     * @param url an http or https address
     * @param headers sent besides those of HTTP itself; none of them is ever logged
     */
    public HttpEndpoint endpoint(URI url, Map<String, String> headers, Timeouts timeouts) {
        Request.Builder request = new Request.Builder().url(url.toString());
        headers.forEach(request::header);
        return new HttpEndpoint(lanes, request.build(), timeouts);
    }

    /** Breaks off what is under way and closes idle connections. A transport can be used again after that. */
    @Override
    public void close() {
        lanes.close();
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

    /**
     * How long the parts of one exchange may take; {@link Duration#ZERO} is without limit.
     *
     * @param connect to reach the server, handshake included
     * @param firstContent from sending the request to the first piece of content; a comment that keeps the socket alive is
     *     none
     * @param betweenChunks from one piece of content to the next
     * @param call the whole exchange, from connecting to the last byte
     */
    public record Timeouts(Duration connect, Duration firstContent, Duration betweenChunks, Duration call) {
        private static final Duration SHORTEST = Duration.ofMillis(1);
        private static final Duration LONGEST = Duration.ofDays(24); // what fits an int of milliseconds

        /** 10 seconds to connect, 5 minutes to the first content, 2 minutes between chunks, 15 minutes in all. */
        public static final Timeouts DEFAULT = new Timeouts(
                Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofMinutes(2), Duration.ofMinutes(15));

        /** Refuses times that are negative or beyond what a socket can be told. */
        public Timeouts {
            check("connect", connect);
            check("firstContent", firstContent);
            check("betweenChunks", betweenChunks);
            check("call", call);
        }

        /** These limits with another one for connecting. */
        public Timeouts withConnect(Duration other) {
            return new Timeouts(other, firstContent, betweenChunks, call);
        }

        /** These limits with another one for the first content. */
        public Timeouts withFirstContent(Duration other) {
            return new Timeouts(connect, other, betweenChunks, call);
        }

        /** These limits with another one between chunks. */
        public Timeouts withBetweenChunks(Duration other) {
            return new Timeouts(connect, firstContent, other, call);
        }

        /** These limits with another one for the whole exchange. */
        public Timeouts withCall(Duration other) {
            return new Timeouts(connect, firstContent, betweenChunks, other);
        }

        private static void check(String name, Duration value) {
            boolean sensible = value.isZero() || (value.compareTo(SHORTEST) >= 0 && value.compareTo(LONGEST) <= 0);
            if (!sensible) {
                throw new IllegalArgumentException("The timeout " + name + " is " + value
                        + "; it must be from a millisecond to 24 days, or zero for no limit");
            }
        }
    }
}
