package dev.spindle.mcp;

import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.json.SchemaValidator;
import dev.spindle.json.SchemaValidator.Violation;
import dev.spindle.mcp.McpAnswers.Elicitation;
import dev.spindle.mcp.McpAnswers.Elicited;
import dev.spindle.mcp.McpAnswers.Sampled;
import dev.spindle.mcp.Message.RpcError;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what one server asks of its client. Thread-safe. */
final class ServerQuestions {
    private static final Logger log = LoggerFactory.getLogger(ServerQuestions.class);
    private static final int MOST_A_CALL = 25;

    private final String server;
    private final McpAnswers answers;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();

    ServerQuestions(String server, McpAnswers answers) {
        this.server = server;
        this.answers = answers;
    }

    /** What the server is told that it may ask. */
    Json capabilities() {
        Fields capabilities = Fields.none();
        if (answers.elicitor() != null) {
            capabilities.and("elicitation", Fields.of("form", Map.of()).and("url", Map.of()));
        }
        if (!answers.roots().isEmpty()) capabilities.and("roots", Map.of());
        if (answers.sampler() != null) capabilities.and("sampling", Map.of());
        return capabilities.json();
    }

    /** A call begins, and with it a new allowance of questions. */
    void begin() {
        if (calls.getAndIncrement() == 0) asked.set(0);
    }

    void end() {
        calls.decrementAndGet();
    }

    /** The answer to a request over the wire. */
    Message answer(Message.Request request) {
        try {
            return new Message.Result(request.id(), answer(request.method(), request.given()));
        } catch (RefusedException refused) {
            return new Message.Failure(request.id(), refused.error);
        } catch (JsonException unfit) {
            RpcError error = RpcError.of(RpcError.INTERNAL, "this client failed: " + unfit.getMessage());
            return new Message.Failure(request.id(), error);
        } catch (RuntimeException failed) {
            log.warn(
                    "a question of {} could not be answered",
                    server,
                    failed); // its words are no business of a stranger
            return new Message.Failure(request.id(), RpcError.of(RpcError.INTERNAL, "this client failed"));
        }
    }

    /**
     * The answer to a question.
     *
     * @throws RefusedException if there is none
     */
    Json answer(String method, Json params) {
        if (method.equals("ping")) return Json.EMPTY_OBJECT;
        if (calls.get() == 0 && !method.equals("roots/list")) throw new RefusedException(Refusals.NO_CALL);
        if (asked.incrementAndGet() > MOST_A_CALL * Math.max(1, calls.get()))
            throw new RefusedException(Refusals.TOO_OFTEN);
        return switch (method) {
            case "roots/list" -> roots();
            case "elicitation/create" -> elicited(params);
            case "sampling/createMessage" -> sampled(params);
            default -> throw new RefusedException(Refusals.unknown(method));
        };
    }

    private Json roots() {
        if (answers.roots().isEmpty()) throw new RefusedException(Refusals.unknown("roots/list"));
        List<Json> roots = answers.roots().stream()
                .map(root -> Fields.of("uri", root.uri().toString())
                        .and("name", root.name())
                        .json())
                .toList();
        return Fields.of("roots", roots).json();
    }

    private Json elicited(Json params) {
        if (answers.elicitor() == null) throw new RefusedException(Refusals.unknown("elicitation/create"));
        Elicitation question = question(params);
        Elicited elicited = answers.elicitor().elicit(question);
        Fields answer = Fields.of("action", elicited.action().name().toLowerCase(Locale.ROOT));
        Json schema = question.schema();
        if (elicited.action() == Elicited.Action.ACCEPT && schema != null)
            answer.and("content", filled(elicited.content(), schema));
        return answer.json();
    }

    private Elicitation question(Json params) {
        String message = CleanText.block(Fields.string(params, "message"), 4_000);
        if (!"url".equals(Fields.string(params, "mode"))) {
            Json schema = params.find("requestedSchema").filter(Json::isObject).orElse(null);
            if (schema == null)
                throw new RefusedException(RpcError.of(RpcError.INVALID_PARAMS, "requestedSchema is missing"));
            return new Elicitation(server, message, schema, null);
        }
        try {
            URI url = URI.create(Fields.string(params, "url"));
            boolean web = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
            if (web && url.getHost() != null) return new Elicitation(server, message, null, url);
        } catch (IllegalArgumentException noAddress) {
            throw new RefusedException(
                    RpcError.of(RpcError.INVALID_PARAMS, "url is no address: " + noAddress.getMessage()));
        }
        throw new RefusedException(RpcError.of(RpcError.INVALID_PARAMS, "url is no address of the web"));
    }

    /** What was filled in, with the form's defaults where nothing was. */
    private static Json filled(Json content, Json schema) {
        Fields fields = Fields.of(content);
        Json properties = Fields.object(schema, "properties");
        for (String name : properties.names()) {
            Optional<Json> standard = properties.get(name).find("default");
            if (content.find(name).isEmpty()) standard.ifPresent(value -> fields.and(name, value));
        }
        Json filled = fields.json();
        List<Violation> violations = SchemaValidator.of(schema).check(filled);
        if (!violations.isEmpty())
            throw new JsonException(
                    "the answer does not fit the form: " + violations.get(0).message());
        return filled;
    }

    private Json sampled(Json params) {
        if (answers.sampler() == null) throw new RefusedException(Refusals.unknown("sampling/createMessage"));
        Sampled sampled = answers.sampler()
                .sample(new McpAnswers.Sampling(server, params))
                .orElseThrow(() -> new RefusedException(RpcError.of(-1, "the user refused")));
        return Fields.of("role", "assistant")
                .and("content", Fields.of("type", "text").and("text", sampled.text()))
                .and("model", sampled.model())
                .and("stopReason", "endTurn")
                .json();
    }

    /** Thrown where a question gets no answer. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient RpcError error;

        RefusedException(RpcError error) {
            super(error.message());
            this.error = error;
        }
    }
}
