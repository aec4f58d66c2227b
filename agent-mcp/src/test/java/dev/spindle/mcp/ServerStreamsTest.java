package dev.spindle.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.http.SseStream;
import dev.spindle.json.Json;
import dev.spindle.message.Transcript;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolRegistry;
import dev.spindle.tool.ToolResult;
import dev.spindle.tool.ToolSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server says unasked, and to clients that went and came back. */
class ServerStreamsTest {
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":{},\"_meta\":{\"progressToken\":1}}}";

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<ToolFunction> tools = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> work = new CompletableFuture<>();
    private McpServer server;
    private URI uri;

    @BeforeEach
    void listen() throws IOException {
        tools.add(tool("away", call -> {
            caller(call).letGo();
            return ToolResult.text(work.get());
        }));
        tools.add(tool("told", call -> {
            caller(call).progress(1, 2, "half");
            return ToolResult.text(work.get());
        }));
        server = McpServer.builder("test", "1").tools(new Changing()).build();
        McpServer.Listening listening = server.listen(0);
        opened.add(listening);
        uri = listening.uri();
    }

    @AfterEach
    void close() throws Exception {
        work.complete("too late");
        for (AutoCloseable each : opened) each.close();
    }

    // What is not heard is learned after a minute.
    @Test
    @Timeout(30)
    void aClientOfTheNewestGenerationHearsThatToolsHaveChanged() {
        McpRegistry client = McpRegistry.of(McpSource.http("s", uri));
        opened.add(0, client);
        assertThat(client.find("s_late")).isEmpty();

        tools.add(tool("late", call -> ToolResult.text("here")));
        server.toolsChanged();
        while (client.find("s_late").isEmpty()) Thread.onSpinWait();

        assertThat(McpRegistryTest.call(client, "s_late", "{}").text()).isEqualTo("here");
    }

    @Test
    void aSubscriptionIsAcknowledgedFirstAndHearsOnlyWhatItWants() throws IOException {
        String wanted =
                "{\"jsonrpc\":\"2.0\",\"id\":\"l\",\"method\":\"subscriptions/listen\",\"params\":{\"notifications\":{\"resourceSubscriptions\":[\"a:b\"]},"
                        + "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}}}";
        HttpURLConnection connection =
                post(wanted, Map.of("MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "subscriptions/listen"));
        SseStream stream = SseStream.of(connection.getInputStream());
        Json first = message(stream);

        server.toolsChanged();
        server.resourceChanged("x:y");
        server.resourceChanged("a:b");
        Json second = message(stream);

        assertThat(first.get("method").string()).isEqualTo("notifications/subscriptions/acknowledged");
        assertThat(first.get("params").get("notifications").text()).isEqualTo("{\"resourceSubscriptions\":[\"a:b\"]}");
        assertThat(second.get("method").string()).isEqualTo("notifications/resources/updated");
        assertThat(second.get("params").get("_meta").text())
                .isEqualTo("{\"io.modelcontextprotocol/subscriptionId\":\"l\"}");
    }

    @Test
    void aClientWithASessionHearsOfChangesOnItsOwnStream() throws IOException {
        String session = session();
        post(
                        "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"resources/subscribe\",\"params\":{\"uri\":\"a:b\"}}",
                        Map.of("Mcp-Session-Id", session))
                .getInputStream()
                .close();
        SseStream stream = SseStream.of(get(session, "").getInputStream());

        server.resourceChanged("x:y");
        server.resourceChanged("a:b");
        Json updated = message(stream);
        server.promptsChanged();
        Json prompts = message(stream);

        assertThat(updated.get("params").get("uri").string()).isEqualTo("a:b");
        assertThat(prompts.get("method").string()).isEqualTo("notifications/prompts/list_changed");
    }

    @Test
    void aClientWithoutASessionHasNoStreamOfItsOwn() throws IOException {
        assertThat(get("", "").getResponseCode()).isEqualTo(405);
        assertThat(get("unknown", "").getResponseCode()).isEqualTo(404);
    }

    @Test
    void aClientThatIsLetGoComesBackForTheAnswer() throws IOException {
        String session = session();
        SseStream first = SseStream.of(
                post(CALL.formatted("away"), Map.of("Mcp-Session-Id", session)).getInputStream());
        assertThat(first.next()).satisfies(event -> assertThat(event.data()).isEmpty());
        assertThat(first.next()).isNull();

        work.complete("done meanwhile");
        Json answer = message(SseStream.of(get(session, first.lastEventId()).getInputStream()));

        assertThat(answer.get("id").integer()).isEqualTo(7);
        assertThat(answer.text()).contains("done meanwhile");
    }

    @Test
    void aClientWhoseConnectionBrokeHearsWhatItMissed() throws IOException {
        String session = session();
        HttpURLConnection broken = post(CALL.formatted("told"), Map.of("Mcp-Session-Id", session));
        SseStream first = SseStream.of(broken.getInputStream());
        String begin = first.next().lastEventId();
        broken.disconnect();

        SseStream second = SseStream.of(get(session, begin).getInputStream());
        work.complete("done meanwhile");

        assertThat(message(second).get("id").integer()).isEqualTo(7);
        assertThat(get(session, "nobody-1").getResponseCode()).isEqualTo(400);
        assertThat(get(session, "99").getResponseCode()).isEqualTo(400);
    }

    @Test
    void aClientAtAPipeHearsOfChanges() throws Exception {
        PipedOutputStream toServer = new PipedOutputStream();
        PipedInputStream serverIn = new PipedInputStream(toServer);
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Thread serving = new Thread(() -> serve(serverIn, new LineSink(lines)));
        serving.start();

        toServer.write((initialize() + "\n").getBytes(StandardCharsets.UTF_8));
        toServer.flush();
        String answer = lines.take();
        server.toolsChanged();
        String change = lines.take();
        toServer.close();
        serving.join();

        assertThat(answer).contains("\"listChanged\":true");
        assertThat(change).isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}");
    }

    private void serve(PipedInputStream in, OutputStream out) {
        try {
            server.serve(in, out);
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }

    /** Takes what is written as lines. */
    private static final class LineSink extends ByteArrayOutputStream {
        private final BlockingQueue<String> lines;

        private LineSink(BlockingQueue<String> lines) {
            this.lines = lines;
        }

        @Override
        public synchronized void flush() {
            lines.add(toString(StandardCharsets.UTF_8).strip());
            reset();
        }
    }

    private static String initialize() {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                + "\"clientInfo\":{\"name\":\"c\",\"version\":\"1\"}}}";
    }

    private String session() throws IOException {
        HttpURLConnection connection = post(initialize(), Map.of());
        connection.getInputStream().close();
        return connection.getHeaderField("Mcp-Session-Id");
    }

    private HttpURLConnection post(String body, Map<String, String> headers) throws IOException {
        HttpURLConnection connection = open("POST", headers);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setDoOutput(true);
        connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        return connection;
    }

    private HttpURLConnection get(String session, String last) throws IOException {
        HttpURLConnection connection = open("GET", Map.of());
        if (!session.isEmpty()) connection.setRequestProperty("Mcp-Session-Id", session);
        if (!last.isEmpty()) connection.setRequestProperty("Last-Event-ID", last);
        return connection;
    }

    private HttpURLConnection open(String method, Map<String, String> headers) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setReadTimeout(30_000);
        connection.setRequestProperty("Accept", "application/json, text/event-stream");
        headers.forEach(connection::setRequestProperty);
        return connection;
    }

    /** The next message of a stream, past progress and events without one. */
    private static Json message(SseStream stream) throws IOException {
        for (SseStream.Event event = stream.next(); event != null; event = stream.next()) {
            if (!event.data().isEmpty() && !event.data().contains("notifications/progress"))
                return Json.parse(event.data());
        }
        throw new AssertionError("the stream ended");
    }

    private static McpCaller caller(ToolInvocation call) {
        return McpCaller.find(call.context()).orElseThrow();
    }

    private static ToolFunction tool(String name, ToolInvocation.Handler handler) {
        return ToolFunction.of(
                ToolSpec.of(name, "Does " + name, Json.parse("{\"type\":\"object\"}"), Effect.READ), handler);
    }

    private final class Changing implements ToolRegistry {
        @Override
        public Optional<ToolFunction> find(String name) {
            return tools.stream()
                    .filter(tool -> tool.spec().name().equals(name))
                    .findFirst();
        }

        @Override
        public List<ToolSpec> list(Transcript transcript) {
            return tools.stream().map(ToolFunction::spec).toList();
        }
    }
}
