package dev.spindle.http;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLSocket;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.internal.connection.BufferedSocket;
import okhttp3.internal.connection.RealConnection;
import okhttp3.internal.http.RealInterceptorChain;
import okhttp3.internal.http1.Http1ExchangeCodec;
import okio.BufferedSource;

/*
 * A server may send more than the answer, at once or later. OkHttp leaves it in the buffer of the connection, or in the socket, and
 * takes it for the beginning of the answer to the next request, which may be somebody else's. So a connection that was used before is
 * looked at before it is used again: in its buffer, and in its socket. What lies in a socket behind TLS is only seen by reading, for
 * which this waits a millisecond, as OkHttp does for connections that were idle for long.
 *
 * The buffer belongs to OkHttp's inside, which it promises to nobody. Where that is another one, no connection is used twice.
 */
/** Gives up kept connections on which a server has sent what nobody asked for. Thread-safe. */
final class UnaskedBytes implements Interceptor {
    private static final long NEVER = Long.MAX_VALUE;

    @Override
    public Response intercept(Chain chain) throws IOException {
        try {
            refuseIfFound(chain);
        } catch (LinkageError otherOkHttp) {
            return chain.proceed(
                    chain.request().newBuilder().header("Connection", "close").build());
        }
        return chain.proceed(chain.request());
    }

    private static void refuseIfFound(Chain chain) throws FoundException {
        if (!(chain.connection() instanceof RealConnection connection)) return;
        boolean fresh = connection.getIdleAtNs() == NEVER;
        if (fresh || connection.protocol() != Protocol.HTTP_1_1) return;
        if (!holdsBytes(connection, source(connection, (RealInterceptorChain) chain))) return;
        connection.noNewExchanges();
        throw new FoundException();
    }

    private static BufferedSource source(RealConnection connection, RealInterceptorChain chain) throws FoundException {
        try {
            Object codec = connection.newCodec$okhttp(chain.getCall$okhttp().getClient(), chain);
            BufferedSocket socket = ((Http1ExchangeCodec) codec).getSocket();
            return socket.getSource();
        } catch (IOException closed) {
            throw new FoundException();
        }
    }

    private static boolean holdsBytes(RealConnection connection, BufferedSource source) {
        if (source.getBuffer().size() > 0) return true;
        Socket socket = connection.socket();
        try {
            return socket instanceof SSLSocket
                    ? canBeRead(socket, source)
                    : socket.getInputStream().available() > 0;
        } catch (IOException broken) {
            return true;
        }
    }

    private static boolean canBeRead(Socket socket, BufferedSource source) throws IOException {
        int patience = socket.getSoTimeout();
        socket.setSoTimeout(1);
        try {
            source.exhausted();
            return true; // there is a byte, or the end of the connection
        } catch (SocketTimeoutException silent) {
            return false;
        } finally {
            socket.setSoTimeout(patience);
        }
    }

    /** Says that a connection cannot be used, before anything was sent on it. */
    static final class FoundException extends IOException {
        private static final long serialVersionUID = 1L;

        private FoundException() {
            super("bytes came on a kept connection that nobody had asked for");
        }
    }
}
