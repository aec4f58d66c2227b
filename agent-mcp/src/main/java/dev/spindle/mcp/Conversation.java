package dev.spindle.mcp;

import dev.spindle.context.Cancellation;
import dev.spindle.json.Json;
import dev.spindle.mcp.McpCaller.Question;
import dev.spindle.mcp.Message.RpcError;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client that this program serves: what it can, what it waits for, and what it is asked. Thread-safe. */
final class Conversation {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int MOST_LOGS = 4;

    private final Map<String, CompletableFuture<Message>> asked = new ConcurrentHashMap<>();
    private final Map<String, ClientRequest> active = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final Changes.Subscriptions subscriptions = new Changes.Subscriptions();
    private final Deque<AnswerLog> logs = new ArrayDeque<>();
    private final AtomicReference<@Nullable HttpAnswer> ownStream = new AtomicReference<>();
    private volatile boolean closed;
    private volatile Json capabilities = Json.EMPTY_OBJECT;
    private volatile String logLevel = "info";
    private volatile long lastHeard = System.nanoTime();

    /** What it hears of unasked. */
    Changes.Subscriptions subscriptions() {
        return subscriptions;
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether a request of it is being answered. */
    boolean isBusy() {
        return !active.isEmpty();
    }

    /** A log of its own for the way to an answer. */
    AnswerLog newLog() {
        AnswerLog log = new AnswerLog("a" + ids.incrementAndGet());
        synchronized (logs) {
            logs.add(log);
        }
        return log;
    }

    /** The way to an answer has ended; the last few are kept for a client that comes back. */
    void ended(AnswerLog log) {
        synchronized (logs) {
            if (log.isDone()) logs.remove(log);
            long over = logs.stream().filter(AnswerLog::isOver).count();
            for (AnswerLog each : List.copyOf(logs)) if (over > MOST_LOGS && each.isOver() && logs.remove(each)) over--;
        }
    }

    /** The log of that id; null if there is none. */
    @Nullable
    AnswerLog findLog(String id) {
        synchronized (logs) {
            return logs.stream().filter(log -> log.id().equals(id)).findFirst().orElse(null);
        }
    }

    /** From now on, what it hears unasked goes here alone. */
    void listensAt(HttpAnswer answer) {
        HttpAnswer earlier = ownStream.getAndSet(answer);
        if (earlier != null) earlier.close();
    }

    /** When it was last heard of, by {@link System#nanoTime}. */
    long lastHeard() {
        return lastHeard;
    }

    /**
     * A request begins.
     *
     * @param way takes what the client is told, and asked, before the answer
     * @throws RpcException if what the request says of itself cannot be
     */
    ClientRequest begin(Message.Request request, Consumer<Message> way) {
        lastHeard = System.nanoTime();
        Json meta = Versions.meta(request.given());
        if (meta.find(Versions.META_VERSION).isPresent()) return tracked(request, stateless(request, way));
        if (request.method().equals("initialize")) capabilities = capabilities(request.given());
        if (request.method().equals("logging/setLevel")) logLevel = Fields.string(request.given(), "level");
        if (request.method().equals("resources/subscribe")) subscriptions.add(Fields.string(request.given(), "uri"));
        if (request.method().equals("resources/unsubscribe"))
            subscriptions.remove(Fields.string(request.given(), "uri"));
        ClientRequest[] own = new ClientRequest[1];
        ClientRequest.Client client = new ClientRequest.Client(
                false, capabilities, logLevel, way::accept, question -> ask(question, way, own[0].cancellation()));
        own[0] = new ClientRequest(request, client);
        return tracked(request, own[0]);
    }

    private static Json capabilities(Json handshake) {
        return Versions.known(
                Fields.object(handshake, "capabilities"), Versions.agreed(Fields.string(handshake, "protocolVersion")));
    }

    private ClientRequest tracked(Message.Request request, ClientRequest begun) {
        active.put(request.id().text(), begun);
        return begun;
    }

    /**
     * A request of the newest generation.
     *
     * @throws RpcException if it lacks what each must carry, or is of a version that nobody here speaks
     */
    static ClientRequest stateless(Message.Request request, Consumer<Message> way) {
        Json meta = Versions.meta(request.given());
        String version = Fields.string(meta, Versions.META_VERSION);
        if (version.isEmpty()) throw lacks(Versions.META_VERSION);
        if (!version.equals(Versions.STATELESS)) throw new RpcException(unsupported(version));
        Json capabilities = meta.find(Versions.META_CAPABILITIES)
                .filter(Json::isObject)
                .orElseThrow(() -> lacks(Versions.META_CAPABILITIES));
        String level = Fields.string(meta, Versions.META_LOG_LEVEL);
        return new ClientRequest(request, new ClientRequest.Client(true, capabilities, level, way::accept, null));
    }

    private static RpcException lacks(String field) {
        return new RpcException(RpcError.INVALID_PARAMS, "_meta lacks " + field);
    }

    static RpcError unsupported(String version) {
        Json data = Fields.of("supported", List.of(Versions.STATELESS))
                .and("requested", version)
                .json();
        return new RpcError(RpcError.NO_VERSION, "Unsupported protocol version", data);
    }

    void end(Message.Request request) {
        active.remove(request.id().text());
    }

    /** Takes what the client says unasked. */
    void heard(Message.Notification notification) {
        lastHeard = System.nanoTime();
        if (!notification.method().equals("notifications/cancelled")) return;
        ClientRequest request = active.get(
                notification.given().find("requestId").orElse(Json.NULL).text());
        if (request != null) request.cancellation().cancel("the client has cancelled it");
    }

    /** Takes what the client answers. */
    void answered(Message message) {
        lastHeard = System.nanoTime();
        Json id = message instanceof Message.Result result ? result.id() : ((Message.Failure) message).id();
        CompletableFuture<Message> waiting = id == null ? null : asked.remove(id.text());
        if (waiting != null) waiting.complete(message);
    }

    /** Nobody waits for anything any more. */
    void close() {
        closed = true;
        HttpAnswer open = ownStream.getAndSet(null);
        if (open != null) open.close();
        active.values().forEach(request -> request.cancellation().cancel("the client is gone"));
    }

    private Message ask(Question question, Consumer<Message> way, Cancellation cancellation) {
        Json id = Json.of("ask-" + ids.incrementAndGet());
        CompletableFuture<Message> answer = new CompletableFuture<>();
        asked.put(id.text(), answer);
        Cancellation.Registration cancelling = cancellation.onCancel(
                () -> answer.completeExceptionally(new Cancellation.CancelledException("the client has cancelled it")));
        try {
            way.accept(new Message.Request(id, question.method(), question.params()));
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Cancellation.CancelledException("interrupted while the client was asked");
        } catch (ExecutionException stopped) {
            cancellation.check();
            throw new McpException("The client could not be asked", stopped);
        } catch (TimeoutException late) {
            throw new McpException("The client did not answer " + question.method() + " within " + PATIENCE, late);
        } finally {
            cancelling.close();
            asked.remove(id.text());
        }
    }
}
