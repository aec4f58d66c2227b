package dev.spindle.testing.server;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The connection to a client, every byte of it in the hands of a {@link Reaction}.
 *
 * <p>Bodies go out in the chunks of HTTP/1.1, so that a client can tell an end from a break. When the reaction returns, the
 * connection is closed as it stands. For one thread.
 */
public final class Wire {
    private final Socket socket;
    private final OutputStream out;
    private final CountDownLatch closing;

    Wire(Socket socket, CountDownLatch closing) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.closing = closing;
    }

    /**
     * Writes status and headers.
     *
     * @throws IOException if the client has hung up, as from every method here
     */
    public void head(int status, Map<String, String> headers) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        raw(ascii(head.append("Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n")
                .toString()));
    }

    /** Writes a piece of the body. */
    public void chunk(String text) throws IOException {
        chunk(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a piece of the body. */
    public void chunk(byte[] bytes) throws IOException {
        if (bytes.length == 0) return; // an empty chunk would be the end
        raw(ascii(Integer.toHexString(bytes.length) + "\r\n"));
        raw(bytes);
        raw(ascii("\r\n"));
    }

    /** Announces a piece of the body and writes only the first half of it. */
    public void halfChunk(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        raw(ascii(Integer.toHexString(bytes.length) + "\r\n"));
        out.write(bytes, 0, bytes.length / 2);
        out.flush();
    }

    /** Ends the body as HTTP wants it. */
    public void end() throws IOException {
        raw(ascii("0\r\n\r\n"));
    }

    /** Writes bytes as they are, without any framing. */
    public void raw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Writes no more, yet keeps the connection until the client or the server closes. */
    public void halfClose() throws IOException, InterruptedException {
        socket.shutdownOutput();
        awaitHangUp();
    }

    /** Breaks the connection, so that the client sees a reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Lets time pass; it ends early when the server is closed. */
    public void pause(Duration length) throws InterruptedException {
        if (closing.await(length.toNanos(), TimeUnit.NANOSECONDS))
            throw new InterruptedException("the server is closed");
    }

    /** Writes nothing until the client hangs up or the server is closed. */
    public void awaitHangUp() throws IOException {
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
