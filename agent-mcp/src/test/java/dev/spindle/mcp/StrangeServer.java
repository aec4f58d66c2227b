package dev.spindle.mcp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spindle.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server over HTTP that answers what a test gives it, be it as strange as it may, with {@code ID} in the place of the request's id. */
final class StrangeServer implements AutoCloseable {
    static final String WORK = "{\"name\":\"work\",\"description\":\"Works\",\"inputSchema\":{\"type\":\"object\"}}";
    static final String DONE = "{\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}";

    /** How often a client has asked for the rest of a stream. */
    final AtomicInteger reopened = new AtomicInteger();

    /** What is answered when its tools are asked for. */
    volatile String list = answer("{\"tools\":[" + WORK + "]}");

    /** What is answered when a tool is called, and as what. */
    volatile String called = answer(DONE);

    volatile String type = "application/json";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer http;
    private volatile String pending = "";

    StrangeServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/", this::handle);
        http.start();
    }

    static String answer(String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":" + result + "}";
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/mcp");
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestMethod().equals("POST")) post(exchange);
            else if (exchange.getRequestMethod().equals("GET")) goOn(exchange);
            else exchange.sendResponseHeaders(405, -1);
        }
    }

    private void goOn(HttpExchange exchange) throws IOException {
        String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        if (last == null) {
            exchange.sendResponseHeaders(405, -1);
            return;
        }
        reopened.incrementAndGet();
        String event = last.equals("again") ? "id: again\ndata:\n\n" : "data: " + answer(DONE) + "\n\n";
        send(exchange, type, event.replace("ID", pending));
    }

    private void post(HttpExchange exchange) throws IOException {
        Json message = Json.parse(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String id = message.find("id").orElse(Json.NULL).text();
        switch (Fields.string(message, "method")) {
            case "initialize" ->
                send(
                        exchange,
                        "application/json",
                        answer("{\"protocolVersion\":\"2025-11-25\"}").replace("ID", id));
            case "tools/list" -> send(exchange, "application/json", list.replace("ID", id));
            case "tools/call" -> {
                pending = id;
                send(exchange, type, called.replace("ID", id));
            }
            case "server/discover" ->
                send(
                        exchange,
                        "application/json",
                        "{\"jsonrpc\":\"2.0\",\"id\":ID,\"error\":{\"code\":-32601,\"message\":\"no\"}}"
                                .replace("ID", id));
            default -> exchange.sendResponseHeaders(202, -1);
        }
    }

    private static void send(HttpExchange exchange, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
