package dev.spindle.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** A server on the loopback address that keeps connections open, and whose every byte is written by the test. */
public final class RawServer implements AutoCloseable {
    private final ServerSocket listening;
    private final Talk talk;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** Answers a request; requests are counted from 1, whatever their connection. */
    @FunctionalInterface
    public interface Talk {
        void answer(int request, OutputStream out) throws IOException, InterruptedException;
    }

    private RawServer(ServerSocket listening, Talk talk) {
        this.listening = listening;
        this.talk = talk;
        threads.execute(this::accept);
    }

    public static RawServer talking(Talk talk) throws IOException {
        return talking(ServerSocketFactory.getDefault(), talk);
    }

    public static RawServer talking(ServerSocketFactory sockets, Talk talk) throws IOException {
        return new RawServer(sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress()), talk);
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A whole response of this body. */
    public static byte[] response(String body) {
        return utf8("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + utf8(body).length
                + "\r\n\r\n" + body);
    }

    /** A whole response of events, in one chunk. */
    public static byte[] chunked(String events) {
        return utf8("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(utf8(events).length) + "\r\n" + events + "\r\n0\r\n\r\n");
    }

    public String baseUrl() {
        return "http://127.0.0.1:" + port() + "/v1";
    }

    public URI url() {
        return URI.create(baseUrl() + "/chat/completions");
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** How many connections there have been. */
    public int connections() {
        return sockets.size();
    }

    /** How many requests have come. */
    public int requests() {
        return requests.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                sockets.add(socket);
                threads.execute(() -> serve(socket));
            }
        } catch (IOException closed) {
            if (!listening.isClosed()) throw new UncheckedIOException(closed);
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (readRequest(in)) {
                OutputStream out = socket.getOutputStream();
                talk.answer(requests.incrementAndGet(), out);
                out.flush();
            }
        } catch (IOException hungUp) {
            // the client closed the connection, as it may
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** False if no other request comes. */
    private static boolean readRequest(InputStream in) throws IOException {
        String line = line(in);
        if (line.isEmpty()) return false;
        int length = 0;
        while (!line.isEmpty()) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:"))
                length = Integer.parseInt(lower.substring(15).strip());
            line = line(in);
        }
        return in.readNBytes(length).length == length;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            if (octet != '\r') line.write(octet);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) socket.close();
        threads.shutdownNow();
    }
}
