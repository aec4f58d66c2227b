package dev.spindle.mcp;

import dev.spindle.context.Cancellation;
import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.mcp.ServerQuestions.RefusedException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection to a server whose generation is known. Thread-safe. */
final class Session implements AutoCloseable {
    private static final int MOST_ROUNDS = 25;

    private final String server;
    private final Wire wire;
    private final ServerQuestions questions;
    private final Progress progress;
    private final AtomicLong ids = new AtomicLong();
    private volatile boolean stateless;
    private volatile Json capabilities = Json.EMPTY_OBJECT;

    /** A session over a wire, that has not begun. */
    Session(String server, Wire wire, ServerQuestions questions, Progress progress) {
        this.server = server;
        this.wire = wire;
        this.questions = questions;
        this.progress = progress;
    }

    /**
     * How a request is sent.
     *
     * @param headers besides those of the wire
     * @param timeout how long it may take; zero for ever
     * @param progress hears how far it is; null if nobody wants to know
     */
    record Call(
            Map<String, String> headers,
            Cancellation cancellation,
            Duration timeout,
            @Nullable Consumer<String> progress) {
        static Call within(Duration timeout) {
            return new Call(Map.of(), Cancellation.create(), timeout, null);
        }

        /** The same in another time. */
        Call of(Duration other) {
            return new Call(headers, cancellation, other, progress);
        }
    }

    boolean isStateless() {
        return stateless;
    }

    /** What the server says that it can. */
    Json capabilities() {
        return capabilities;
    }

    boolean isOpen() {
        return wire.isOpen();
    }

    /** From now on, each request stands for itself. */
    void beStateless() {
        stateless = true;
    }

    /** From now on, requests are of a session. */
    void beSession() {
        stateless = false;
    }

    /** The session has begun. */
    void begin(Json serverCapabilities) {
        capabilities = serverCapabilities;
    }

    /** The session has begun by a handshake. */
    void begin(Json serverCapabilities, String version) {
        wire.agree(version);
        capabilities = serverCapabilities;
        wire.send(new Message.Notification("notifications/initialized", null));
    }

    /**
     * Asks the server, and answers what it asks back.
     *
     * @throws McpException if it cannot be asked, or refuses
     * @throws Wire.SessionForgottenException if it no longer knows the session
     * @throws CancelledException if the call was cancelled
     */
    Json request(String method, Json params, Call call) {
        Json again = params;
        Deadline deadline = Deadline.in(call.timeout());
        for (int round = 0; round < MOST_ROUNDS; round++) {
            if (round > 0 && deadline.isOver())
                throw new McpException(refusal(method) + "with questions only, for " + deadline.length());
            Json result = once(method, again, round == 0 ? call : call.of(deadline.left()));
            String type = stateless ? Fields.findString(result, "resultType").orElse("complete") : "complete";
            if (type.equals("complete")) return result;
            if (!type.equals("input_required"))
                throw new McpException(
                        refusal(method) + "with a result of a kind that nobody knows: " + CleanText.line(type, 100));
            again = answered(method, params, result);
        }
        throw new McpException(refusal(method) + "with one question after the other, " + MOST_ROUNDS + " times");
    }

    private Json answered(String method, Json params, Json result) {
        Fields answers = Fields.none();
        Json requests = Fields.object(result, "inputRequests");
        for (String key : requests.names()) {
            Json request = requests.get(key);
            try {
                answers.and(key, questions.answer(Fields.string(request, "method"), Fields.object(request, "params")));
            } catch (RefusedException | JsonException refused) {
                throw new McpException(refusal(method) + "with a question that is not answered: "
                        + CleanText.line(Fields.string(request, "method"), 100) + ": "
                        + CleanText.line(String.valueOf(refused.getMessage()), 300));
            }
        }
        Fields again = Fields.of(params).without("inputResponses").without("requestState");
        if (!answers.isEmpty()) again.and("inputResponses", answers);
        return again.and("requestState", result.find("requestState").orElse(null))
                .json();
    }

    private Json once(String method, Json params, Call call) {
        Json id = Json.of(ids.incrementAndGet());
        Message.Request request = new Message.Request(id, method, withMeta(params, id, call));
        if (call.progress() != null) progress.watch(id, call.progress());
        try {
            Wire.Outgoing outgoing = new Wire.Outgoing(request, call.headers(), call.cancellation(), call.timeout());
            Message answer = wire.exchange(outgoing);
            if (answer instanceof Message.Result result) return result.result();
            throw refused(method, ((Message.Failure) answer).error());
        } catch (CancelledException stopped) {
            tellCancelled(id, method, "the client no longer needs it");
            throw stopped;
        } catch (McpException failed) {
            if (failed.error() == null && wire.isOpen()) tellCancelled(id, method, "the client has stopped waiting");
            throw failed;
        } finally {
            progress.forget(id);
        }
    }

    private void tellCancelled(Json id, String method, String why) {
        if (!wire.tellsCancellation() || method.equals("initialize")) return;
        Json params = Fields.of("requestId", id).and("reason", why).json();
        Threads.start("cancel", () -> wire.send(new Message.Notification("notifications/cancelled", params)));
    }

    private McpException refused(String method, Message.RpcError error) {
        return new McpException(
                refusal(method) + "with an error (" + error.code() + "): " + CleanText.line(error.message(), 1_000),
                error);
    }

    private String refusal(String method) {
        return "The MCP server '" + server + "' answered " + method + " ";
    }

    private Json withMeta(Json params, Json id, Call call) {
        Fields meta = Fields.of(Versions.meta(params));
        if (stateless) {
            meta.and(Versions.META_VERSION, Versions.STATELESS)
                    .and(Versions.META_CLIENT, Identity.CLIENT)
                    .and(Versions.META_CAPABILITIES, questions.capabilities());
        }
        if (call.progress() != null) meta.and(Versions.PROGRESS_TOKEN, id);
        return meta.isEmpty()
                ? params
                : Fields.of(params).and(Versions.META, meta).json();
    }

    /**
     * Hears of changes until the server ends it; returns at once if there is nothing to wait for.
     *
     * @param opened called when a stream of its own is open; where each request stands for itself, the server says so in a notification
     */
    void listen(Cancellation cancellation, Runnable opened) {
        if (!stateless) {
            wire.listen(cancellation, opened);
            return;
        }
        Json wanted =
                Fields.of("notifications", Fields.of("toolsListChanged", true)).json();
        request(Versions.LISTEN, wanted, new Call(Map.of(), cancellation, Duration.ZERO, null));
    }

    @Override
    public void close() {
        wire.close();
    }
}
