package dev.spindle.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spindle.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells those on this machine how a worker is: 200 if it takes runs, 503 if it cannot or is drained. */
final class Health implements AutoCloseable {
    /** Another name would be that of a page that had itself resolved to this machine. */
    private static final Pattern OURSELVES = Pattern.compile("(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d{1,5})?");

    private final @Nullable HttpServer server;
    private final Supplier<Told> worker;

    private Health(@Nullable HttpServer server, Supplier<Told> worker) {
        this.server = server;
        this.worker = worker;
    }

    /** What is told: whether it takes runs, and more. */
    record Told(boolean isWell, Json more) {}

    /**
     * Begins to tell.
     *
     * @param port null to tell nobody
     * @throws UsageException if somebody else has the port
     */
    static Health open(@Nullable Integer port, Supplier<Told> worker) {
        if (port == null) return new Health(null, worker);
        try {
            HttpServer server = HttpServer.create(
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 0);
            Health health = new Health(server, worker);
            server.createContext("/health", health::answer);
            server.start();
            return health;
        } catch (IOException | IllegalArgumentException taken) {
            throw new UsageException("--health " + port + " cannot be listened at: " + taken.getMessage());
        }
    }

    /** Where it tells, for a person. */
    String words() {
        return server == null
                ? ""
                : ", health at http://127.0.0.1:" + server.getAddress().getPort() + "/health";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String host = exchange.getRequestHeaders().getFirst("Host");
            if (host == null || !OURSELVES.matcher(host).matches()) {
                exchange.sendResponseHeaders(421, -1);
                return;
            }
            Told told = worker.get();
            byte[] body = told.more().text().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(told.isWell() ? 200 : 503, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        if (server != null) server.stop(0);
    }
}
