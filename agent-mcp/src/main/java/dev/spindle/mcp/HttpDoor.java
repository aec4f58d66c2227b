package dev.spindle.mcp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.mcp.Message.RpcError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves clients over streamable HTTP, of both generations at one address. Thread-safe. */
final class HttpDoor implements HttpHandler {
    private static final Logger log = LoggerFactory.getLogger(HttpDoor.class);
    private static final String SESSION = "Mcp-Session-Id";
    private static final String VERSION = "MCP-Protocol-Version";
    private static final int MOST_BYTES = 16 * 1024 * 1024;
    private static final int MOST_SESSIONS = 1_000;
    private static final Duration PULSE = Duration.ofSeconds(3);

    private final ServerDesk desk;
    private final Gate gate;
    private final Map<String, Conversation> sessions = new ConcurrentHashMap<>();

    HttpDoor(ServerDesk desk, Gate gate) {
        this.desk = desk;
        this.gate = gate;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try {
            Optional<Integer> refusal = gate.refusal(exchange);
            if (refusal.isPresent()) HttpAnswer.empty(exchange, refusal.get());
            else handleAdmitted(exchange);
        } catch (RuntimeException broken) {
            log.warn("a request over HTTP failed", broken);
            exchange.close();
        }
    }

    private void handleAdmitted(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "POST" -> post(exchange);
            case "DELETE" -> delete(exchange);
            default -> {
                exchange.getResponseHeaders().set("Allow", "POST, DELETE");
                HttpAnswer.empty(exchange, 405);
            }
        }
    }

    private void delete(HttpExchange exchange) throws IOException {
        Conversation ended = sessions.remove(header(exchange, SESSION));
        if (ended != null) ended.close();
        HttpAnswer.empty(exchange, ended == null ? 404 : 204);
    }

    private void post(HttpExchange exchange) throws IOException {
        Message message;
        try {
            byte[] body = Bodies.read(exchange.getRequestBody(), MOST_BYTES);
            message = Message.parse(new String(body, StandardCharsets.UTF_8));
        } catch (Lines.TooLongException tooLong) {
            HttpAnswer.empty(exchange, 413);
            return;
        } catch (JsonException noMessage) {
            RpcError error = RpcError.of(RpcError.PARSE, String.valueOf(noMessage.getMessage()));
            HttpAnswer.send(exchange, 400, new Message.Failure(null, error));
            return;
        }
        if (message instanceof Message.Request request) answer(exchange, request);
        else take(exchange, message);
    }

    private void take(HttpExchange exchange, Message message) throws IOException {
        Conversation session = sessions.get(header(exchange, SESSION));
        if (session != null && message instanceof Message.Notification notification) session.heard(notification);
        else if (session != null) session.answered(message);
        HttpAnswer.empty(exchange, 202);
    }

    private void answer(HttpExchange exchange, Message.Request request) throws IOException {
        if (isStateless(exchange, request)) {
            answerStateless(exchange, request);
            return;
        }
        Conversation session =
                request.method().equals("initialize") ? opened(exchange) : sessions.get(header(exchange, SESSION));
        if (session == null) {
            int status = header(exchange, SESSION).isEmpty() ? 400 : 404;
            RpcError error = RpcError.of(RpcError.INVALID_REQUEST, "no session of that id; begin one with initialize");
            HttpAnswer.send(exchange, status, new Message.Failure(request.id(), error));
            return;
        }
        HttpAnswer answer = new HttpAnswer(exchange);
        try {
            finish(answer, request, session.begin(request, answer::tell));
        } finally {
            session.end(request);
        }
    }

    private Conversation opened(HttpExchange exchange) {
        if (sessions.size() >= MOST_SESSIONS) forgetOldest();
        String id = UUID.randomUUID().toString();
        Conversation session = new Conversation();
        sessions.put(id, session);
        exchange.getResponseHeaders().set(SESSION, id);
        return session;
    }

    /** Its client will begin another one. */
    private void forgetOldest() {
        sessions.entrySet().stream()
                .min(Comparator.comparingLong(entry -> entry.getValue().lastHeard() - System.nanoTime()))
                .ifPresent(oldest -> {
                    sessions.remove(oldest.getKey());
                    oldest.getValue().close();
                });
    }

    private static boolean isStateless(HttpExchange exchange, Message.Request request) {
        String version = header(exchange, VERSION);
        boolean newer = !version.isEmpty() && !Versions.SESSIONS.contains(version);
        return newer
                || Versions.meta(request.given()).find(Versions.META_VERSION).isPresent();
    }

    private void answerStateless(HttpExchange exchange, Message.Request request) throws IOException {
        HttpAnswer answer = new HttpAnswer(exchange);
        ClientRequest begun;
        try {
            checkVersion(exchange, request);
            begun = Conversation.stateless(request, answer::tell);
            checkHeaders(exchange, request);
        } catch (RpcException refused) {
            HttpAnswer.send(exchange, 400, new Message.Failure(request.id(), refused.error()));
            return;
        }
        finish(answer, request, begun);
    }

    private static void checkVersion(HttpExchange exchange, Message.Request request) {
        String named = Versions.named(request);
        if (!named.isEmpty() && !named.equals(header(exchange, VERSION))) throw differs(VERSION);
    }

    private void checkHeaders(HttpExchange exchange, Message.Request request) {
        if (!isHeader(exchange, "Mcp-Method", request.method())) throw differs("Mcp-Method");
        Optional<String> name = RoutingHeaders.findName(request);
        if (name.isPresent() && !isHeader(exchange, "Mcp-Name", name.get())) throw differs("Mcp-Name");
        if (!request.method().equals("tools/call")) return;
        Json arguments = Fields.object(request.given(), "arguments");
        for (RoutingHeaders.Field field : desk.tools().headers(name.orElse("")).fields()) {
            Optional<String> value = RoutingHeaders.findValue(arguments, field);
            boolean fits = value.isPresent()
                    ? isHeader(exchange, field.header(), value.get())
                    : exchange.getRequestHeaders().getFirst(field.header()) == null;
            if (!fits) throw differs(field.header());
        }
    }

    private static boolean isHeader(HttpExchange exchange, String header, String value) {
        String given = exchange.getRequestHeaders().getFirst(header);
        return given != null && HeaderText.read(given).filter(value::equals).isPresent();
    }

    private static RpcException differs(String header) {
        return new RpcException(
                RpcError.HEADERS_DIFFER,
                "the header " + header + " is missing, or says something else than the request");
    }

    /** Waits on this thread for the answer of another, and notices meanwhile if the client goes. */
    private void finish(HttpAnswer answer, Message.Request request, ClientRequest begun) throws IOException {
        CompletableFuture<Message> done = new CompletableFuture<>();
        Threads.start("request", () -> {
            try {
                done.complete(desk.answer(request, begun));
            } catch (Error broken) {
                done.completeExceptionally(broken);
                throw broken;
            }
        });
        Message message = null;
        while (message == null) message = await(done, answer, begun, request);
        answer.end(message, begun.isStateless());
    }

    private static @Nullable Message await(
            CompletableFuture<Message> done, HttpAnswer answer, ClientRequest begun, Message.Request request) {
        try {
            return done.get(PULSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException stillWorking) {
            boolean gone = !answer.pulse();
            if (gone && begun.isStateless()) begun.cancellation().cancel("the client is gone");
            return null;
        } catch (ExecutionException broken) {
            return new Message.Failure(request.id(), RpcError.of(RpcError.INTERNAL, "the server failed"));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            begun.cancellation().cancel("the server stops");
            return new Message.Failure(request.id(), RpcError.of(RpcError.INTERNAL, "the server stops"));
        }
    }

    void close() {
        sessions.values().forEach(Conversation::close);
        sessions.clear();
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }
}
