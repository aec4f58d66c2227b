package dev.spindle.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spindle.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Serves recorded answers, each at {@code /r/ID/v1/chat/completions}. */
final class RecordingServer implements AutoCloseable {
    private final Map<String, Json> recordings;
    private final HttpServer server;

    RecordingServer(Map<String, Json> recordings) throws IOException {
        this.recordings = recordings;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/r/", this::answer);
        server.start();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            Json recording = recordings.get(exchange.getRequestURI().getPath().split("/", 4)[2]);
            Json headers = recording.get("headers");
            for (String name : headers.names()) {
                if (!name.equals("transfer-encoding"))
                    exchange.getResponseHeaders().set(name, headers.get(name).string());
            }
            Json body = recording.find("sse").orElseGet(() -> recording.get("responseBody"));
            byte[] bytes = body.string().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(
                    (int) recording.get("status").integer(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
