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
import java.util.concurrent.Semaphore;
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
    private static final long MOST_BYTES_AT_ONCE = 4L * MOST_BYTES;
    private static final int MOST_SESSIONS = 1_000;
    private static final int MOST_STREAMS = 200;
    private static final Duration PULSE = Duration.ofSeconds(3);

    private final ServerDesk desk;
    private final Gate gate;
    private final Map<String, Conversation> sessions = new ConcurrentHashMap<>();
    private final Semaphore streams = new Semaphore(MOST_STREAMS);
    private final BodyRoom room = new BodyRoom(MOST_BYTES_AT_ONCE);

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
            case "GET" -> get(exchange);
            case "DELETE" -> delete(exchange);
            default -> {
                exchange.getResponseHeaders().set("Allow", "GET, POST, DELETE");
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
        try (BodyRoom.Place place = room.place()) {
            post(exchange, place);
        }
    }

    private void post(HttpExchange exchange, BodyRoom.Place place) throws IOException {
        Message message;
        try {
            byte[] body = place.read(exchange.getRequestBody(), MOST_BYTES);
            message = Message.parse(new String(body, StandardCharsets.UTF_8));
        } catch (Lines.TooLongException tooLong) {
            HttpAnswer.empty(exchange, 413);
            return;
        } catch (BodyRoom.FullException full) {
            HttpAnswer.empty(exchange, 503);
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
        answer(exchange, request, session);
    }

    /** Waits on this thread for as long as the client does; another one works, whether the client stays or comes back. */
    private void answer(HttpExchange exchange, Message.Request request, Conversation session) throws IOException {
        AnswerLog log = session.newLog();
        ClientRequest begun;
        try {
            begun = session.begin(request, log::tell);
        } catch (RpcException refused) {
            session.ended(log);
            HttpAnswer.send(exchange, 400, new Message.Failure(request.id(), refused.error()));
            return;
        }
        begun.onLetGo(log::letGo);
        HttpAnswer answer = new HttpAnswer(exchange);
        log.begin(answer);
        Threads.start("request", () -> work(request, begun, session, log));
        stay(log, answer);
    }

    private void work(Message.Request request, ClientRequest begun, Conversation session, AnswerLog log) {
        Message done = new Message.Failure(request.id(), RpcError.of(RpcError.INTERNAL, "the server failed"));
        try {
            done = desk.answer(request, begun);
        } finally {
            session.end(request);
            end(log, done);
            session.ended(log);
        }
    }

    private static void end(AnswerLog answers, Message done) {
        try {
            answers.end(done);
        } catch (IOException gone) {
            log.debug("the client is gone", gone);
        }
    }

    private static void stay(AnswerLog answers, HttpAnswer answer) {
        try {
            boolean going = true;
            while (going) going = answers.isGoing(answer, PULSE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            answer.close();
        }
    }

    /** A client of the generation with sessions listens: for the rest of an answer, or for what it is told unasked. */
    private void get(HttpExchange exchange) throws IOException {
        Conversation session = sessions.get(header(exchange, SESSION));
        HttpAnswer answer = new HttpAnswer(exchange);
        int refusal = session == null ? (header(exchange, SESSION).isEmpty() ? 405 : 404) : answer.streams() ? 0 : 406;
        if (session == null || refusal != 0) {
            HttpAnswer.empty(exchange, refusal);
            return;
        }
        if (!streams.tryAcquire()) {
            HttpAnswer.empty(exchange, 503);
            return;
        }
        try {
            String last = header(exchange, "Last-Event-ID");
            if (last.isEmpty()) listen(session, answer);
            else goOn(exchange, session, answer, last);
        } finally {
            streams.release();
        }
    }

    private static void goOn(HttpExchange exchange, Conversation session, HttpAnswer answer, String last)
            throws IOException {
        int dash = last.lastIndexOf('-');
        String number = last.substring(dash + 1);
        AnswerLog answers = dash < 0 ? null : session.findLog(last.substring(0, dash));
        if (answers == null || !number.matches("\\d{1,9}")) {
            HttpAnswer.empty(exchange, 400);
            return;
        }
        answers.goOn(answer, Integer.parseInt(number));
        stay(answers, answer);
    }

    private void listen(Conversation session, HttpAnswer answer) {
        session.listensAt(answer);
        try (Changes.Listening changes = desk.changes().listen(session.subscriptions())) {
            boolean there = answer.pulse();
            while (there && !session.isClosed() && !changes.isOver()) {
                Optional<Changes.Change> change = changes.next(PULSE);
                there = change.isPresent() ? answer.tell(change.get().notification(null)) : answer.pulse();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            answer.close();
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

    /** Its client will begin another one. Whoever waits for an answer is forgotten last: others could drive them out. */
    private void forgetOldest() {
        long now = System.nanoTime();
        sessions.entrySet().stream()
                .min(Comparator.<Map.Entry<String, Conversation>, Boolean>comparing(
                                entry -> entry.getValue().isBusy())
                        .thenComparingLong(entry -> entry.getValue().lastHeard() - now))
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
        if (!request.method().equals(Versions.LISTEN)) {
            finish(answer, request, begun);
            return;
        }
        if (!answer.streams() || !streams.tryAcquire()) {
            HttpAnswer.send(exchange, 503, new Message.Failure(request.id(), Refusals.TOO_MANY));
            return;
        }
        try {
            finish(answer, request, begun);
        } finally {
            streams.release();
        }
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
