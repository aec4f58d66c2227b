package dev.spindle.mcp;

import dev.spindle.context.Cancellation;
import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.json.SchemaValidator;
import dev.spindle.mcp.Message.RpcError;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One request of a client, and the client behind it. For the thread that answers it. */
final class ClientRequest implements McpCaller {
    private static final List<String> LEVELS =
            List.of("debug", "info", "notice", "warning", "error", "critical", "alert", "emergency");

    private final Message.Request request;
    private final Client client;
    private final Cancellation cancellation = Cancellation.create();
    private volatile Runnable lettingGo = () -> {};
    private volatile Duration asked = Duration.ZERO;
    private volatile long askedSince;
    private String key = UUID.randomUUID().toString();
    private final Map<String, Json> answers = new LinkedHashMap<>();

    /**
     * Who sent it, and how it is reached.
     *
     * @param stateless whether it speaks the newest generation
     * @param capabilities what it can
     * @param logLevel the least level of lines that it wants; empty for none
     * @param notifications takes what it is told meanwhile
     * @param asking asks it in the midst of a request, and waits; null in the newest generation
     */
    record Client(
            boolean stateless,
            Json capabilities,
            String logLevel,
            Consumer<Message.Notification> notifications,
            @Nullable Function<Question, Message> asking) {}

    ClientRequest(Message.Request request, Client client) {
        this.request = request;
        this.client = client;
    }

    /** How long the client has taken for its answers so far. */
    Duration asked() {
        long since = askedSince;
        return since == 0 ? asked : asked.plusNanos(System.nanoTime() - since);
    }

    @Override
    public Map<String, String> trace() {
        return Trace.of(Versions.meta(params()));
    }

    /** Says what lets go of the client's connection. */
    void onLetGo(Runnable action) {
        lettingGo = action;
    }

    @Override
    public void letGo() {
        lettingGo.run();
    }

    /** Tells the client something. */
    void tell(Message.Notification notification) {
        client.notifications().accept(notification);
    }

    Json id() {
        return request.id();
    }

    String method() {
        return request.method();
    }

    Json params() {
        return request.given();
    }

    boolean isStateless() {
        return client.stateless();
    }

    Cancellation cancellation() {
        return cancellation;
    }

    /** The same in each round of a request that is sent again with answers. */
    String key() {
        return key;
    }

    /** Takes what an earlier round has brought. */
    void goOn(StateSeal seal) {
        Optional<String> state = Fields.findString(params(), "requestState");
        if (state.isPresent()) {
            StateSeal.State opened = seal.open(state.get(), identity());
            key = opened.key();
            Json earlier = opened.answers();
            earlier.names().forEach(name -> answers.put(name, earlier.get(name)));
        }
        Json given = Fields.object(params(), "inputResponses");
        given.names().forEach(name -> answers.put(name, given.get(name)));
    }

    /** What of a request must be the same in each of its rounds. */
    private String identity() {
        Json same = Fields.of(params())
                .without("inputResponses")
                .without("requestState")
                .without(Versions.META)
                .json();
        return request.method() + " " + same.canonical();
    }

    /** The result that asks the client. */
    Json asking(StateSeal seal, Map<String, Question> questions) {
        Fields requests = Fields.none();
        questions.forEach((name, question) ->
                requests.and(name, Fields.of("method", question.method()).and("params", question.params())));
        StateSeal.State state = new StateSeal.State(key, Json.object(answers));
        return Fields.of("resultType", "input_required")
                .and("inputRequests", requests)
                .and("requestState", seal.seal(state, identity()))
                .json();
    }

    @Override
    public void progress(double done, double total, String message) {
        Json token = Versions.meta(params()).find(Versions.PROGRESS_TOKEN).orElse(null);
        if (token == null) return;
        Fields far = Fields.of("progressToken", token).and("progress", number(done));
        if (total > 0) far.and("total", number(total));
        if (!message.isEmpty()) far.and("message", message);
        client.notifications().accept(new Message.Notification("notifications/progress", far.json()));
    }

    /** Whole numbers without a point. */
    private static Object number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) return (long) value;
        return value;
    }

    @Override
    public void log(String level, String text) {
        int wanted = LEVELS.indexOf(client.logLevel());
        if (wanted < 0 || LEVELS.indexOf(level) < wanted) return;
        Json params = Fields.of("level", level).and("data", text).json();
        client.notifications().accept(new Message.Notification("notifications/message", params));
    }

    @Override
    public Map<String, Json> ask(Map<String, Question> questions) {
        Map<String, Question> open = new LinkedHashMap<>();
        questions.forEach((name, question) -> {
            if (client.capabilities().find(question.capability()).isEmpty())
                throw RpcException.missing(question.capability());
            if (!isAnswered(name, question)) open.put(name, question);
        });
        if (!open.isEmpty() && client.asking() == null) throw new InputRequiredException(open);
        if (client.asking() != null) {
            long since = System.nanoTime();
            askedSince = since;
            open.forEach((name, question) -> answers.put(name, asked(question, client.asking())));
            asked = asked.plusNanos(System.nanoTime() - since);
            askedSince = 0;
        }
        Map<String, Json> answered = new LinkedHashMap<>();
        questions.keySet().forEach(name -> answered.put(name, answers.getOrDefault(name, Json.EMPTY_OBJECT)));
        return answered;
    }

    private static Json asked(Question question, Function<Question, Message> asking) {
        Message answer = asking.apply(question);
        if (answer instanceof Message.Result result) return result.result();
        RpcError error = ((Message.Failure) answer).error();
        throw new McpException("The client answered " + question.method() + " with an error (" + error.code() + "): "
                + CleanText.line(error.message(), 300));
    }

    /** Whether there is an answer that fits: what a client sends is not taken for what was asked. */
    private boolean isAnswered(String name, Question question) {
        Json answer = answers.get(name);
        if (answer == null || !answer.isObject()) return false;
        return switch (question.method()) {
            case "elicitation/create" -> isElicited(answer, question.params());
            case "roots/list" -> answer.find("roots").filter(Json::isArray).isPresent();
            default -> answer.find("content").isPresent();
        };
    }

    private static boolean isElicited(Json answer, Json params) {
        String action = Fields.string(answer, "action");
        if (action.equals("decline") || action.equals("cancel")) return true;
        if (!action.equals("accept")) return false;
        Json schema = params.find("requestedSchema").orElse(null);
        if (schema == null) return true;
        try {
            return SchemaValidator.of(schema)
                    .check(Fields.object(answer, "content"))
                    .isEmpty();
        } catch (JsonException unusable) {
            throw new RpcException(
                    RpcError.INTERNAL, "the form of this server cannot be used: " + unusable.getMessage());
        }
    }

    /** Thrown where a request cannot go on before its client has answered. */
    static final class InputRequiredException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Map<String, Question> questions;

        InputRequiredException(Map<String, Question> questions) {
            super("the client must answer first; let this through");
            this.questions = questions;
        }

        Map<String, Question> questions() {
            return questions;
        }
    }
}
