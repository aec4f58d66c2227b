package dev.spindle.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.json.Json;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolRegistry;
import dev.spindle.tool.ToolResult;
import dev.spindle.tool.ToolSpec;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of this program's server that are not what they should be. */
@Timeout(120)
class StrangeRequestsTest {
    private static final String INITIALIZE =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}}";
    private static final String META =
            "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{\"elicitation\":{}}}";

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final AtomicInteger paid = new AtomicInteger();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) each.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "localhost | 400",
                "LOCALHOST | 400",
                "localhost:8080 | 400",
                "127.0.0.1 | 400",
                "127.9.8.7:1 | 400",
                "[::1] | 400",
                "[::1]:8080 | 400",
                "shop.example | 400",
                "Shop.Example:443 | 400",
                "shop.example. | 403",
                "localhost. | 403",
                "localhost.evil.example | 403",
                "evil.example | 403",
                "evil.example:80 | 403",
                "127.0.0.1.evil.example | 403",
                "127.0.0.1.nip.io | 403",
                "127.0.0.1@evil.example | 403",
                "evil.example@127.0.0.1 | 403",
                "localhost/evil.example | 403",
                "localhost#evil.example | 403",
                "localhost?evil.example | 403",
                "[::1%25eth0] | 403",
                "[::ffff:169.254.169.254] | 403",
                "[::] | 403",
                "0.0.0.0 | 403",
                "0x7f000001 | 403",
                "2130706433 | 403",
                "localhost evil.example | 403",
                "localhost,evil.example | 403",
                "l\u00f6calhost | 403",
                "[::1 | 403",
                ":80 | 403"
            })
    void onlyAHostOfThisServerIsHeard(String host, int status) throws IOException {
        assertThat(status("Host: " + host + "\r\n")).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://localhost | 400",
                "http://localhost:3000 | 400",
                "https://127.0.0.1:8443 | 400",
                "http://[::1]:9 | 400",
                "https://shop.example | 400",
                "null | 403",
                "'' | 403",
                "localhost | 403",
                "file:// | 403",
                "file://localhost | 403",
                "ftp://localhost | 403",
                "chrome-extension://abcdefgh | 403",
                "https://evil.example | 403",
                "https://shop.example.evil.example | 403",
                "http://localhost.evil.example | 403",
                "http://localhost@evil.example | 403",
                "http://evil.example@localhost | 403",
                "http://localhost/ | 403",
                "http://localhost:3000, https://evil.example | 403",
                "http://localhost https://evil.example | 403"
            })
    void onlyAPageOfThisServerIsHeard(String origin, int status) throws IOException {
        assertThat(status("Host: localhost\r\nOrigin: " + origin + "\r\n")).isEqualTo(status);
    }

    @Test
    void twoHostsOrTwoOriginsAreNone() throws IOException {
        assertThat(status("Host: localhost\r\nHost: evil.example\r\n")).isIn(400, 403);
        assertThat(status("Host: localhost\r\nOrigin: http://localhost\r\nOrigin: https://evil.example\r\n"))
                .isEqualTo(403);
        assertThat(status("")).isIn(400, 403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]",
                "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":5}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[1]}",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}",
                "{\"id\":1,\"method\":\"ping\"}",
                "{",
                "null",
                "\u0000"
            })
    void whatIsNoRequestIsAnswered400(String body) throws IOException {
        assertThat(post("", body)).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void answersToWhatWasNeverAskedAreSwallowed() throws IOException {
        assertThat(post("", "{\"jsonrpc\":\"2.0\",\"id\":\"ask-1\",\"result\":{}}"))
                .startsWith("HTTP/1.1 202 ");
        assertThat(post("Mcp-Session-Id: nobody\r\n", "{\"jsonrpc\":\"2.0\",\"id\":\"ask-1\",\"error\":{}}"))
                .startsWith("HTTP/1.1 202 ");
    }

    @Test
    void anApprovalIsNoTicketThatCountsTwice() throws Exception {
        McpServer server = server();
        String call = "\"name\":\"pay\",\"arguments\":{}";
        Json asked = Json.parse(McpServerTest.pipe(server, request(call)));
        String state = asked.get("result").get("requestState").string();
        String question = asked.get("result").get("inputRequests").names().get(0);
        String approved = request(call + ",\"requestState\":\"" + state + "\",\"inputResponses\":{\"" + question
                + "\":{\"action\":\"accept\",\"content\":{\"approve\":true}}}");

        String first = McpServerTest.pipe(server, approved);
        String again = McpServerTest.pipe(server, approved);

        assertThat(first).contains("\"paid 1\"");
        assertThat(again).contains("requestState is refused: its request was gone on with already");
        assertThat(paid).hasValue(1);
    }

    @Test
    void anApprovalAtOneServerIsNoneAtAnother() throws Exception {
        String call = "\"name\":\"pay\",\"arguments\":{}";
        Json asked = Json.parse(McpServerTest.pipe(server(), request(call)));
        String state = asked.get("result").get("requestState").string();
        String question = asked.get("result").get("inputRequests").names().get(0);

        String answer = McpServerTest.pipe(
                server(),
                request(call + ",\"requestState\":\"" + state + "\",\"inputResponses\":{\"" + question
                        + "\":{\"action\":\"accept\",\"content\":{\"approve\":true}}}"));

        assertThat(answer).contains("requestState is refused: it was changed, or belongs to another request");
        assertThat(paid).hasValue(0);
    }

    private static String request(String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{" + params + "," + META + "}}";
    }

    @Test
    void tenThousandSessionsDriveOutNobodyWhoIsBeingServed() throws Exception {
        CompletableFuture<String> begun = new CompletableFuture<>();
        CompletableFuture<String> over = new CompletableFuture<>();
        ToolFunction waits = tool("waits", call -> {
            begun.complete("");
            return ToolResult.text(over.get());
        });
        McpServer.Listening listening = listening(McpServer.builder("w", "1")
                .tools(ToolRegistry.of(List.of(waits)))
                .build());
        try (Line busy = new Line(listening);
                Line flood = new Line(listening)) {
            String session = busy.session(busy.post("", INITIALIZE));
            busy.send(
                    "Mcp-Session-Id: " + session + "\r\n",
                    "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"waits\",\"arguments\":{}}}");
            begun.get(20, TimeUnit.SECONDS);
            String first = flood.session(flood.post("", INITIALIZE));
            String last = first;
            for (int count = 0; count < 10_000; count++) last = flood.session(flood.post("", INITIALIZE));

            String ping = "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"ping\"}";
            assertThat(flood.post("Mcp-Session-Id: " + first + "\r\n", ping)).startsWith("HTTP/1.1 404 ");
            assertThat(flood.post("Mcp-Session-Id: " + last + "\r\n", ping)).startsWith("HTTP/1.1 200 ");
            over.complete("served");
            assertThat(busy.answer()).contains("served");
        }
    }

    /** A connection that is used again and again. */
    private static final class Line implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;

        private Line(McpServer.Listening server) throws IOException {
            socket = new Socket(server.uri().getHost(), server.uri().getPort());
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        }

        private String post(String headers, String body) throws IOException {
            send(headers, body);
            return answer();
        }

        private void send(String headers, String body) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            String head = "POST /mcp HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n" + headers
                    + "Content-Length: " + bytes.length + "\r\n\r\n";
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            whole.write(head.getBytes(StandardCharsets.UTF_8));
            whole.write(bytes);
            socket.getOutputStream().write(whole.toByteArray());
        }

        /** Head and body of an answer that says how long it is, or has no body. */
        private String answer() throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            int lastFour = 0;
            while (lastFour != 0x0d0a0d0a) {
                int next = in.read();
                if (next < 0) throw new IOException("closed after: " + head);
                head.write(next);
                lastFour = lastFour << 8 | next;
            }
            String text = head.toString(StandardCharsets.ISO_8859_1);
            String length = header(text, "content-length");
            byte[] body = length.isEmpty() ? new byte[0] : in.readNBytes(Integer.parseInt(length));
            return text + new String(body, StandardCharsets.UTF_8);
        }

        private static String header(String head, String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }

        private String session(String answer) {
            return header(answer, "mcp-session-id");
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private int status(String headers) throws IOException {
        McpServer.Listening listening =
                listening(McpServer.builder("t", "1").hosts("shop.example").build());
        String request = "POST /mcp HTTP/1.1\r\n" + headers + "Content-Length: 2\r\nConnection: close\r\n\r\n{}";
        String line = firstLine(listening, request);
        return Integer.parseInt(line.split(" ", -1)[1]);
    }

    private String post(String headers, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return firstLine(
                listening(server()),
                "POST /mcp HTTP/1.1\r\nHost: localhost\r\n" + headers + "Content-Length: " + bytes.length
                        + "\r\nConnection: close\r\n\r\n" + body);
    }

    private static String firstLine(McpServer.Listening server, String request) throws IOException {
        try (Socket socket = new Socket(server.uri().getHost(), server.uri().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }

    private McpServer server() {
        ToolFunction pay = tool("pay", call -> ToolResult.text("paid " + paid.incrementAndGet()));
        ToolSpec spec = pay.spec();
        ToolFunction asking =
                ToolFunction.of(spec.withSupervision(spec.supervision().withApproval(true)), pay);
        return McpServer.builder("t", "1")
                .tools(ToolRegistry.of(List.of(asking)))
                .build();
    }

    private static ToolFunction tool(String name, ToolInvocation.Handler handler) {
        return ToolFunction.of(
                ToolSpec.of(name, "Does it", Json.parse("{\"type\":\"object\"}"), Effect.WRITE), handler);
    }

    private McpServer.Listening listening(McpServer server) throws IOException {
        McpServer.Listening listening = server.listen(0);
        opened.add(listening);
        return listening;
    }
}
