package dev.spindle.model.openai;

import static dev.spindle.model.openai.RequestWriterTest.LOOSE_WEATHER;
import static dev.spindle.model.openai.RequestWriterTest.STRICT;
import static dev.spindle.model.openai.RequestWriterTest.WEATHER;
import static dev.spindle.model.openai.RequestWriterTest.call;
import static dev.spindle.model.openai.RequestWriterTest.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.json.Json;
import dev.spindle.message.SystemMessage;
import dev.spindle.message.UserMessage;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelCall.OutputSchema;
import dev.spindle.model.ModelOptions;
import dev.spindle.model.ModelOptions.ToolChoice;
import dev.spindle.model.openai.Dialect.Feature;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RequestOptionsTest {
    @Test
    void schemaOfTheAnswerTakesTheFormThatTheServerKnows() {
        ModelCall call =
                call(new SystemMessage("Be brief."), UserMessage.of("?")).withOutput(new OutputSchema("trip", STRICT));

        Json openai = write(Dialect.OPENAI, call);
        Json common = write(Dialect.COMMON, call);
        Json jsonMode = write(Dialect.COMMON.without(Feature.JSON_SCHEMA), call);
        Json prompted = write(Dialect.COMMON.without(Feature.JSON_SCHEMA, Feature.JSON_OBJECT), call);

        assertEquals(
                "true",
                openai.at("/response_format/json_schema/strict").orElseThrow().text());
        assertEquals(
                "trip",
                common.at("/response_format/json_schema/name").orElseThrow().string());
        assertTrue(common.at("/response_format/json_schema/strict").isEmpty());
        assertEquals(
                "json_object",
                jsonMode.at("/response_format/type").orElseThrow().string());
        assertTrue(jsonMode.at("/messages/0/content")
                .orElseThrow()
                .string()
                .startsWith("Be brief.\n\nAnswer with one JSON"));
        assertEquals(2, jsonMode.get("messages").items().size());
        assertTrue(prompted.find("response_format").isEmpty());
    }

    @Test
    void limitOfTokensGoesUnderTheNameThatTheServerKnows() {
        ModelCall call = call(UserMessage.of("?")).withOptions(ModelOptions.DEFAULT.withMaxTokens(9));

        assertEquals(
                "9", write(Dialect.OPENAI, call).get("max_completion_tokens").text());
        assertEquals("9", write(Dialect.COMMON, call).get("max_tokens").text());
    }

    @Test
    void parallelCallsAreNotMentionedWithoutTools() {
        ModelCall call = call(UserMessage.of("?")).withOptions(ModelOptions.DEFAULT.withParallelToolCalls(false));

        assertTrue(write(Dialect.OPENAI, call).find("parallel_tool_calls").isEmpty());
        assertEquals(
                "false",
                write(Dialect.OPENAI, call.withTools(List.of(WEATHER)))
                        .get("parallel_tool_calls")
                        .text());
        Dialect without = Dialect.COMMON.without(Feature.PARALLEL_TOOL_CALLS);
        assertTrue(write(without, call.withTools(List.of(WEATHER)))
                .find("parallel_tool_calls")
                .isEmpty());
    }

    static Stream<List<Object>> choices() {
        return Stream.of(
                List.of(new ToolChoice.Auto(), Dialect.COMMON, "\"auto\""),
                List.of(new ToolChoice.None(), Dialect.COMMON, "\"none\""),
                List.of(new ToolChoice.Required(), Dialect.COMMON, "\"required\""),
                List.of(new ToolChoice.Required(), Dialect.COMMON.without(Feature.REQUIRED_CHOICE), "\"auto\""),
                List.of(
                        new ToolChoice.Named("weather"),
                        Dialect.COMMON,
                        "{\"type\":\"function\",\"function\":{\"name\":\"weather\"}}"),
                List.of(
                        new ToolChoice.Allowed(List.of("weather"), true),
                        Dialect.OPENAI,
                        "{\"type\":\"allowed_tools\",\"allowed_tools\":{\"mode\":\"required\",\"tools\":"
                                + "[{\"type\":\"function\",\"function\":{\"name\":\"weather\"}}]}}"),
                List.of(new ToolChoice.Allowed(List.of("weather"), true), Dialect.COMMON, "\"required\""));
    }

    @ParameterizedTest
    @MethodSource("choices")
    void choiceOfToolsTakesTheFormThatTheServerKnows(List<Object> example) {
        ModelOptions options = ModelOptions.DEFAULT.withToolChoice((ToolChoice) example.get(0));
        ModelCall call = call(UserMessage.of("?"))
                .withTools(List.of(WEATHER, LOOSE_WEATHER))
                .withOptions(options);

        Json request = write((Dialect) example.get(1), call);

        assertEquals(example.get(2), request.get("tool_choice").text());
        boolean narrowed = example.get(0) instanceof ToolChoice.Allowed && example.get(1) == Dialect.COMMON;
        assertEquals(narrowed ? 1 : 2, request.get("tools").items().size());
    }

    @Test
    void fieldOfTheOptionsPassesThroughAndReplacesOurOwn() {
        ModelOptions options = ModelOptions.DEFAULT
                .withField("top_k", Json.of(40))
                .withField("response_format", Json.parse("{\"type\":\"text\"}"));
        ModelCall call = call(UserMessage.of("?")).withOptions(options).withOutput(new OutputSchema("x", STRICT));

        Json request = write(Dialect.COMMON, call);

        assertEquals("40", request.get("top_k").text());
        assertEquals("text", request.at("/response_format/type").orElseThrow().string());
    }

    @Test
    void dialectIsChosenByTheAddress() {
        assertSame(Dialect.OPENAI, dialect("https://api.openai.com/v1"));
        assertEquals("azure", dialect("https://x.openai.azure.com/openai/v1").name());
        assertEquals(
                Dialect.CallIds.NINE_ALPHANUMERIC,
                dialect("https://api.mistral.ai/v1").callIds());
        assertEquals("127.0.0.1:8000", dialect("http://127.0.0.1:8000/v1").name());
        assertNotEquals(Dialect.OPENAI, dialect("https://api.openai.com.evil.example/v1"));
    }

    private static Dialect dialect(String url) {
        return Dialect.of(URI.create(url));
    }
}
