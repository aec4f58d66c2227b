package dev.spindle.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.spindle.Agent;
import dev.spindle.journal.InMemoryJournal;
import dev.spindle.json.Json;
import dev.spindle.mcp.McpAnswers.Elicited;
import dev.spindle.mcp.McpCaller.Question;
import dev.spindle.message.Transcript;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolRegistry;
import dev.spindle.tool.ToolResult;
import dev.spindle.tool.ToolSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** This program's server, asked by this program's client and by hand. */
class McpServerTest {
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) each.close();
    }

    @Test
    void aToolIsCalledOverHttpInTheNewestGeneration() throws IOException {
        McpRegistry tools = client(listening(server()), McpAnswers.NONE);

        ToolResult result = McpRegistryTest.call(tools, "s_greet", "{\"name\":\"Ann\"}");

        assertThat(result.text()).isEqualTo("Hello, Ann!");
        assertThat(tools.list(Transcript.EMPTY)).extracting(ToolSpec::name).contains("s_greet", "s_ask", "s_boom");
    }

    @Test
    void whatAToolThrowsIsAFailureInItsResult() throws IOException {
        McpRegistry tools = client(listening(server()), McpAnswers.NONE);

        assertThat(McpRegistryTest.call(tools, "s_boom", "{}").text()).isEqualTo("IllegalStateException: no luck");
    }

    @Test
    void aQuestionEndsARequestAndItsAnswerBeginsTheNext() throws IOException {
        McpAnswers answers =
                McpAnswers.NONE.withElicitor(question -> Elicited.accept(Json.parse("{\"color\":\"blue\"}")));
        McpRegistry tools = client(listening(server()), answers);

        assertThat(McpRegistryTest.call(tools, "s_ask", "{}").text()).contains("\"color\":\"blue\"");
    }

    @Test
    void aClientThatCannotBeAskedIsToldWhatItLacks() throws IOException {
        McpRegistry tools = client(listening(server()), McpAnswers.NONE);

        assertThat(McpRegistryTest.call(tools, "s_ask", "{}").text())
                .contains("error (-32021): the client has not declared the capability 'elicitation'");
    }

    @Test
    void aRunThatWaitsForApprovalAsksThePersonAtTheClientAndGoesOn() throws IOException {
        List<String> questions = new ArrayList<>();
        McpAnswers answers = McpAnswers.NONE.withElicitor(question -> {
            questions.add(question.message());
            return Elicited.accept(Json.parse("{\"approve\":true}"));
        });
        Payments payments = new Payments();
        McpRegistry tools = client(
                listening(McpServer.builder("pay", "1")
                        .agent(payer(payments), "pay", "Pays")
                        .build()),
                answers);

        ToolResult result = McpRegistryTest.call(tools, "s_pay", "{\"request\":\"Pay Bob\"}");

        assertThat(result.text()).isEqualTo("Paid.");
        assertThat(payments.made).containsExactly("Bob");
        assertThat(questions).singleElement().asString().isEqualTo("Run wire with {\"to\":\"Bob\"}?");
    }

    @Test
    void aRunThatWaitsIsNamedToAClientThatCannotAsk() throws IOException {
        Payments payments = new Payments();
        McpRegistry tools = client(
                listening(McpServer.builder("pay", "1")
                        .agent(payer(payments), "pay", "Pays")
                        .build()),
                McpAnswers.NONE);

        assertThat(McpRegistryTest.call(tools, "s_pay", "{\"request\":\"Pay Bob\"}")
                        .text())
                .startsWith(
                        "It waits for a person's approval of wire, and this client cannot ask one. Decide about run mcp-");
        assertThat(payments.made).isEmpty();
    }

    @Test
    void aStateThatWasTamperedWithIsRefused() throws Exception {
        McpServer server = server();
        Json first = stateless(server, "{\"name\":\"ask\",\"arguments\":{}");
        String state = first.get("result").get("requestState").string();

        Json forged =
                stateless(server, "{\"name\":\"ask\",\"arguments\":{},\"requestState\":\"" + state.substring(1) + "\"");
        Json elsewhere = stateless(
                server, "{\"name\":\"greet\",\"arguments\":{\"name\":\"x\"},\"requestState\":\"" + state + "\"");

        assertThat(forged.get("error").get("message").string()).startsWith("requestState is refused");
        assertThat(elsewhere.get("error").get("message").string())
                .startsWith("requestState is refused: it was changed, or belongs to another");
    }

    @Test
    void aClientOfTheOtherGenerationIsServedOverAPipe() throws IOException {
        String answers = pipe(
                server(),
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},\"clientInfo\":{\"name\":\"c\",\"version\":\"1\"}}}",
                "no message",
                "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"server/unknown\"}");

        assertThat(answers)
                .contains(
                        "\"protocolVersion\":\"2025-06-18\"",
                        "\"code\":-32700",
                        "{\"jsonrpc\":\"2.0\",\"id\":2,\"error\":{\"code\":-32601");
    }

    @Test
    void onlyWhoNamesThisMachineIsHeard() throws IOException {
        URI uri = listening(server()).uri();

        assertThat(status(uri, "Host: evil.example\r\n")).contains(" 403 ");
        assertThat(status(uri, "Host: localhost\r\nOrigin: https://evil.example\r\n"))
                .contains(" 403 ");
        assertThat(status(uri, "Host: localhost\r\nOrigin: http://localhost:3000\r\n"))
                .contains(" 400 ");
    }

    @Test
    void aServerWithATokenHearsNobodyWithoutIt() throws IOException {
        URI uri = listening(McpServer.builder("t", "1").token("secret").build()).uri();

        assertThat(status(uri, "Host: localhost\r\n")).contains(" 401 ");
        assertThat(status(uri, "Host: localhost\r\nAuthorization: Bearer secret\r\n"))
                .contains(" 400 ");
    }

    @Test
    void aServerWithoutATokenStaysOnThisMachine() {
        assertThatThrownBy(() -> server().listen(new InetSocketAddress("0.0.0.0", 0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith("can be reached from elsewhere; set Builder.token, or use the loopback address");
    }

    @Test
    void aRedirectDoesNotTakeTheTokenElsewhere() throws IOException {
        CompletableFuture<String> elsewhere = new CompletableFuture<>();
        HttpServer other = http(exchange -> elsewhere.complete("came"));
        HttpServer redirecting = http(exchange -> {
            exchange.getResponseHeaders()
                    .set("Location", "http://127.0.0.1:" + other.getAddress().getPort() + "/mcp");
            exchange.sendResponseHeaders(307, -1);
        });
        McpSource.Http place = new McpSource.Http(
                URI.create("http://127.0.0.1:" + redirecting.getAddress().getPort()),
                Map.of("Authorization", "Bearer t"));
        McpRegistry tools = open(new McpSource("s", place, McpSource.Terms.DEFAULT));

        assertThat(tools.list(Transcript.EMPTY)).isEmpty();
        assertThat(tools.failures().get("s")).contains("redirects to", "are not sent");
        assertThat(elsewhere).isNotDone();
    }

    @Test
    void aCallWhoseClientIsGoneIsCancelled() throws Exception {
        CompletableFuture<String> why = new CompletableFuture<>();
        ToolFunction waiting = ToolFunction.of(
                ToolSpec.of("wait", "Waits", Json.parse("{\"type\":\"object\"}"), Tool.Effect.READ), invocation -> {
                    invocation.context().cancellation().onCancel(() -> why.complete("cancelled"));
                    invocation.progress().accept("begun");
                    return ToolResult.text(why.get());
                });
        McpRegistry tools = client(
                listening(McpServer.builder("w", "1")
                        .tools(ToolRegistry.of(List.of(waiting)))
                        .build()),
                McpAnswers.NONE);
        ToolFunction tool = tools.find("s_wait").orElseThrow();
        dev.spindle.context.RunContext context = dev.spindle.context.RunContext.of("r");
        CompletableFuture<String> begun = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                tool.call(new ToolInvocation(
                        new dev.spindle.message.CallId(0, 0),
                        tool.spec(),
                        new dev.spindle.tool.Arguments.Accepted(Json.EMPTY_OBJECT, List.of(), null),
                        context,
                        begun::complete));
            } catch (Exception cancelled) {
                begun.complete("cancelled");
            }
        });
        caller.start();

        assertThat(begun.get()).isEqualTo("begun (1)");
        context.cancellation().cancel("enough");

        assertThat(why.get()).isEqualTo("cancelled");
    }

    private static McpServer server() {
        ToolFunction ask = ToolFunction.of(
                ToolSpec.of("ask", "Asks for a color", Json.parse("{\"type\":\"object\"}"), Tool.Effect.READ),
                invocation -> ToolResult.text(McpCaller.find(invocation.context())
                        .orElseThrow()
                        .ask("color", Question.form("Which?", Json.parse("""
                        {"type":"object","properties":{"color":{"type":"string"}},"required":["color"]}""")))
                        .text()));
        List<ToolFunction> tools = new ArrayList<>(ToolFunction.scan(new Greeting()));
        tools.add(ask);
        return McpServer.builder("test", "1").tools(ToolRegistry.of(tools)).build();
    }

    static final class Greeting {
        @Tool(value = "Greets", effect = Tool.Effect.READ)
        String greet(@Param("whom") String name) {
            return "Hello, " + name + "!";
        }

        @Tool("Fails")
        String boom() {
            return List.of("no luck").stream()
                    .filter(String::isEmpty)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no luck"));
        }
    }

    static final class Payments {
        final List<String> made = new ArrayList<>();

        @Tool(value = "Wires money", approval = true)
        String wire(@Param("to whom") String to) {
            made.add(to);
            return "done";
        }
    }

    private static Agent payer(Payments payments) {
        ScriptedModel model = ScriptedModel.calls("wire", "{\"to\":\"Bob\"}").then("Paid.");
        return Agent.builder(model)
                .tools(payments)
                .journal(new InMemoryJournal())
                .build();
    }

    /** The answer over a pipe to one call in the newest generation, of a client that can be asked. */
    private static Json stateless(McpServer server, String params) throws IOException {
        String meta =
                ",\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{\"elicitation\":{}}}}";
        return Json.parse(pipe(
                server, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":" + params + meta + "}"));
    }

    static String pipe(McpServer server, String... lines) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BlockingInput in = new BlockingInput(String.join("\n", lines) + "\n", out, lines.length);
        server.serve(in, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Input that ends when as many answers have come as there were lines. */
    private static final class BlockingInput extends ByteArrayInputStream {
        private final ByteArrayOutputStream out;
        private final int lines;

        private BlockingInput(String text, ByteArrayOutputStream out, int lines) {
            super(text.getBytes(StandardCharsets.UTF_8));
            this.out = out;
            this.lines = lines;
        }

        @Override
        public synchronized int read(byte[] buffer, int from, int length) {
            int read = super.read(buffer, from, length);
            while (read < 0 && out.toString(StandardCharsets.UTF_8).lines().count() < lines) Thread.onSpinWait();
            return read;
        }
    }

    /** The first line of the answer to a post of nothing with these headers. */
    private static String status(URI uri, String headers) throws IOException {
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            String request = "POST /mcp HTTP/1.1\r\n" + headers + "Content-Length: 2\r\nConnection: close\r\n\r\n{}";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }

    private HttpServer http(com.sun.net.httpserver.HttpHandler handler) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> {
            handler.handle(exchange);
            exchange.close();
        });
        http.start();
        opened.add(() -> http.stop(0));
        return http;
    }

    private McpServer.Listening listening(McpServer server) throws IOException {
        McpServer.Listening listening = server.listen(0);
        opened.add(listening);
        return listening;
    }

    private McpRegistry client(McpServer.Listening server, McpAnswers answers) {
        return open(McpSource.http("s", server.uri()).withTerms(McpSource.Terms.DEFAULT.withAnswers(answers)));
    }

    private McpRegistry open(McpSource source) {
        McpRegistry tools = McpRegistry.of(source);
        opened.add(0, tools);
        return tools;
    }
}
