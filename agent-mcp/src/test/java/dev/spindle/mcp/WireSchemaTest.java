package dev.spindle.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spindle.http.SseStream;
import dev.spindle.json.Json;
import dev.spindle.json.SchemaValidator;
import dev.spindle.mcp.McpAnswers.Elicited;
import dev.spindle.mcp.McpAnswers.Sampled;
import dev.spindle.mcp.McpCaller.Question;
import dev.spindle.message.Transcript;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolRegistry;
import dev.spindle.tool.ToolResult;
import dev.spindle.tool.ToolSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each message that this program's client and its server say to one another fits the published schema of its version. */
class WireSchemaTest {
    private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    private final List<String> checked = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, String> asked = Collections.synchronizedMap(new HashMap<>());
    private final Map<String, SchemaValidator> validators = new HashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private McpServer.Listening server;
    private HttpServer between;
    private String version = "";
    private Json schema = Json.EMPTY_OBJECT;

    @BeforeEach
    void listen() throws IOException {
        server = McpServer.builder("test", "1")
                .instructions("Be kind.")
                .tools(ToolRegistry.of(tools()))
                .library(new ConformanceServer.Library())
                .build()
                .listen(0);
        between = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        between.setExecutor(threads);
        between.createContext("/", this::pass);
        between.start();
    }

    @AfterEach
    void close() {
        between.stop(0);
        threads.shutdownNow();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"})
    void everyMessageFitsTheSchemaOfItsVersion(String each) throws IOException {
        String corpus = System.getProperty("spindle.corpus", "");
        if (corpus.isEmpty()) {
            System.out.println("Schemas of MCP left out: the property spindle.corpus is not set");
            return;
        }
        version = each;
        schema = Json.parse(Files.readString(Path.of(corpus, "mcp-messages", "schema", each + ".json")));

        try (McpRegistry client = McpRegistry.of(source())) {
            client.list(Transcript.EMPTY);
            for (String call : List.of("text", "ask", "sample", "fail", "boom"))
                McpRegistryTest.call(client, "s_" + call, "{}");
            McpRegistryTest.call(client, "s_mcp_list_resources", "{}");
            McpRegistryTest.call(client, "s_mcp_list_prompts", "{}");
            McpRegistryTest.call(client, "s_mcp_read_resource", "{\"uri\":\"test://static-text\"}");
            McpRegistryTest.call(client, "s_mcp_read_resource", "{\"uri\":\"test://none\"}");
            McpRegistryTest.call(client, "s_mcp_get_prompt", "{\"name\":\"test_simple_prompt\"}");
        }

        assertThat(wrong).isEmpty();
        assertThat(checked)
                .contains("tools/list", "tools/call", "resources/read", "prompts/get", "notifications/progress");
        assertThat(checked).contains(isNewest() ? "server/discover" : "sampling/createMessage");
        boolean elicits = !isNewest() && !version.equals("2025-03-26");
        assertThat(checked.contains("elicitation/create")).isEqualTo(elicits);
        check(Json.parse("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":5}}"), "Client");
        assertThat(wrong).isNotEmpty();
    }

    private McpSource source() {
        McpAnswers answers = McpAnswers.NONE
                .withElicitor(question -> Elicited.accept(Json.parse("{\"name\":\"Ann\"}")))
                .withRoots(new McpAnswers.Root(URI.create("file:///srv"), "srv"))
                .withSampler(request -> java.util.Optional.of(new Sampled("m", "Paris")));
        URI uri = URI.create("http://127.0.0.1:" + between.getAddress().getPort() + "/mcp");
        return McpSource.http("s", uri)
                .withTerms(McpSource.Terms.DEFAULT
                        .withAnswers(answers)
                        .withBounds(McpSource.Bounds.DEFAULT.withCall(Duration.ofSeconds(20)))
                        .withExtras(new McpSource.Extras(true, true))
                        .withTrace(context ->
                                Map.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")));
    }

    private static List<ToolFunction> tools() {
        return List.of(
                tool("text", call -> {
                    McpCaller.find(call.context()).orElseThrow().log("warning", "careful");
                    call.progress().accept("half");
                    return ToolResult.text("done");
                }),
                tool(
                        "ask",
                        call -> asked(
                                call,
                                Question.form(
                                        "Who?",
                                        Json.parse(
                                                "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}},\"required\":[\"name\"]}")))),
                tool("sample", call -> asked(call, Question.sampling("The capital of France?", 10))),
                tool("fail", call -> ToolResult.failed("no luck")),
                tool("boom", call -> {
                    throw new IllegalStateException("boom");
                }));
    }

    private static ToolResult asked(ToolInvocation call, Question question) {
        return ToolResult.text(
                McpCaller.find(call.context()).orElseThrow().ask("q", question).text());
    }

    private static ToolFunction tool(String name, ToolInvocation.Handler handler) {
        return ToolFunction.of(
                ToolSpec.of(name, "Does " + name, Json.parse("{\"type\":\"object\"}"), Effect.READ), handler);
    }

    private boolean isNewest() {
        return version.equals(Versions.STATELESS);
    }

    /** Stands between client and server, looks at what passes, and knows no newer version than the one that is looked at. */
    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String text = new String(body, StandardCharsets.UTF_8);
            if (!isNewest() && text.contains("\"server/discover\"")) {
                exchange.sendResponseHeaders(400, -1);
                return;
            }
            if (!isNewest())
                text = text.replace("\"protocolVersion\":\"2025-11-25\"", "\"protocolVersion\":\"" + version + "\"");
            if (!text.isEmpty()) check(Json.parse(text), "Client");
            HttpURLConnection onward = (HttpURLConnection) server.uri().toURL().openConnection();
            onward.setRequestMethod(exchange.getRequestMethod());
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (name.toLowerCase(java.util.Locale.ROOT).matches("mcp-.*|accept|content-type|last-event-id"))
                    onward.setRequestProperty(name, values.get(0));
            });
            if (!text.isEmpty()) {
                onward.setDoOutput(true);
                onward.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            }
            answer(exchange, onward);
        }
    }

    private void answer(HttpExchange exchange, HttpURLConnection onward) throws IOException {
        int status = onward.getResponseCode();
        String type = String.valueOf(onward.getContentType());
        for (String header : List.of("Mcp-Session-Id", "Content-Type"))
            if (onward.getHeaderField(header) != null)
                exchange.getResponseHeaders().set(header, onward.getHeaderField(header));
        if (type.startsWith("text/event-stream")) {
            exchange.sendResponseHeaders(status, 0);
            SseStream events = SseStream.of(onward.getInputStream());
            for (SseStream.Event event = events.next(); event != null; event = events.next()) {
                if (!event.data().isEmpty()) check(Json.parse(event.data()), "Server");
                String id = event.lastEventId().isEmpty() ? "" : "id: " + event.lastEventId() + "\n";
                exchange.getResponseBody()
                        .write((id + "data: " + event.data() + "\n\n").getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
            }
            return;
        }
        byte[] body = (status < 400 ? onward.getInputStream() : errors(onward)).readAllBytes();
        if (body.length > 0) check(Json.parse(new String(body, StandardCharsets.UTF_8)), "Server");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private static java.io.InputStream errors(HttpURLConnection onward) {
        return onward.getErrorStream() == null ? new ByteArrayInputStream(new byte[0]) : onward.getErrorStream();
    }

    private void check(Json message, String side) {
        check(message, side, "JSONRPCMessage");
        String method = Fields.string(message, "method");
        if (!method.isEmpty()) {
            boolean request = message.find("id").isPresent();
            if (request) asked.put(side + message.get("id").text(), method);
            checked.add(method);
            check(message, side, side + (request ? "Request" : "Notification"));
        } else if (message.find("result").isPresent()) {
            String other = side.equals("Client") ? "Server" : "Client";
            check(
                    message.get("result"),
                    side,
                    result(asked.getOrDefault(other + message.get("id").text(), ""), message.get("result"), side));
        }
    }

    private static String result(String method, Json result, String side) {
        if ("input_required".equals(Fields.string(result, "resultType"))) return "InputRequiredResult";
        return switch (method) {
            case "initialize" -> "InitializeResult";
            case "server/discover" -> "DiscoverResult";
            case "tools/list" -> "ListToolsResult";
            case "tools/call" -> "CallToolResult";
            case "resources/list" -> "ListResourcesResult";
            case "resources/templates/list" -> "ListResourceTemplatesResult";
            case "resources/read" -> "ReadResourceResult";
            case "prompts/list" -> "ListPromptsResult";
            case "prompts/get" -> "GetPromptResult";
            case "elicitation/create" -> "ElicitResult";
            case "sampling/createMessage" -> "CreateMessageResult";
            case "roots/list" -> "ListRootsResult";
            case "subscriptions/listen" -> "SubscriptionsListenResult";
            default -> side + "Result";
        };
    }

    private synchronized void check(Json json, String side, String definition) {
        String place = schema.find("$defs").isPresent() ? "#/$defs/" : "#/definitions/";
        if (schema.find(place.substring(2, place.length() - 1))
                .orElseThrow()
                .find(definition)
                .isEmpty()) {
            wrong.add(side + " says what the version does not have, " + definition + ": " + json.text());
            return;
        }
        SchemaValidator validator = validators.computeIfAbsent(
                definition,
                each -> SchemaValidator.of(
                        Fields.of(schema).and("$ref", place + each).json()));
        validator.check(json).stream()
                .findFirst()
                .ifPresent(flaw -> wrong.add(side + " " + definition + ": " + flaw.message() + " in " + json.text()));
    }
}
