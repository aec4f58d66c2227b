package dev.spindle.testing.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * A model server on the loopback address that goes wrong on purpose.
 *
 * <pre>{@code
 * try (FaultyModelServer server = FaultyModelServer.reacting(Reaction.reset(), Reaction.text("Hello."))) {
 *     OpenAiModel model = OpenAiModel.builder().model("any").baseUrl(server.baseUrl()).build();
 *     ...
 * }
 * }</pre>
 *
 * <p>Real HTTP over real sockets, one request a connection. Thread-safe.
 */
public final class FaultyModelServer implements AutoCloseable {
    private static final int LONGEST_LINE = 64 * 1024;
    private static final int LONGEST_BODY = 64 * 1024 * 1024;

    private final ServerSocket listening;
    private final List<Reaction> reactions;
    private final List<ReceivedRequest> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool(FaultyModelServer::thread);

    private FaultyModelServer(List<Reaction> reactions) {
        this.reactions = new ArrayList<>(reactions);
        try {
            this.listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException noPort) {
            throw new UncheckedIOException("No port of the loopback address is free", noPort);
        }
        threads.execute(this::accept);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "faulty-model-server");
        thread.setDaemon(true);
        return thread;
    }

    /** A server that takes the requests as they come with these reactions in turn, and all further ones with the last. */
    public static FaultyModelServer reacting(Reaction first, Reaction... others) {
        List<Reaction> all = new ArrayList<>(List.of(others));
        all.add(0, first);
        return new FaultyModelServer(all);
    }

    /** The base URL to give to a model client. */
    public String baseUrl() {
        return "http://127.0.0.1:" + listening.getLocalPort() + "/v1";
    }

    /** All requests so far, in the order in which they came. */
    public List<ReceivedRequest> requests() {
        return List.copyOf(requests);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                open.add(socket);
                // Whoever comes while what is open is closed may be overlooked there.
                if (closing.getCount() == 0) socket.close();
                else threads.execute(() -> serve(socket));
            } catch (RejectedExecutionException closed) {
                return;
            } catch (IOException stopped) {
                if (!listening.isClosed()) throw new UncheckedIOException(stopped);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            ReceivedRequest request = read(new BufferedInputStream(socket.getInputStream()));
            next(request).take(request, new Wire(socket, closing));
        } catch (IOException hungUp) {
            // The client is gone, often because the reaction made it go: what it saw is the test's to check.
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private Reaction next(ReceivedRequest request) {
        synchronized (reactions) {
            requests.add(request);
            return reactions.size() > 1 ? reactions.remove(0) : reactions.get(0);
        }
    }

    private static ReceivedRequest read(InputStream in) throws IOException {
        String[] start = line(in).split(" ", 3);
        if (start.length < 3) throw new IOException("not the first line of a request");
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = Math.max(0, line.indexOf(':'));
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(Math.min(length, LONGEST_BODY)), StandardCharsets.UTF_8);
        return new ReceivedRequest(start[1], headers, body);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0 || line.size() > LONGEST_LINE) throw new IOException("no request came");
            if (octet != '\r') line.write(octet);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** Breaks off what is under way. */
    @Override
    public void close() {
        closing.countDown();
        try {
            listening.close();
            for (Socket socket : open) socket.close();
        } catch (IOException stuck) {
            throw new UncheckedIOException("The server could not be closed", stuck);
        } finally {
            threads.shutdownNow();
        }
    }
}
