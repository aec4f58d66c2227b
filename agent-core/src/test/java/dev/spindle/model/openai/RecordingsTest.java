package dev.spindle.model.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.spindle.context.RunContext;
import dev.spindle.http.HttpTransport;
import dev.spindle.http.Tally;
import dev.spindle.http.WireServer;
import dev.spindle.json.Json;
import dev.spindle.json.SchemaValidator;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.ToolCall;
import dev.spindle.message.Usage;
import dev.spindle.model.Delta;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelReply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Recorded answers of many providers, where a corpus is at hand: whole, a byte at a time, and cut at random. */
class RecordingsTest {
    private static final int RANDOM_CUTS = 20;
    private static final Tally READ = new Tally("Recordings, each cut in " + (RANDOM_CUTS + 2) + " ways");
    private static final Tally FITTING = new Tally("Requests to OpenAI that fit the published schema");
    private static final String CORPUS = System.getProperty("spindle.corpus", "");

    private static final Map<String, WireServer.Body> BODIES = new ConcurrentHashMap<>();
    private static final Map<String, Json> RECORDINGS = new ConcurrentHashMap<>();
    private static final HttpTransport TRANSPORT = HttpTransport.create();
    private static WireServer server;

    @BeforeAll
    static void serve() throws IOException {
        server = WireServer.answering(request -> answer(request.path()));
    }

    @AfterAll
    static void close() throws IOException {
        server.close();
        TRANSPORT.close();
        if (CORPUS.isEmpty()) return;
        READ.print();
        FITTING.print();
    }

    private static WireServer.Answer answer(String path) {
        String id = path.split("/", 4)[2];
        Json recording = RECORDINGS.get(id);
        Map<String, String> headers = new LinkedHashMap<>();
        Json recorded = recording.get("headers");
        for (String name : recorded.names()) {
            if (!name.equals("transfer-encoding"))
                headers.put(name, recorded.get(name).string());
        }
        return new WireServer.Answer((int) recording.get("status").integer(), headers, BODIES.get(id));
    }

    @TestFactory
    Stream<DynamicTest> recordingsAreReadAsExpectedHoweverTheyAreCut() throws IOException {
        if (CORPUS.isEmpty()) {
            System.out.println("Recordings were left out: the system property spindle.corpus names no folder");
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(Path.of(CORPUS, "recordings", "recordings"))) {
            List<Path> all = files.sorted().toList();
            return all.stream().map(file -> READ.test(file.getFileName().toString(), () -> check(file)));
        }
    }

    private static void check(Path file) throws IOException {
        Json recording = Json.parse(Files.readString(file));
        String id = recording.get("id").string();
        RECORDINGS.put(id, recording);
        String body = recording
                .find("sse")
                .or(() -> recording.find("responseBody"))
                .orElseThrow()
                .string();
        check(id, recording, WireServer.cut(body, Integer.MAX_VALUE));
        check(id, recording, WireServer.cut(body, 1));
        Random random = new Random(id.hashCode());
        for (int cut = 0; cut < RANDOM_CUTS; cut++) {
            int[] sizes = random.ints(50, 1, Math.max(2, body.length() / 4)).toArray();
            check(id, recording, WireServer.cut(body, sizes));
        }
    }

    private static void check(String id, Json recording, WireServer.Body body) {
        BODIES.put(id, body);
        OpenAiModel endpoint = OpenAiModel.builder()
                .model("recorded")
                .baseUrl(server.baseUrl().replace("/v1", "/r/" + id + "/v1"))
                .transport(TRANSPORT)
                .build();
        StringBuilder shown = new StringBuilder();
        Json expected = recording.get("expected");
        try {
            ModelReply reply = request(recording)
                    .send(
                            endpoint,
                            delta -> {
                                if (delta instanceof Delta.Text text) shown.append(text.text());
                            },
                            RunContext.of(id));
            checkReply(expected, reply);
            assertEquals(Optional.empty(), expected.find("error").or(() -> expected.find("streamError")));
            if (request(recording).stream()) assertEquals(reply.message().text(), shown.toString());
        } catch (ModelException failure) {
            checkFailure(recording, failure);
        }
    }

    private static ChatRequest request(Json recording) {
        Json given = recording.get("request");
        boolean stream = recording.find("sse").isPresent();
        Json request = given.isNull() || given.find("messages").isEmpty()
                ? Json.parse("{\"model\":\"m\",\"stream\":" + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"?\"}]}")
                : given;
        return ChatRequest.parse(request);
    }

    private static void checkReply(Json expected, ModelReply reply) {
        AssistantMessage message = reply.message();
        String content = expected.find("content")
                .filter(Json::isString)
                .map(Json::string)
                .orElse("");
        assertEquals(content, message.text());
        assertEquals(text(expected, "reasoning"), message.reasoning() == null ? "" : message.reasoning());
        assertEquals(text(expected, "refusal"), message.refusal() == null ? "" : message.refusal());
        assertEquals(text(expected, "finishReason"), reply.finishWord());
        checkCalls(expected.get("toolCalls").items(), message.toolCalls());
        checkUsage(expected.get("usage"), reply.spent().usage());
        if (!text(expected, "model").isEmpty()) assertEquals(text(expected, "model"), reply.model());
    }

    private static void checkCalls(List<Json> expected, List<ToolCall> calls) {
        assertEquals(expected.size(), calls.size());
        for (int at = 0; at < calls.size(); at++) {
            Json call = expected.get(at);
            if (!text(call, "id").isEmpty())
                assertEquals(text(call, "id"), calls.get(at).id());
            assertEquals(text(call, "name"), calls.get(at).name());
            String arguments = text(call, "argumentsText");
            assertEquals(arguments.isBlank() ? "{}" : arguments, calls.get(at).arguments());
        }
    }

    private static void checkUsage(Json expected, Usage usage) {
        if (expected.isNull()) {
            assertEquals(Usage.NONE, usage);
            return;
        }
        assertEquals(number(expected, "promptTokens"), usage.inputTokens());
        assertEquals(number(expected, "completionTokens"), usage.outputTokens());
        assertEquals(number(expected, "totalTokens"), usage.totalTokens());
        if (expected.find("cachedPromptTokens").isPresent()) {
            assertEquals(number(expected, "cachedPromptTokens"), usage.cachedTokens());
        }
        if (expected.find("reasoningTokens").isPresent()) {
            assertEquals(number(expected, "reasoningTokens"), usage.reasoningTokens());
        }
    }

    private static void checkFailure(Json recording, ModelException failure) {
        Json expected = recording.get("expected");
        Json error =
                expected.find("error").or(() -> expected.find("streamError")).orElse(null);
        assertNotNull(error, () -> "unexpected: " + failure);
        assertEquals(error.get("message").string(), failure.details().serverWords());
        assertEquals(recording.get("status").integer(), failure.details().status());
        if (expected.find("streamError").isPresent())
            checkReply(expected, failure.details().partial());
    }

    private static String text(Json object, String field) {
        return object.find(field).filter(Json::isString).map(Json::string).orElse("");
    }

    private static long number(Json object, String field) {
        return object.find(field).filter(Json::isNumber).map(Json::integer).orElse(0L);
    }

    @TestFactory
    Stream<DynamicTest> requestsFitThePublishedSchema() throws IOException {
        if (CORPUS.isEmpty()) return Stream.empty();
        SchemaValidator schema = PublishedSchema.find().orElseThrow();
        try (Stream<Path> files = Files.list(Path.of(CORPUS, "recordings", "recordings"))) {
            return files.sorted().toList().stream()
                    .map(RecordingsTest::parsed)
                    .filter(recording -> recording.get("provider").string().equals("openai"))
                    .filter(recording -> schema.check(recording.get("request")).isEmpty())
                    .map(recording -> FITTING.test(recording.get("id").string(), () -> {
                        ChatRequest request = request(recording);
                        List<byte[]> body = new RequestWriter(Dialect.OPENAI)
                                .write(request.model(), request.call(delta -> {}, RunContext.of("schema")));
                        assertEquals(List.of(), schema.check(Json.parse(RequestWriterTest.joined(body))));
                    }));
        }
    }

    private static Json parsed(Path file) {
        try {
            return Json.parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
