package dev.spindle.model.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.context.AgentException;
import dev.spindle.context.Cancellation;
import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.context.RunContext;
import dev.spindle.http.HttpTransport;
import dev.spindle.http.WireServer;
import dev.spindle.http.WireServer.Answer;
import dev.spindle.json.Json;
import dev.spindle.message.Cost;
import dev.spindle.message.Transcript;
import dev.spindle.message.Usage;
import dev.spindle.message.UserMessage;
import dev.spindle.model.Delta;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelOptions;
import dev.spindle.model.ModelOptions.ToolChoice;
import dev.spindle.model.ModelReply;
import dev.spindle.model.Pricing;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolSpec;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class OpenAiModelTest {
    static final String KEY = "sk-very-secret-key-1234";
    private static final String HELLO = "{\"model\":\"served\",\"choices\":[{\"message\":{\"content\":\"Hello\"},"
            + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1000000,\"completion_tokens\":1000000}}";
    static final ModelCall QUESTION = ModelCall.of(Transcript.of(List.of(UserMessage.of("Hi"))));

    @Test
    void requestGoesToTheEndpointWithItsKey() throws IOException {
        try (WireServer server = WireServer.giving(Answer.json(HELLO))) {
            assertEquals("Hello", model(server).call(QUESTION).message().text());

            WireServer.Received request = server.lastReceived();
            assertEquals("/v1/chat/completions", request.path());
            assertEquals("Bearer " + KEY, request.headers().get("authorization"));
            assertEquals("application/json", request.headers().get("content-type"));
            assertEquals("asked", Json.parse(request.body()).get("model").string());
        }
    }

    @Test
    void costGoesByTheModelThatAnsweredElseByTheOneAsked() throws IOException {
        Pricing.Price one = Pricing.Price.of("1", "1", "2");
        try (WireServer server = WireServer.giving(Answer.json(HELLO))) {
            OpenAiModel.Builder builder = builder(server);

            Cost served = builder.pricing(
                            Pricing.STANDARD.with("served", one).with("asked", Pricing.Price.of("9", "9", "9")))
                    .build()
                    .call(QUESTION)
                    .spent()
                    .cost();
            Cost asked = builder.pricing(Pricing.STANDARD.with("asked", one))
                    .build()
                    .call(QUESTION)
                    .spent()
                    .cost();
            Cost unknown = builder.pricing(Pricing.STANDARD)
                    .build()
                    .call(QUESTION)
                    .spent()
                    .cost();

            assertEquals(0, new BigDecimal("3").compareTo(served.usd()));
            assertEquals(served, asked);
            assertEquals(Cost.UNKNOWN, unknown);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void commentsDoNotPutOffTheLimitOfTheFirstContent(boolean listening) throws IOException {
        WireServer.Body comments = out -> {
            while (true) {
                out.write(": PROCESSING\n\ndata: {\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}\n\n"
                        .getBytes(StandardCharsets.UTF_8));
                out.flush();
                TimeUnit.MILLISECONDS.sleep(10);
            }
        };
        try (WireServer server = WireServer.giving(new Answer(200, Map.of(), comments))) {
            OpenAiModel model = builder(server)
                    .timeouts(HttpTransport.Timeouts.DEFAULT.withFirstContent(Duration.ofSeconds(1)))
                    .build();

            ModelException failure = assertThrows(
                    ModelException.class, () -> model.call(listening ? QUESTION.withDeltas(delta -> {}) : QUESTION));

            assertInstanceOf(ModelException.Unavailable.class, failure);
            assertTrue(failure.getMessage().contains("no content came within PT1S"), failure.getMessage());
        }
    }

    @Test
    void silenceBetweenChunksHasALimit() throws IOException {
        try (WireServer server = WireServer.giving(new Answer(200, Map.of(), thenSilence(text("ab"))))) {
            OpenAiModel model = builder(server)
                    .timeouts(HttpTransport.Timeouts.DEFAULT.withBetweenChunks(Duration.ofMillis(300)))
                    .build();

            ModelException failure = failure(model);

            assertEquals("ab", failure.details().partialText());
            assertTrue(failure.getMessage().contains("nothing more came within PT0.3S"), failure.getMessage());
        }
    }

    @Test
    void serverThatForgetsToHangUpDoesNotHoldUpTheReply() throws IOException {
        String said = text("ab") + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
        try (WireServer server = WireServer.giving(new Answer(200, Map.of(), thenSilence(said)))) {
            OpenAiModel model = builder(server)
                    .timeouts(HttpTransport.Timeouts.DEFAULT.withBetweenChunks(Duration.ofMillis(300)))
                    .build();

            assertEquals("ab", model.call(QUESTION).message().text());
        }
    }

    @Test
    void nullsThatStandForWhatWasLeftOutDoNotReachTheTool() throws IOException {
        Json schema = Json.parse("{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},"
                + "\"unit\":{\"type\":\"string\"}},\"required\":[\"city\"]}");
        ModelCall call = QUESTION.withTools(List.of(ToolSpec.of("weather", "Weather.", schema, Effect.READ)));
        String reply = "{\"choices\":[{\"message\":{\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"weather\","
                + "\"arguments\":\"{\\\"city\\\":\\\"Oslo\\\",\\\"unit\\\":null}\"}}]},\"finish_reason\":\"tool_calls\"}]}";
        try (WireServer server = WireServer.giving(Answer.json(reply))) {
            OpenAiModel strict = OpenAiModel.builder()
                    .model("m")
                    .baseUrl(server.baseUrl())
                    .dialect(Dialect.OPENAI)
                    .build();

            ModelReply said = strict.call(call);

            assertEquals(
                    "{\"city\":\"Oslo\"}", said.message().toolCalls().get(0).arguments());
            Json function = Json.parse(server.lastReceived().body())
                    .at("/tools/0/function")
                    .orElseThrow();
            assertEquals("true", function.get("strict").text());
            assertEquals(
                    "[\"city\",\"unit\"]",
                    function.at("/parameters/required").orElseThrow().text());
        }
    }

    @Test
    void cancellingEndsACallInTheMiddleOfAStream() throws IOException {
        Cancellation cancellation = Cancellation.create();
        ModelCall call = QUESTION.withContext(RunContext.of("r").withCancellation(cancellation))
                .withDeltas(delta -> {
                    if (delta instanceof Delta.Text) cancellation.cancel("enough");
                });
        String usage = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":1}}\n\n";
        try (WireServer server = WireServer.giving(new Answer(200, Map.of(), thenSilence(usage + text("ab"))))) {
            CancelledException cancelled =
                    assertThrows(CancelledException.class, () -> model(server).call(call));

            assertEquals("enough", cancelled.getMessage());
            assertEquals(Usage.of(7, 1), ModelException.spentOn(cancelled).usage());
        }
    }

    private static String text(String text) {
        return "data: {\"choices\":[{\"delta\":{\"content\":\"" + text + "\"}}]}\n\n";
    }

    private static WireServer.Body thenSilence(String text) {
        return out -> {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
            new CountDownLatch(1).await();
        };
    }

    @Test
    void whatNoServerTakesIsNotSent() throws IOException {
        ToolSpec tool = ToolSpec.of("f", "", Json.parse("{\"type\":\"object\"}"), Effect.READ);
        ModelOptions required = ModelOptions.DEFAULT.withToolChoice(new ToolChoice.Required());
        ModelOptions other = ModelOptions.DEFAULT.withToolChoice(new ToolChoice.Named("g"));
        try (WireServer server = WireServer.giving(Answer.json(HELLO))) {
            OpenAiModel model = model(server);

            assertRejected("messages", "at least 1", model, ModelCall.of(Transcript.EMPTY));
            assertRejected("tools", "has 129 tools; it may have 0 to 128", model, QUESTION.withTools(many(tool, 129)));
            assertRejected("tools", "'no good'", model, QUESTION.withTools(List.of(tool.withName("no good"))));
            assertRejected("tools", "twice", model, QUESTION.withTools(List.of(tool, tool)));
            assertRejected("tool_choice", "there are no tools", model, QUESTION.withOptions(required));
            assertRejected(
                    "tool_choice",
                    "one of [f]",
                    model,
                    QUESTION.withTools(List.of(tool)).withOptions(other));
            assertRejected("model", "is empty", model.withModel(" "), QUESTION);
            assertEquals(List.of(), server.received());
        }
    }

    private static List<ToolSpec> many(ToolSpec tool, int count) {
        List<ToolSpec> tools = new ArrayList<>();
        for (int at = 0; at < count; at++) tools.add(tool.withName("f" + at));
        return Collections.unmodifiableList(tools);
    }

    private static void assertRejected(String param, String says, OpenAiModel model, ModelCall call) {
        ModelException.Rejected rejected = assertThrows(ModelException.Rejected.class, () -> model.call(call));
        assertEquals(0, rejected.details().status());
        assertEquals(param, rejected.details().param());
        assertTrue(rejected.getMessage().contains(says), rejected.getMessage());
    }

    @Test
    void environmentNamesTheModel() throws IOException {
        try (WireServer server = WireServer.giving(Answer.json(HELLO))) {
            OpenAiModel model = OpenAiModel.fromEnvironment(Map.of(
                    "OPENAI_API_KEY", KEY + "\n", "OPENAI_MODEL", "asked", "OPENAI_BASE_URL", server.baseUrl() + "/"));

            assertEquals("asked", model.id());
            assertEquals("Hello", model.call(QUESTION).message().text());
            assertEquals("Bearer " + KEY, server.lastReceived().headers().get("authorization"));
            assertEquals("asked at " + server.url(), model.toString());
        }
    }

    @Test
    void missingVariableIsNamed() {
        AgentException noKey =
                assertThrows(AgentException.class, () -> OpenAiModel.fromEnvironment(Map.of("OPENAI_MODEL", "m")));
        AgentException noModel =
                assertThrows(AgentException.class, () -> OpenAiModel.fromEnvironment(Map.of("OPENAI_API_KEY", "k")));

        assertTrue(noKey.getMessage().contains("OPENAI_API_KEY"));
        assertTrue(noModel.getMessage().contains("OPENAI_MODEL"));
    }

    @Test
    void baseUrlKeepsItsQueryAndHidesIt() throws IOException {
        try (WireServer server = WireServer.giving(Answer.json(HELLO))) {
            OpenAiModel model =
                    builder(server).baseUrl(server.baseUrl() + "?api-version=7").build();

            model.call(QUESTION);

            assertEquals(
                    "/v1/chat/completions?api-version=7", server.lastReceived().path());
            assertEquals("asked at " + server.url(), model.toString());
        }
    }

    @Test
    void builderRefusesWhatCannotBeSent() {
        OpenAiModel.Builder builder = OpenAiModel.builder();

        assertThrows(IllegalArgumentException.class, builder::build);
        assertThrows(IllegalArgumentException.class, () -> builder.baseUrl("ftp://x"));
        assertThrows(IllegalArgumentException.class, () -> builder.baseUrl("nonsense"));
        IllegalArgumentException password =
                assertThrows(IllegalArgumentException.class, () -> builder.baseUrl("http://me:pass@x/v1"));
        IllegalArgumentException lineEnd = assertThrows(
                IllegalArgumentException.class,
                () -> builder.model("m").apiKey("sk-a\nsk-b").build());
        assertFalse(password.getMessage().contains("pass@"));
        assertFalse(lineEnd.getMessage().contains("sk-a"));
    }

    @Test
    void streamFlagFollowsTheListener() throws IOException {
        try (WireServer server = WireServer.giving(Answer.json(HELLO))) {
            model(server).call(QUESTION.withDeltas(delta -> {}));

            assertEquals(
                    "true",
                    Json.parse(server.lastReceived().body()).get("stream").text());
        }
    }

    static ModelException failure(OpenAiModel model) {
        return assertThrows(ModelException.class, () -> model.call(QUESTION));
    }

    static OpenAiModel model(WireServer server) {
        return builder(server).build();
    }

    private static OpenAiModel.Builder builder(WireServer server) {
        return OpenAiModel.builder().model("asked").apiKey(KEY).baseUrl(server.baseUrl());
    }
}
