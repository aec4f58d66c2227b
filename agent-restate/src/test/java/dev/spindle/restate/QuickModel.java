package dev.spindle.restate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/** A model's server in a process of its own, which answers at once what {@link QuickSteps} lets a model answer. */
final class QuickModel {
    private static final String RESULT = "\"role\":\"tool\"";

    private QuickModel() {}

    /** One that was started, and where it is reached. */
    record Running(Process process, URI address) implements AutoCloseable {
        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }

    static Running start() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dsun.net.httpserver.nodelay=true",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        QuickModel.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        BufferedReader told =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        return new Running(process, URI.create(told.readLine()));
    }

    public static void main(String[] arguments) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/v1/chat/completions", QuickModel::answer);
        server.start();
        System.out.println("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int turn = 0;
        for (int at = asked.indexOf(RESULT); at >= 0; at = asked.indexOf(RESULT, at + 1)) turn++;
        byte[] reply = reply(turn).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(200, reply.length);
        exchange.getResponseBody().write(reply);
        exchange.close();
    }

    private static String reply(int turn) {
        String calls = "\"content\":null,\"tool_calls\":[{\"id\":\"c%d\",\"type\":\"function\",".formatted(turn)
                + "\"function\":{\"name\":\"look\",\"arguments\":\"{\\\"at\\\":%d}\"}}]".formatted(turn);
        boolean ends = turn >= QuickSteps.TURNS;
        return "{\"id\":\"r\",\"object\":\"chat.completion\",\"model\":\"quick\",\"choices\":[{\"index\":0,"
                + "\"message\":{\"role\":\"assistant\"," + (ends ? "\"content\":\"Done.\"" : calls) + "},"
                + "\"finish_reason\":\"" + (ends ? "stop" : "tool_calls") + "\"}],"
                + "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15}}";
    }
}
