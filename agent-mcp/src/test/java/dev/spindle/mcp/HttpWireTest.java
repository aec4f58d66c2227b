package dev.spindle.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spindle.json.Json;
import dev.spindle.message.Transcript;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The generation with sessions, over HTTP, with servers that forget, break off and talk too much. */
class HttpWireTest {
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer http;
    private McpRegistry tools;
    private String mode = "";
    private String session = "one";

    @BeforeEach
    void listen() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/", this::handle);
        http.start();
        tools = registry(McpSource.Bounds.DEFAULT);
    }

    private McpRegistry registry(McpSource.Bounds bounds) {
        URI uri = URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/mcp");
        McpSource.Terms terms = McpSource.Terms.DEFAULT.withBounds(bounds.withMaxMessageBytes(1 << 20));
        return McpRegistry.of(new McpSource("s", new McpSource.Http(uri, Map.of("Authorization", "Bearer t")), terms));
    }

    @AfterEach
    void close() {
        tools.close();
        http.stop(0);
        threads.shutdownNow();
    }

    @Test
    void aSessionThatTheServerForgotIsBegunAnewWithoutTheCallerNoticing() {
        assertThat(call()).isEqualTo("called in one");

        session = "two";

        assertThat(call()).isEqualTo("called in two");
        assertThat(heard).filteredOn("initialize"::equals).hasSize(2);
    }

    @Test
    void aStreamThatBrokeIsReadOnFromItsLastEvent() {
        mode = "broken";

        assertThat(call()).isEqualTo("called in one");
        assertThat(heard).contains("GET after 7");
    }

    @Test
    void aStreamThatBrokeAndCannotBeReadOnIsAToolError() {
        mode = "lost";

        assertThat(call())
                .contains("failed at tools/call: the stream ended before the answer")
                .endsWith("Whether the call took effect is not known; find out before you repeat it.");
    }

    @Test
    void anAnswerThatIsTooLongIsAToolError() {
        tools.list(Transcript.EMPTY);
        mode = "flood";

        assertThat(call()).contains("a message of more than 1048576 bytes");
    }

    @Test
    void anAnswerToSomethingElseIsAToolError() {
        tools.list(Transcript.EMPTY);
        mode = "stray";

        assertThat(call()).contains("answered tools/call with HTTP status 200 and no message of the protocol");
    }

    @Test
    void aStreamThatSaysNothingForEverIsGivenUp() {
        tools.close();
        tools = registry(McpSource.Bounds.DEFAULT.withCall(Duration.ofMillis(700)));
        tools.list(Transcript.EMPTY);
        mode = "quiet";

        assertThat(call()).contains("failed at tools/call");
    }

    @Test
    void aServerThatWantsAnotherTokenIsSaidToWantOne() {
        mode = "locked";

        assertThat(tools.list(Transcript.EMPTY)).isEmpty();
        assertThat(tools.failures().get("s")).contains("HTTP status 401", "it wants a token");
    }

    private String call() {
        return McpRegistryTest.call(tools, "s_work", "{}").text();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (mode.equals("locked")) exchange.sendResponseHeaders(401, -1);
            else if (exchange.getRequestMethod().equals("GET")) resume(exchange);
            else if (exchange.getRequestMethod().equals("POST")) post(exchange);
            else exchange.sendResponseHeaders(405, -1);
        }
    }

    private void resume(HttpExchange exchange) throws IOException {
        String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        heard.add("GET after " + last);
        if (last == null) exchange.sendResponseHeaders(405, -1);
        else stream(exchange, "id: 8\ndata: " + answer(Json.of(last), worked()) + "\n\n");
    }

    private Json pending = Json.NULL;

    private void post(HttpExchange exchange) throws IOException {
        Json message = Json.parse(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String method = Fields.string(message, "method");
        Json id = message.find("id").orElse(Json.NULL);
        heard.add(method);
        boolean begins = method.equals("initialize") || method.equals("server/discover");
        if (!begins && !session.equals(exchange.getRequestHeaders().getFirst("Mcp-Session-Id"))) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        switch (method) {
            case "initialize" -> {
                exchange.getResponseHeaders().set("Mcp-Session-Id", session);
                json(
                        exchange,
                        answer(id, Fields.of("protocolVersion", "2025-11-25").and("capabilities", Map.of())));
            }
            case "tools/list" -> json(exchange, answer(id, Fields.of("tools", List.of(tool()))));
            case "tools/call" -> called(exchange, id);
            case "server/discover" ->
                json(
                        exchange,
                        new Message.Failure(id, Message.RpcError.of(-32601, "no"))
                                .json()
                                .text());
            default -> exchange.sendResponseHeaders(202, -1);
        }
    }

    private void called(HttpExchange exchange, Json id) throws IOException {
        pending = id;
        switch (mode) {
            case "broken" -> stream(exchange, "id: 7\nretry: 10\ndata:\n\n");
            case "lost" -> stream(exchange, "retry: 10\ndata:\n\n");
            case "stray" -> json(exchange, answer(Json.of(987_654), worked()));
            case "quiet" -> quiet(exchange);
            case "flood" -> json(exchange, answer(id, Fields.of("content", "x".repeat(2 << 20))));
            default -> json(exchange, answer(id, worked()));
        }
    }

    /** Comments, for as long as somebody listens. */
    private static void quiet(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        byte[] comment = ": still here\n\n".getBytes(StandardCharsets.UTF_8);
        while (true) {
            exchange.getResponseBody().write(comment);
            exchange.getResponseBody().flush();
        }
    }

    private Fields worked() {
        return Fields.of("content", List.of(ContentBlocks.text("called in " + session)));
    }

    private static Json tool() {
        return Fields.of("name", "work")
                .and("description", "Works")
                .and("inputSchema", Fields.of("type", "object"))
                .json();
    }

    private String answer(Json id, Fields result) {
        return new Message.Result(id.isString() ? pending : id, result.json())
                .json()
                .text();
    }

    private static void json(HttpExchange exchange, String text) throws IOException {
        HttpAnswer.send(exchange, 200, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void stream(HttpExchange exchange, String events) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(events.getBytes(StandardCharsets.UTF_8));
    }
}
