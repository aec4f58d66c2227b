package dev.spindle.model.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.http.HttpTransport;
import dev.spindle.http.WireServer;
import dev.spindle.json.Json;
import dev.spindle.message.ToolCall;
import dev.spindle.message.Transcript;
import dev.spindle.message.Usage;
import dev.spindle.message.UserMessage;
import dev.spindle.model.Delta;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelReply;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What servers send, and what is made of it: one file each, the expectation in its first line.
 *
 * <p>Each is read whole, a byte at a time and, if it is small, cut at every byte; with and without a listener.
 */
class WireFixturesTest {
    private static final int SMALL = 350;
    private static final HttpTransport TRANSPORT = HttpTransport.create();

    private static volatile WireServer.Body body = out -> {};
    private static WireServer server;
    private static OpenAiModel model;

    @BeforeAll
    static void serve() throws IOException {
        server = WireServer.answering(
                request -> new WireServer.Answer(200, Map.of("Content-Type", "application/octet-stream"), body));
        model = OpenAiModel.builder()
                .model("asked")
                .baseUrl(server.baseUrl())
                .dialect(Dialect.COMMON)
                .transport(TRANSPORT)
                .build();
    }

    @AfterAll
    static void close() throws IOException {
        server.close();
        TRANSPORT.close();
    }

    @TestFactory
    Stream<DynamicTest> fixturesAreReadAsExpected() throws IOException, URISyntaxException {
        Path folder =
                Path.of(Objects.requireNonNull(getClass().getResource("/wire")).toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
        }
    }

    private static void check(Path file) throws IOException {
        String[] halves = Files.readString(file).split("\n====\n", 2);
        Json expected = Json.parse(halves[0]);
        String sent = halves[1];
        int bytes = sent.getBytes(StandardCharsets.UTF_8).length;
        check(expected, WireServer.cut(sent, Integer.MAX_VALUE));
        check(expected, WireServer.cut(sent, 1));
        for (int cut = 1; cut < bytes && bytes <= SMALL; cut++) check(expected, WireServer.cut(sent, cut, bytes));
    }

    private static void check(Json expected, WireServer.Body sent) {
        body = sent;
        ModelCall question = ModelCall.of(Transcript.of(List.of(UserMessage.of("?"))));
        Shown shown = new Shown();
        if (expected.find("failure").isPresent()) {
            checkFailure(expected, assertThrows(ModelException.class, () -> model.call(question)));
            checkFailure(
                    expected, assertThrows(ModelException.class, () -> model.call(question.withDeltas(shown::add))));
            return;
        }
        checkReply(expected, model.call(question));
        ModelReply reply = model.call(question.withDeltas(shown::add));
        checkReply(expected, reply);
        shown.check(reply);
    }

    private static void checkReply(Json expected, ModelReply reply) {
        assertEquals(text(expected, "finish"), reply.finish().name());
        assertEquals(text(expected, "word"), reply.finishWord());
        assertEquals(text(expected, "text"), reply.message().text());
        assertEquals(text(expected, "model"), reply.model());
        assertEquals(
                expected.find("reasoning").map(Json::string).orElse(null),
                reply.message().reasoning());
        assertEquals(
                expected.find("refusal").map(Json::string).orElse(null),
                reply.message().refusal());
        assertSame(
                expected.find("extra").orElse(Json.EMPTY_OBJECT),
                reply.message().extra());
        checkCalls(expected, reply.message().toolCalls());
        checkUsage(expected, reply.spent().usage());
    }

    private static void checkCalls(Json expected, List<ToolCall> calls) {
        List<Json> wanted = expected.find("calls").map(Json::items).orElse(List.of());
        assertEquals(wanted.size(), calls.size());
        for (int at = 0; at < calls.size(); at++) {
            assertEquals(text(wanted.get(at), "name"), calls.get(at).name());
            assertEquals(text(wanted.get(at), "arguments"), calls.get(at).arguments());
            String id = text(wanted.get(at), "id");
            if (id.isEmpty()) assertTrue(calls.get(at).id().startsWith("call_"));
            else assertEquals(id, calls.get(at).id());
        }
        if (expected.find("callExtra").isPresent())
            assertSame(expected.get("callExtra"), calls.get(0).extra());
    }

    private static void checkUsage(Json expected, Usage usage) {
        if (expected.find("usage").isEmpty()) {
            assertEquals(Usage.NONE, usage);
            return;
        }
        List<Json> numbers = expected.get("usage").items();
        assertEquals(numbers.get(0).integer(), usage.inputTokens());
        assertEquals(numbers.get(1).integer(), usage.outputTokens());
        assertEquals(numbers.get(2).integer(), usage.totalTokens());
        assertEquals(expected.find("cached").map(Json::integer).orElse(0L), usage.cachedTokens());
        assertEquals(expected.find("thought").map(Json::integer).orElse(0L), usage.reasoningTokens());
    }

    private static void checkFailure(Json expected, ModelException failure) {
        assertEquals(text(expected, "failure"), failure.getClass().getSimpleName());
        assertEquals(expected.get("retryable").bool(), failure.isRetryable());
        assertTrue(failure.getMessage().contains(text(expected, "says")), failure.getMessage());
        assertTrue(failure.getMessage().contains(server.url().toString()), failure.getMessage());
        if (expected.find("partial").isPresent()) {
            assertEquals(text(expected, "partial"), failure.details().partialText());
        }
        if (expected.find("usage").isPresent())
            checkUsage(expected, failure.details().spent().usage());
    }

    private static String text(Json object, String field) {
        return object.find(field).map(Json::string).orElse("");
    }

    /** The same JSON, whatever its white space. */
    private static void assertSame(Json expected, Json actual) {
        assertEquals(expected.names(), actual.names());
        for (String name : expected.names()) {
            assertEquals(compact(expected.get(name)), compact(actual.get(name)));
        }
    }

    private static String compact(Json json) {
        return json.text().replaceAll("\\s", "");
    }

    /** The pieces that a listener was shown. */
    private static final class Shown {
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder reasoning = new StringBuilder();
        private final Map<Integer, String> arguments = new HashMap<>();

        private void add(Delta delta) {
            if (delta instanceof Delta.Text piece) text.append(piece.text());
            if (delta instanceof Delta.Reasoning piece) reasoning.append(piece.text());
            if (delta instanceof Delta.ArgumentsPiece piece)
                arguments.merge(piece.index(), piece.piece(), String::concat);
        }

        private void check(ModelReply reply) {
            assertEquals(reply.message().text(), text.toString());
            assertEquals(Objects.requireNonNullElse(reply.message().reasoning(), ""), reasoning.toString());
            List<ToolCall> calls = reply.message().toolCalls();
            for (int at = 0; at < calls.size(); at++) {
                assertEquals(calls.get(at).arguments(), arguments.getOrDefault(at, "{}"));
            }
        }
    }
}
