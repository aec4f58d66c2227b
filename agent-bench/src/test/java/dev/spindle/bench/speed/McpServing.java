package dev.spindle.bench.speed;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spindle.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * The same server for each client: a program that answers each request with what was written before. Speaks the generation that both
 * clients know, over HTTP or over its standard input and output.
 */
final class McpServing {
    private static final String TEXT = "A line of what the tool has found. ".repeat(6);

    private McpServing() {}

    /** Takes {@code http}, and then tells its address and serves until its input ends, or {@code stdio}. */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        if (arguments[0].equals("http")) {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newCachedThreadPool());
            server.createContext("/", McpServing::handle);
            server.start();
            out.println("http://127.0.0.1:" + server.getAddress().getPort());
            if (in.readLine() == null) System.exit(0);
        }
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String answer = answer(Json.parse(line));
            if (!answer.isEmpty()) out.println(answer);
        }
    }

    private static void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (!exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            byte[] answer =
                    answer(Json.parse(new String(body, StandardCharsets.UTF_8))).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.length == 0 ? 202 : 200, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    /** Empty for what is not answered. */
    private static String answer(Json message) {
        if (message.find("id").isEmpty()) return "";
        String begin = "{\"jsonrpc\":\"2.0\",\"id\":" + message.get("id").text() + ",";
        return begin
                + switch (message.get("method").string()) {
                    case "initialize" -> {
                        String version =
                                message.get("params").get("protocolVersion").text();
                        yield "\"result\":{\"protocolVersion\":" + version
                                + ",\"capabilities\":{\"tools\":{}},\"serverInfo\":{\"name\":\"s\",\"version\":\"1\"}}}";
                    }
                    case "tools/list" ->
                        "\"result\":{\"tools\":[{\"name\":\"find\",\"description\":\"Finds\",\"inputSchema\":{\"type\":\"object\","
                                + "\"properties\":{\"text\":{\"type\":\"string\"}},\"required\":[\"text\"]}}]}}";
                    case "tools/call" ->
                        "\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"" + TEXT + "\"}],\"isError\":false}}";
                    case "ping" -> "\"result\":{}}";
                    default -> "\"error\":{\"code\":-32601,\"message\":\"Method not found\"}}";
                };
    }
}
