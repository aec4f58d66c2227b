package dev.spindle.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spindle.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A chat-completions server on the loopback address that streams prepared replies, in order. */
final class ChatServer implements AutoCloseable {
    private static final String USAGE = "{\"id\":\"r\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":"
            + "\"gpt-5-4-nano-official\",\"choices\":[],\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":10,"
            + "\"total_tokens\":1010}}";

    private static final String HOLD = "hold";
    private static final String REFUSE = "refuse";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<List<String>> replies = new ArrayDeque<>();
    private final List<Json> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    ChatServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** The environment of a command that asks this server. */
    Map<String, String> environment() {
        return Map.of("OPENAI_API_KEY", "a key", "OPENAI_MODEL", "gpt-5-4-nano-official");
    }

    /** What was asked, in order. */
    List<Json> requests() {
        return requests;
    }

    /** Waits until so much was asked. */
    void awaitRequests(int count) throws InterruptedException {
        synchronized (requests) {
            while (requests.size() < count) requests.wait();
        }
    }

    /** Waits until something is asked. */
    void awaitRequest() throws InterruptedException {
        asked.await();
    }

    ChatServer says(String... pieces) {
        List<String> chunks = new ArrayList<>();
        for (String piece : pieces)
            chunks.add(chunk(Json.object(Map.of("content", Json.of(piece))).text(), null));
        chunks.add(chunk("{}", "stop"));
        return streams(chunks);
    }

    ChatServer calls(String tool, String arguments) {
        String call = "{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"" + tool
                + "\",\"arguments\":" + Json.of(arguments) + "}}";
        return streams(List.of(chunk("{\"tool_calls\":[" + call + "]}", null), chunk("{}", "tool_calls")));
    }

    /** Then it refuses, with a body. */
    ChatServer refuses(int status, String body) {
        replies.add(List.of(REFUSE, String.valueOf(status), body));
        return this;
    }

    /** The reply after this one waits for {@link #release}. */
    ChatServer holds() {
        replies.add(List.of(HOLD));
        return this;
    }

    /** Lets a reply go that is held. */
    void release() {
        released.countDown();
    }

    /** Then it writes a piece of text and nothing more. */
    ChatServer hangsAfter(String piece) {
        replies.add(List.of(chunk(Json.object(Map.of("content", Json.of(piece))).text(), null), "hang"));
        return this;
    }

    private ChatServer streams(List<String> chunks) {
        List<String> whole = new ArrayList<>(chunks);
        whole.add(USAGE);
        whole.add("[DONE]");
        replies.add(whole);
        return this;
    }

    private static String chunk(String delta, @Nullable String finish) {
        return "{\"id\":\"r\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-5-4-nano-official\","
                + "\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + Json.of(finish) + "}]}";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(Json.parse(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            asked.countDown();
            synchronized (requests) {
                requests.notifyAll();
            }
            List<String> chunks = replies.poll();
            if (chunks != null && chunks.equals(List.of(HOLD))) {
                await(released);
                chunks = replies.poll();
            }
            if (chunks != null && chunks.get(0).equals(REFUSE)) {
                byte[] body = chunks.get(2).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(Integer.parseInt(chunks.get(1)), body.length);
                exchange.getResponseBody().write(body);
                return;
            }
            if (chunks == null) {
                exchange.sendResponseHeaders(400, -1);
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            write(chunks, exchange.getResponseBody());
        }
    }

    private void write(List<String> chunks, OutputStream body) throws IOException {
        for (String chunk : chunks) {
            if (chunk.equals("hang")) {
                await(closed);
                return;
            }
            body.write(("data: " + chunk + "\n\n").getBytes(StandardCharsets.UTF_8));
            body.flush();
        }
    }

    private static void await(CountDownLatch event) {
        try {
            event.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        released.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
