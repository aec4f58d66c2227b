package dev.spindle.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.context.RunContext;
import dev.spindle.json.Json;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.message.Transcript;
import dev.spindle.tool.ToolResult;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers behind an address that are out to hang or to fill this program, or to learn what is not theirs. */
@Timeout(60)
class HostileHttpServerTest {
    private static final Json WORK = Fields.of("name", "work")
            .and("description", "Works")
            .and("inputSchema", Fields.of("type", "object"))
            .json();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch listed = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer http;
    private McpRegistry tools = McpRegistry.of(List.of());
    private Answering answering = (method, params) -> Fields.none();
    private String session = "";
    private boolean stateless;
    private Fields capabilities = Fields.none();
    private volatile String flood = "";

    /** What the server answers to requests other than those that begin a session. */
    private interface Answering {
        Fields answer(String method, Json params) throws InterruptedException;
    }

    @BeforeEach
    void listen() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/", this::handle);
        http.start();
    }

    @AfterEach
    void close() {
        over.countDown();
        tools.close();
        http.stop(0);
        threads.shutdownNow();
    }

    @Test
    void aSessionIdThatNoHeaderCanCarryShowsNoToolsAndStopsNobody() {
        session = "caf\u00e9 \u2028";
        open(McpSource.Terms.DEFAULT);

        assertThat(tools.list(Transcript.EMPTY)).isEmpty();
        assertThat(tools.failures().get("s")).contains("session");
    }

    @Test
    void longPlacesInAListWithoutEndAreNotAllKept() {
        answering = (method, params) ->
                Fields.of("tools", List.of()).and("nextCursor", "x".repeat(2_000_000) + asked.incrementAndGet());
        open(McpSource.Terms.DEFAULT.withBounds(McpSource.Bounds.DEFAULT.withAnswer(Duration.ofSeconds(40))));

        assertThat(tools.list(Transcript.EMPTY)).isEmpty();
        assertThat(asked.get()).isLessThan(30);
    }

    @Test
    void aServerThatTellsChangesLateIsAskedForItsToolsAgain() {
        stateless = true;
        capabilities = Fields.of("tools", Fields.of("listChanged", true));
        answering = (method, params) -> {
            asked.incrementAndGet();
            listed.countDown();
            return Fields.of("tools", List.of(WORK)).and("ttlMs", 3_600_000);
        };
        open(McpSource.Terms.DEFAULT);

        while (asked.get() < 2) assertThat(tools.list(Transcript.EMPTY)).hasSize(1);
    }

    @Test
    void aListThatDripsIsGivenUpWhenItsTimeIsUp() {
        answering = (method, params) -> {
            over.await(700, TimeUnit.MILLISECONDS);
            return Fields.of("tools", List.of(WORK)).and("nextCursor", String.valueOf(asked.incrementAndGet()));
        };
        // Enough for the session to begin, also where that takes long.
        open(McpSource.Terms.DEFAULT.withBounds(McpSource.Bounds.DEFAULT.withAnswer(Duration.ofSeconds(4))));

        assertThat(tools.list(Transcript.EMPTY)).isEmpty();
        assertThat(tools.failures().get("s")).contains("tools/list");
        assertThat(asked.get()).isLessThan(10);
    }

    @Test
    void questionsPutOffNoDeadlineOfACall() {
        stateless = true;
        answering = (method, params) -> {
            if (method.equals("tools/list")) return Fields.of("tools", List.of(WORK));
            over.await(300, TimeUnit.MILLISECONDS);
            asked.incrementAndGet();
            return Fields.of("resultType", "input_required").and("requestState", "on");
        };
        open(McpSource.Terms.DEFAULT.withBounds(McpSource.Bounds.DEFAULT.withCall(Duration.ofSeconds(1))));

        assertThat(call("{}").text()).contains("tools/call");
        assertThat(asked.get()).isLessThan(10);
    }

    @Test
    void ofAThousandQuestionsInOneAnswerAFewAreAsked() {
        stateless = true;
        Fields form = Fields.of("message", "Who?").and("requestedSchema", Fields.of("type", "object"));
        Fields questions = Fields.none();
        for (int count = 0; count < 1_000; count++)
            questions.and("q" + count, Fields.of("method", "elicitation/create").and("params", form));
        answering = (method, params) -> method.equals("tools/list")
                ? Fields.of("tools", List.of(WORK))
                : Fields.of("resultType", "input_required").and("inputRequests", questions);
        open(McpSource.Terms.DEFAULT.withAnswers(McpAnswers.NONE.withElicitor(question -> {
            asked.incrementAndGet();
            return McpAnswers.Elicited.decline();
        })));

        assertThat(call("{}").text()).contains("too many requests for one call");
        assertThat(asked.get()).isEqualTo(25);
    }

    @Test
    void aListOfResourcesWithoutEndIsCut() {
        answering = (method, params) -> Fields.of(
                method.equals("tools/list") ? "tools" : "resources",
                method.equals("resources/list")
                        ? java.util.Collections.nCopies(
                                200_000, Fields.of("uri", "a:b").json())
                        : List.of());
        open(McpSource.Terms.DEFAULT.withExtras(new McpSource.Extras(true, false)));

        ToolResult result = McpRegistryTest.call(tools, "s_mcp_list_resources", "{}");

        assertThat(result.parts()).hasSize(1_001);
        assertThat(result.text()).endsWith("199000 more parts are left out");
    }

    @Test
    void listingResourcesHearsThatItIsCancelled() throws Exception {
        CompletableFuture<Boolean> begun = new CompletableFuture<>();
        answering = (method, params) -> {
            if (method.equals("tools/list")) return Fields.of("tools", List.of());
            begun.complete(true);
            over.await(25, TimeUnit.SECONDS);
            return Fields.of("resources", List.of());
        };
        open(McpSource.Terms.DEFAULT.withExtras(new McpSource.Extras(true, false)));
        RunContext context = RunContext.of("r");
        var tool = tools.find("s_mcp_list_resources").orElseThrow();

        CompletableFuture<ToolResult> call =
                CompletableFuture.supplyAsync(() -> McpRegistryTest.invoke(tool, "{}", context, far -> {}));
        begun.get(20, TimeUnit.SECONDS);
        context.cancellation().cancel("enough");

        assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(CancelledException.class);
    }

    /** As a body, compressed to a thousandth, as one event, and as events without end that are none. */
    @ParameterizedTest
    @ValueSource(strings = {"body", "gzip", "event", "comments"})
    void aResultOfAHundredMegabytesIsNotTaken(String way) throws IOException {
        answering = (method, params) -> Fields.of("tools", List.of(WORK));
        open(McpSource.Terms.DEFAULT);
        tools.list(Transcript.EMPTY);
        flood = way;

        ToolResult result = call("{}");

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.text()).contains(way.equals("comments") ? "failed at tools/call" : " 16777216 bytes");
    }

    @Test
    void aTokenThatNoHeaderCanCarryIsInNoMessage() {
        assertThatThrownBy(() -> new McpSource.Http(uri(), Map.of("X-Api-Key", "very-secret-\u00fc")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The header X-Api-Key cannot be sent")
                .hasMessageNotContaining("very");
    }

    @Test
    void aTokenThatIsEchoedIsInNoResultAndNoError() {
        String token = "sk-very\"secret/4711+x";
        answering = (method, params) -> method.equals("tools/list")
                ? Fields.of(
                        "tools",
                        List.of(Fields.of("name", "work")
                                .and("description", "for " + token)
                                .and("inputSchema", Fields.of("type", "object"))
                                .json()))
                : Fields.of(
                        "content",
                        List.of(Fields.of("type", "text")
                                .and("text", echoes(token))
                                .json()));
        open(new McpSource(
                "s",
                new McpSource.Http(
                        URI.create(uri() + "?api_key=query-key-0815"), Map.of("Authorization", "Bearer " + token)),
                McpSource.Terms.DEFAULT));

        String told = call("{}").text();
        String described = tools.find("s_work").orElseThrow().spec().description();

        assertThat(told).contains("[secret]").doesNotContain("4711", "NDcxM", "secret/", "0815");
        assertThat(described).contains("for [secret]").doesNotContain("4711");
    }

    private static String echoes(String token) {
        String base64 = java.util.Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8));
        String url = java.net.URLEncoder.encode(token, StandardCharsets.UTF_8);
        return "Bearer " + token + ", " + base64 + ", " + url + ", query-key-0815, "
                + Json.of(token).text();
    }

    private ToolResult call(String arguments) {
        return McpRegistryTest.call(tools, "s_work", arguments);
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/mcp");
    }

    private void open(McpSource.Terms terms) {
        open(new McpSource("s", new McpSource.Http(uri(), Map.of()), terms));
    }

    private void open(McpSource source) {
        tools = McpRegistry.of(source);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestMethod().equals("POST")) post(exchange);
            else exchange.sendResponseHeaders(405, -1);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void post(HttpExchange exchange) throws IOException, InterruptedException {
        Json message = Json.parse(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Json id = message.find("id").orElse(Json.NULL);
        if (!flood.isEmpty()) {
            flood(exchange, flood);
            return;
        }
        switch (Fields.string(message, "method")) {
            case "server/discover" -> {
                Fields known = Fields.of("supportedVersions", List.of(Versions.STATELESS));
                if (stateless) result(exchange, id, known.and("capabilities", capabilities));
                else HttpAnswer.send(exchange, 200, new Message.Failure(id, Message.RpcError.of(-32601, "no")));
            }
            case "initialize" -> {
                if (!session.isEmpty())
                    exchange.getResponseHeaders()
                            .set(
                                    "Mcp-Session-Id",
                                    new String(session.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
                result(exchange, id, Fields.of("protocolVersion", "2025-11-25"));
            }
            case "notifications/initialized" -> exchange.sendResponseHeaders(202, -1);
            case Versions.LISTEN -> acknowledgeLate(exchange);
            default ->
                result(
                        exchange,
                        id,
                        answering.answer(Fields.string(message, "method"), Fields.object(message, "params")));
        }
    }

    /** Says that it tells changes when the client has given up waiting for that, and has asked for the tools. */
    private void acknowledgeLate(HttpExchange exchange) throws IOException, InterruptedException {
        listed.await();
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        Fields said = Fields.of("jsonrpc", "2.0").and("method", Versions.LISTENS);
        exchange.getResponseBody()
                .write(ascii("data: " + said.and("params", Fields.none()).json().text() + "\n\n"));
        exchange.getResponseBody().flush();
        over.await();
    }

    private static void flood(HttpExchange exchange, String way) throws IOException {
        boolean stream = !way.equals("body") && !way.equals("gzip");
        exchange.getResponseHeaders().set("Content-Type", stream ? "text/event-stream" : "application/json");
        if (way.equals("gzip")) exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        exchange.sendResponseHeaders(200, 0);
        OutputStream plain = exchange.getResponseBody();
        try (OutputStream out = way.equals("gzip") ? new GZIPOutputStream(plain) : plain) {
            out.write(ascii(stream ? "data: {\"x\":\"" : "{\"x\":\""));
            byte[] megabyte = ascii((way.equals("comments") ? "\n: nothing" : "xxxxxxxxxx").repeat(100_000));
            for (int count = 0; count < 100; count++) out.write(megabyte);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void result(HttpExchange exchange, Json id, Fields result) throws IOException {
        HttpAnswer.send(exchange, 200, new Message.Result(id, result.json()));
    }
}
