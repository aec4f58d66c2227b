package dev.spindle.mcp;

import com.sun.net.httpserver.HttpExchange;
import dev.spindle.mcp.Message.RpcError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The answer to one posted request: one message, or a stream of them from when there is more to say. Thread-safe. */
final class HttpAnswer {
    private static final Logger log = LoggerFactory.getLogger(HttpAnswer.class);

    private final HttpExchange exchange;
    private final boolean streams;
    private @Nullable OutputStream stream;
    private boolean gone;

    HttpAnswer(HttpExchange exchange) {
        this.exchange = exchange;
        String accepted =
                String.valueOf(exchange.getRequestHeaders().getFirst("Accept")).toLowerCase(Locale.ROOT);
        this.streams = accepted.contains("text/event-stream") || accepted.contains("*/*");
    }

    /** Tells something before the answer; a client that takes no streams misses it. False if the client is gone. */
    boolean tell(Message message) {
        return event("data: " + new String(message.bytes(), StandardCharsets.UTF_8) + "\n\n");
    }

    boolean streams() {
        return streams;
    }

    /** Sends an event as it is written; false if the client is gone. */
    synchronized boolean event(String text) {
        if (!streams || gone) return !gone;
        try {
            write(text);
        } catch (IOException broken) {
            gone = true;
            log.debug("the client is gone", broken);
        }
        return !gone;
    }

    /** Ends without an answer. */
    synchronized void close() {
        gone = true;
        exchange.close();
    }

    /** Makes sure that the client is still there; false if it is not. */
    boolean pulse() {
        return event(": on it\n\n");
    }

    /** Ends with the answer. */
    synchronized void end(Message answer, boolean stateless) throws IOException {
        if (gone) {
            exchange.close();
            return;
        }
        if (stream == null) {
            send(exchange, status(answer, stateless), answer.bytes());
            return;
        }
        tell(answer);
        exchange.close();
    }

    private void write(String event) throws IOException {
        OutputStream out = stream;
        if (out == null) {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.getResponseHeaders().set("Cache-Control", "no-cache");
            exchange.sendResponseHeaders(200, 0);
            out = exchange.getResponseBody();
            stream = out;
        }
        out.write(event.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static int status(Message answer, boolean stateless) {
        if (!(answer instanceof Message.Failure failure)) return 200;
        return switch (failure.error().code()) {
            case RpcError.NO_METHOD -> stateless ? 404 : 200;
            case RpcError.NO_CAPABILITY -> stateless ? 400 : 200;
            default -> 200;
        };
    }

    static void send(HttpExchange exchange, int status, byte[] json) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, json.length);
        exchange.getResponseBody().write(json);
        exchange.close();
    }

    static void send(HttpExchange exchange, int status, Message message) throws IOException {
        send(exchange, status, message.bytes());
    }

    static void empty(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }
}
