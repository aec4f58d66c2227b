package dev.spindle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.event.Limits;
import dev.spindle.http.Tally;
import dev.spindle.http.WireServer;
import dev.spindle.http.WireServer.Answer;
import dev.spindle.json.Json;
import dev.spindle.message.CallId;
import dev.spindle.message.Message;
import dev.spindle.message.SystemMessage;
import dev.spindle.message.UserMessage;
import dev.spindle.model.openai.ChatRequest;
import dev.spindle.model.openai.Dialect;
import dev.spindle.model.openai.Dialect.Feature;
import dev.spindle.model.openai.OpenAiModel;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolResult;
import dev.spindle.tool.ToolSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Recorded conversations of many providers through the whole loop: the next request carries back what the recorded one did. */
class RecordedSessionsTest {
    private static final String CORPUS = System.getProperty("spindle.corpus", "");
    private static final Tally PLAYED = new Tally("Sessions through the whole loop");
    private static final Map<String, String> SERVERS = Map.of(
            "openai", "https://api.openai.com/v1",
            "azure-openai", "https://a.openai.azure.com/openai/v1",
            "openrouter", "https://openrouter.ai/api/v1",
            "mistral", "https://api.mistral.ai/v1",
            "deepseek", "https://api.deepseek.com/v1",
            "groq", "https://api.groq.com/openai/v1");
    /** What a client may add to its own messages; the rest came from the server and must go back to it. */
    private static final Set<String> OF_CLIENTS = Set.of("role", "content", "tool_calls", "name", "prefix", "refusal");

    private static final List<String> REASONING = List.of("reasoning_content", "reasoning");
    private static final Set<String> OF_CLIENTS_IN_CALLS = Set.of("id", "type", "function", "index", "cache_control");

    @AfterAll
    static void print() {
        if (!CORPUS.isEmpty()) PLAYED.print();
    }

    @TestFactory
    Stream<DynamicTest> theLoopContinuesARecordedSession() throws IOException {
        if (CORPUS.isEmpty()) {
            System.out.println("Recorded sessions were left out: the system property spindle.corpus names no folder");
            return Stream.empty();
        }
        Json sessions = Json.parse(Files.readString(Path.of(CORPUS, "recordings", "sessions.json")));
        return sessions.items().stream()
                .filter(session -> session.get("kind").string().equals("agent-loop"))
                .map(session -> PLAYED.test(session.get("session").string(), () -> play(session)));
    }

    private static void play(Json session) throws IOException {
        List<Json> steps = new ArrayList<>();
        for (Json id : session.get("steps").items()) steps.add(recording(id.string()));
        Json last = steps.get(steps.size() - 1);
        try (WireServer server = WireServer.giving(
                steps.stream().map(RecordedSessionsTest::answer).toArray(Answer[]::new))) {
            RunResult result = run(steps, server);

            assertEquals(text(last.get("expected"), "content"), result.partialText(), result.detail());
            assertTrue(result.transcript().isClosed());
            assertEquals(steps.size(), server.received().size(), result.detail());
            for (int step = 1; step < steps.size(); step++) {
                Json sent = Json.parse(server.received().get(step).body());
                checkCarriedBack(steps.get(step).get("request"), sent, dialect(last));
            }
        }
    }

    private static Json recording(String id) throws IOException {
        return Json.parse(Files.readString(Path.of(CORPUS, "recordings", "recordings", id + ".json")));
    }

    private static Answer answer(Json recording) {
        boolean streamed = recording.find("sse").isPresent();
        String body = recording.get(streamed ? "sse" : "responseBody").string();
        return streamed ? Answer.events(body) : Answer.json(body);
    }

    private static Dialect dialect(Json recording) {
        String provider = recording.get("provider").string();
        String known = SERVERS.get(provider);
        return known == null ? Dialect.COMMON.withName(provider) : Dialect.of(URI.create(known));
    }

    private static RunResult run(List<Json> steps, WireServer server) {
        Json first = steps.get(0);
        ChatRequest request = ChatRequest.parse(first.get("request"));
        OpenAiModel model = OpenAiModel.builder()
                .model(request.model().isEmpty() ? "recorded" : request.model())
                .baseUrl(server.baseUrl())
                .dialect(dialect(first))
                .build();
        Agent agent = Agent.builder(model)
                .tools(tools(request, steps).toArray())
                .interceptors(List.of())
                .build();
        RunRequest asked = asked(request, steps.size());
        return request.stream() ? agent.run(asked, event -> {}) : agent.run(asked);
    }

    private static RunRequest asked(ChatRequest request, int turns) {
        List<Message> said = request.messages().messages();
        StringBuilder instructions = new StringBuilder();
        List<Message> history = new ArrayList<>();
        for (Message message : said.subList(0, said.size() - 1)) {
            if (message instanceof SystemMessage system) instructions.append(system.text());
            else history.add(message);
        }
        RunRequest asked = RunRequest.of((UserMessage) said.get(said.size() - 1))
                .withInstructions(instructions.toString())
                .withHistory(history)
                .withOptions(request.options())
                .withLimits(Limits.DEFAULT.withMaxTurns(turns));
        return request.output() == null ? asked : asked.returning(request.output());
    }

    /** The tools of the recorded program: each gives the results that it gave then. */
    private static List<ToolFunction> tools(ChatRequest request, List<Json> steps) {
        Map<String, ToolSpec> specs = new LinkedHashMap<>();
        for (Json step : steps.subList(1, steps.size())) {
            for (Json call : calls(assistants(step.get("request")))) {
                String name = call.get("function").get("name").string();
                specs.put(name, ToolSpec.of(name, name, Json.parse("{\"type\":\"object\"}"), Effect.READ));
            }
        }
        for (ToolSpec spec : request.tools()) specs.put(spec.name(), described(spec));
        return specs.values().stream()
                .map(spec -> ToolFunction.of(spec, call -> ToolResult.text(result(steps, call.id()))))
                .toList();
    }

    private static ToolSpec described(ToolSpec spec) {
        if (!spec.description().isBlank()) return spec;
        return ToolSpec.of(spec.name(), spec.name(), spec.parameters(), spec.effect());
    }

    private static String result(List<Json> steps, CallId id) {
        if (id.turn() + 1 == steps.size()) return "The recording ends here.";
        Json next = steps.get(id.turn() + 1).get("request");
        List<Json> callers = assistants(next);
        Json call = calls(callers.subList(callers.size() - 1, callers.size())).get(id.index());
        return next.get("messages").items().stream()
                .filter(message -> text(message, "tool_call_id").equals(text(call, "id")))
                .map(RecordedSessionsTest::content)
                .findFirst()
                .orElseThrow();
    }

    private static String key(Json call) {
        Json function = call.get("function");
        return function.get("name").string()
                + Json.parse(function.get("arguments").string()).text();
    }

    private static List<Json> calls(List<Json> messages) {
        return messages.stream()
                .flatMap(message -> message.find("tool_calls").orElse(Json.NULL).items().stream())
                .toList();
    }

    private static String content(Json message) {
        Json content = message.get("content");
        if (content.isString()) return content.string();
        StringBuilder text = new StringBuilder();
        for (Json part : content.items()) text.append(text(part, "text"));
        return text.toString();
    }

    private static void checkCarriedBack(Json recorded, Json sent, Dialect dialect) {
        List<Json> then = assistants(recorded);
        List<Json> now = assistants(sent);
        assertEquals(then.size(), now.size());
        for (int at = 0; at < then.size(); at++) {
            if (dialect.has(Feature.UNKNOWN_FIELDS)) checkFields(then.get(at), now.get(at), OF_CLIENTS);
            checkCalls(then.get(at), now.get(at), dialect);
        }
        assertEquals(toolResults(recorded), toolResults(sent));
    }

    private static List<Json> assistants(Json request) {
        return request.get("messages").items().stream()
                .filter(message ->
                        !message.find("tool_calls").orElse(Json.NULL).items().isEmpty())
                .toList();
    }

    private static List<String> toolResults(Json request) {
        return request.get("messages").items().stream()
                .filter(message -> text(message, "role").equals("tool"))
                .map(RecordedSessionsTest::content)
                .toList();
    }

    private static void checkCalls(Json then, Json now, Dialect dialect) {
        List<Json> recorded = calls(List.of(then));
        List<Json> sent = calls(List.of(now));
        assertEquals(recorded.size(), sent.size());
        for (int at = 0; at < recorded.size(); at++) {
            assertEquals(key(recorded.get(at)), key(sent.get(at)));
            assertEquals(text(recorded.get(at), "id"), text(sent.get(at), "id"));
            if (dialect.has(Feature.UNKNOWN_FIELDS)) {
                checkFields(recorded.get(at), sent.get(at), OF_CLIENTS_IN_CALLS);
            }
        }
    }

    private static void checkFields(Json then, Json now, Set<String> except) {
        for (String name : then.names()) {
            if (except.contains(name) || then.get(name).isNull()) continue;
            if (name.equals("reasoning_details")) checkDetails(then.get(name), now.get(name));
            else if (REASONING.contains(name)) assertEquals(text(then, name), reasoning(now));
            else assertEquals(then.get(name).to(Object.class), now.get(name).to(Object.class), name);
        }
    }

    /** Reasoning goes back in the field that it came in; some of the recorded programs chose another. */
    private static String reasoning(Json message) {
        return REASONING.stream()
                .map(name -> text(message, name))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** Some of the recorded programs lost the first piece of a text, and one a whole item. */
    private static void checkDetails(Json then, Json now) {
        for (Json recorded : then.items()) {
            assertTrue(now.items().stream().anyMatch(sent -> isSame(recorded, sent)), recorded.text() + now.text());
        }
    }

    private static boolean isSame(Json recorded, Json sent) {
        return text(sent, "text").endsWith(text(recorded, "text"))
                && recorded.names().stream()
                        .allMatch(name -> name.equals("text") || sent.find(name).equals(recorded.find(name)));
    }

    private static String text(Json object, String field) {
        return object.find(field).filter(Json::isString).map(Json::string).orElse("");
    }
}
