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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * A real HTTP server on the loopback address whose every write is decided by the test, down to the byte.
 *
 * <p>One request a connection, so that a reply may end by closing as well as by its length.
 */
public final class WireServer implements AutoCloseable {
    private final ServerSocket listening;
    private final Function<Received, Answer> answers;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private WireServer(ServerSocket listening, Function<Received, Answer> answers) {
        this.listening = listening;
        this.answers = answers;
        threads.execute(this::accept);
    }

    /** A request as it came. Header names are in lower case. */
    public record Received(String path, Map<String, String> headers, String body) {}

    /** Writes what comes behind status and headers; it may take its time, or break off by throwing. */
    @FunctionalInterface
    public interface Body {
        void writeTo(OutputStream out) throws IOException, InterruptedException;
    }

    /** A status, headers and a body that ends where the connection does. */
    public record Answer(int status, Map<String, String> headers, Body body) {
        public static Answer of(int status, String contentType, String body) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            return new Answer(status, Map.of("Content-Type", contentType), out -> out.write(bytes));
        }

        public static Answer json(String body) {
            return of(200, "application/json", body);
        }

        public static Answer events(String body) {
            return of(200, "text/event-stream", body);
        }

        public Answer with(String header, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(header, value);
            return new Answer(status, more, body);
        }
    }

    /** Answers each request by a function of it. */
    public static WireServer answering(Function<Received, Answer> answers) throws IOException {
        return new WireServer(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), answers);
    }

    /** Gives these answers in turn, the last one again and again. */
    public static WireServer giving(Answer... inTurn) throws IOException {
        List<Answer> left = new ArrayList<>(List.of(inTurn));
        return answering(request -> {
            synchronized (left) {
                return left.size() > 1 ? left.remove(0) : left.get(0);
            }
        });
    }

    /** A body in pieces of these sizes, repeated; each is written by itself. */
    public static Body cut(String body, int... sizes) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return out -> {
            int from = 0;
            for (int turn = 0; from < bytes.length; turn++) {
                int size = Math.min(sizes[turn % sizes.length], bytes.length - from);
                out.write(bytes, from, size);
                out.flush();
                from += size;
            }
        };
    }

    /** The address, ending in {@code /v1}. */
    public String baseUrl() {
        return "http://127.0.0.1:" + listening.getLocalPort() + "/v1";
    }

    public URI url() {
        return URI.create(baseUrl() + "/chat/completions");
    }

    public List<Received> received() {
        return received;
    }

    public Received lastReceived() {
        return received.get(received.size() - 1);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                open.add(socket);
                threads.execute(() -> serve(socket));
            }
        } catch (IOException closed) {
            if (!listening.isClosed()) throw new UncheckedIOException(closed);
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            Received request = read(new BufferedInputStream(socket.getInputStream()));
            received.add(request);
            write(answers.apply(request), socket.getOutputStream());
        } catch (IOException brokenOffOnPurpose) {
            // the client hung up, or the body broke off as the test wants it
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private static Received read(InputStream in) throws IOException {
        String path = line(in).split(" ", 3)[1];
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Received(path, headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) throw new IOException("no request came");
            if (octet != '\r') line.write(octet);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private static void write(Answer answer, OutputStream out) throws IOException, InterruptedException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " Status\r\nConnection: close\r\n");
        answer.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
        answer.body().writeTo(out);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) socket.close();
        threads.shutdownNow();
    }
}
