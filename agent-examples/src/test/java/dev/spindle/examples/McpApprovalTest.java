package dev.spindle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spindle.json.Json;
import dev.spindle.mcp.McpServer;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who lets the tools of strangers run, and how strangers learn who is asking. */
class McpApprovalTest {
    private static final String GREET = "127_0_0_1_greet";

    private final List<String> greeted = Collections.synchronizedList(new ArrayList<>());
    private ChatServer model;
    private McpServer.Listening server;

    @TempDir
    Path scratch;

    @BeforeEach
    void listen() throws IOException {
        model = new ChatServer();
        server = McpServer.builder("test", "1")
                .tools(ToolRegistry.of(ToolFunction.scan(new Greeting())))
                .build()
                .listen(0);
    }

    @AfterEach
    void close() {
        server.close();
        model.close();
    }

    @Test
    void aToolOfAStrangerWaitsForAPersonWhereARunIsKept() {
        model.calls(GREET, "{\"name\":\"Ann\"}");

        Ran ran = run("ask", "--journal", scratch.resolve("runs.db").toString(), "Greet Ann");

        assertThat(ran.exitCode()).isEqualTo(4);
        assertThat(greeted).isEmpty();
    }

    @Test
    void aToolOfAStrangerIsRefusedWhereNobodyCanEverDecide() {
        model.calls(GREET, "{\"name\":\"Ann\"}").says("I may not.");

        Ran ran = run("ask", "--journal", "none", "Greet Ann");

        assertThat(ran.exitCode()).isZero();
        assertThat(greeted).isEmpty();
        assertThat(model.requests().get(1).text())
                .contains("nobody is at a terminal to allow it, and no journal keeps the run until somebody is");
    }

    @Test
    void aToolOfAServerThatIsTrustedRuns() {
        model.calls(GREET, "{\"name\":\"Ann\"}").says("Done.");

        Ran ran = run("ask", "--journal", "none", "--mcp-trust", "Greet Ann");

        assertThat(ran.exitCode()).isZero();
        assertThat(greeted).containsExactly("Ann");
    }

    @Test
    void aPersonAtATerminalLetsAToolOfAStrangerRun() throws Exception {
        model.calls(GREET, "{\"name\":\"Ann\"}").says("Done.");
        try (AtTerminal terminal = AtTerminal.startSmall(
                scratch, model.environment(), "ask", "--base-url", model.baseUrl(), "--mcp", uri(), "Greet Ann")) {
            terminal.awaitEnd("y(es), n(o), e(dit):");
            assertThat(greeted).isEmpty();
            terminal.type("y" + AtTerminal.ENTER);
            terminal.await("Done.");
        }

        assertThat(greeted).containsExactly("Ann");
    }

    @Test
    void theTestRunnerHasTheToolsOfServers() throws IOException {
        Files.writeString(scratch.resolve("pom.xml"), "<project/>");
        model.says("I ran nothing.");

        run("test", "--project", scratch.toString(), "--journal", "none");

        assertThat(model.requests().get(0).get("tools").items())
                .extracting(tool -> tool.get("function").get("name").string())
                .contains(GREET, "run_tests");
    }

    @Test
    void aTokenIsGotWithABrowserAndKeptForTheOtherCommands() throws IOException {
        try (Locked locked = new Locked()) {
            Path visitor = Files.writeString(
                    scratch.resolve("browser"),
                    "#!/bin/sh\nexec '" + Path.of(System.getProperty("java.home"), "bin", "java") + "' -cp '"
                            + System.getProperty("java.class.path") + "' '" + Visitor.class.getName() + "' \"$1\"\n");
            assertThat(visitor.toFile().setExecutable(true)).isTrue();
            Map<String, String> environment = Map.of("HOME", scratch.toString(), "BROWSER", visitor.toString());

            Ran before = Ran.here(environment, "mcp", "list", "--mcp", locked.uri("/mcp"));
            Ran login = Ran.here(environment, "mcp", "login", locked.uri("/mcp"));
            Ran list = Ran.here(environment, "mcp", "list", "--mcp", locked.uri("/mcp"));
            Ran logout = Ran.here(environment, "mcp", "logout", locked.uri("/mcp"));

            assertThat(before.err()).contains("run spindle mcp login " + locked.uri("/mcp"));
            assertThat(login.out()).isEqualTo("logged in: 1 tool\n");
            assertThat(login.err()).contains("open this address in a browser of this machine:\n" + locked.uri("/a?"));
            assertThat(list.out()).contains("127_0_0_1_work: ");
            assertThat(logout.out()).isEqualTo("forgotten\n");
        }
    }

    private Ran run(String command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(command, "--base-url", model.baseUrl(), "--mcp", uri()));
        all.addAll(List.of(arguments));
        return Ran.here(new HashMap<>(model.environment()), all.toArray(String[]::new));
    }

    private String uri() {
        return server.uri().toString();
    }

    final class Greeting {
        @Tool(value = "Greets", effect = Tool.Effect.READ)
        String greet(@Param("whom") String name) {
            greeted.add(name);
            return "Hello, " + name + "!";
        }
    }

    /** A browser whose person agrees to everything. */
    static final class Visitor {
        private Visitor() {}

        public static void main(String[] arguments) throws IOException {
            URI.create(arguments[0]).toURL().openStream().close();
        }
    }

    /** A server that wants a token, and gives it to whoever comes. */
    private static final class Locked implements AutoCloseable {
        private final HttpServer http;

        private Locked() throws IOException {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            http.createContext("/", this::handle);
            http.start();
        }

        private String uri(String path) {
            return "http://127.0.0.1:" + http.getAddress().getPort() + path;
        }

        private void handle(HttpExchange exchange) throws IOException {
            try (exchange) {
                switch (exchange.getRequestURI().getPath()) {
                    case "/mcp" -> mcp(exchange);
                    case "/.well-known/oauth-protected-resource/mcp" ->
                        say(exchange, Map.of("resource", uri("/mcp"), "authorization_servers", List.of(uri(""))));
                    case "/.well-known/oauth-authorization-server" ->
                        say(
                                exchange,
                                Map.of(
                                        "issuer", uri(""),
                                        "authorization_endpoint", uri("/a"),
                                        "token_endpoint", uri("/t"),
                                        "registration_endpoint", uri("/r"),
                                        "response_types_supported", List.of("code"),
                                        "code_challenge_methods_supported", List.of("S256"),
                                        "token_endpoint_auth_methods_supported", List.of("none")));
                    case "/r" -> say(exchange, Map.of("client_id", "c"));
                    case "/t" -> say(exchange, Map.of("access_token", "good", "token_type", "bearer"));
                    case "/a" -> {
                        Map<String, String> query = new HashMap<>();
                        for (String pair : exchange.getRequestURI().getQuery().split("&", -1))
                            query.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
                        exchange.getResponseHeaders()
                                .set("Location", query.get("redirect_uri") + "?code=x&state=" + query.get("state"));
                        exchange.sendResponseHeaders(302, -1);
                    }
                    default -> exchange.sendResponseHeaders(404, -1);
                }
            }
        }

        private static void mcp(HttpExchange exchange) throws IOException {
            if (!"Bearer good".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            Json message = Json.parse(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            Object result = message.get("method").string().equals("tools/list")
                    ? Map.of("tools", List.of(Map.of("name", "work", "inputSchema", Map.of("type", "object"))))
                    : Map.of("supportedVersions", List.of("2026-07-28"), "capabilities", Map.of());
            say(exchange, Map.of("jsonrpc", "2.0", "id", message.get("id"), "result", result));
        }

        private static void say(HttpExchange exchange, Map<String, ?> body) throws IOException {
            byte[] json = Json.of(body).text().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            boolean registered = exchange.getRequestURI().getPath().equals("/r");
            exchange.sendResponseHeaders(registered ? 201 : 200, json.length);
            exchange.getResponseBody().write(json);
        }

        @Override
        public void close() {
            http.stop(0);
        }
    }
}
