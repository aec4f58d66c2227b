package dev.spindle.bench.speed.contestant;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** The floor's HTTP client: one OkHttp client, its connections kept, its sockets without delay. */
final class FloorHttp implements AutoCloseable {
    private static final int IDLE_CONNECTIONS = 10_000;

    private final HttpUrl url;
    private final OkHttpClient client;

    FloorHttp(String url) {
        this.url = HttpUrl.get(url + "/chat/completions");
        this.client = new OkHttpClient.Builder()
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 1, TimeUnit.MINUTES))
                .socketFactory(new PromptSockets())
                .connectTimeout(10, TimeUnit.SECONDS)
                .readTimeout(5, TimeUnit.MINUTES)
                .build();
    }

    /** The body of the reply, to be closed. */
    InputStream post(RequestBody body) throws IOException {
        Request request = new Request.Builder()
                .url(url)
                .header("Authorization", "Bearer sk-floor")
                .post(body)
                .build();
        Response response = client.newCall(request).execute();
        if (response.code() == 200) return response.body().byteStream();
        response.close();
        throw new IOException("The server answered " + response.code());
    }

    @Override
    public void close() {
        client.connectionPool().evictAll();
    }

    private static final class PromptSockets extends SocketFactory {
        private final SocketFactory sockets = SocketFactory.getDefault();

        @Override
        public Socket createSocket() throws IOException {
            Socket socket = sockets.createSocket();
            socket.setTcpNoDelay(true);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return sockets.createSocket(host, port);
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
            return sockets.createSocket(host, port, from, fromPort);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return sockets.createSocket(host, port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
            return sockets.createSocket(host, port, from, fromPort);
        }
    }
}
