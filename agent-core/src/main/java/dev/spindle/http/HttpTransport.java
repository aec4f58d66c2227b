package dev.spindle.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
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
    public HttpEndpoint endpoint(URI url, Map<String, String> headers, HttpTimeouts timeouts) {
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
}
