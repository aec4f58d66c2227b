package dev.spindle.model.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.json.Json;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Message;
import dev.spindle.message.Part;
import dev.spindle.message.SystemMessage;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.message.Transcript;
import dev.spindle.message.UserMessage;
import dev.spindle.model.ModelCall;
import dev.spindle.model.openai.Dialect.Feature;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolSpec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RequestWriterTest {
    static final Json STRICT = Json.parse(
            "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},\"required\":[\"city\"],\"additionalProperties\":false}");
    private static final Json LOOSE = Json.parse("{\"type\":\"object\",\"additionalProperties\":true}");
    static final ToolSpec WEATHER = ToolSpec.of("weather", "Current weather.", STRICT, Effect.READ);
    static final ToolSpec LOOSE_WEATHER = ToolSpec.of("loose", "Current weather.", LOOSE, Effect.READ);

    @Test
    void plainQuestionIsWrittenToTheLetter() {
        ModelCall call = call(new SystemMessage("Be brief."), UserMessage.of("Hi \"you\" 🌍"));

        assertEquals(
                "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
                        + "{\"role\":\"user\",\"content\":\"Hi \\\"you\\\" 🌍\"}]}",
                text(Dialect.COMMON, call));
    }

    @Test
    void streamIsAskedForExactlyWhenSomebodyListens() {
        ModelCall call = call(UserMessage.of("?"));

        Json silent = write(Dialect.COMMON, call);
        Json streaming = write(Dialect.COMMON, call.withDeltas(delta -> {}));
        Json plain = write(Dialect.COMMON.without(Feature.STREAM_OPTIONS), call.withDeltas(delta -> {}));

        assertTrue(
                silent.find("stream").isEmpty() && silent.find("stream_options").isEmpty());
        assertEquals("true", streaming.get("stream").text());
        assertEquals(
                "true",
                streaming.at("/stream_options/include_usage").orElseThrow().text());
        assertTrue(plain.find("stream_options").isEmpty());
    }

    @Test
    void messageIsEncodedOnceForADialect() {
        Transcript transcript = Transcript.of(List.of(UserMessage.of("first")));
        RequestWriter writer = new RequestWriter(Dialect.COMMON);

        byte[] before = writer.write("m", ModelCall.of(transcript)).get(1);
        byte[] after = writer.write("m", ModelCall.of(transcript.append(AssistantMessage.of("second"))))
                .get(1);
        byte[] other = new RequestWriter(Dialect.OPENAI)
                .write("m", ModelCall.of(transcript))
                .get(1);

        assertSame(before, after);
        assertEquals(new String(before, StandardCharsets.UTF_8), new String(other, StandardCharsets.UTF_8));
    }

    @Test
    void toolsAreEncodedOnceForAList() {
        RequestWriter writer = new RequestWriter(Dialect.OPENAI);
        ModelCall call = call(UserMessage.of("?")).withTools(List.of(WEATHER));

        byte[] first = tools(writer.write("m", call));
        byte[] again = tools(writer.write("m", call.withTools(List.of(WEATHER))));

        assertSame(first, again);
    }

    private static byte[] tools(List<byte[]> body) {
        return body.get(body.size() - 2);
    }

    @Test
    void strictIsDecidedToolByTool() {
        ModelCall call = call(UserMessage.of("?")).withTools(List.of(WEATHER, LOOSE_WEATHER));

        Json openai = write(Dialect.OPENAI, call);
        Json common = write(Dialect.COMMON, call);

        assertEquals("true", openai.at("/tools/0/function/strict").orElseThrow().text());
        assertTrue(openai.at("/tools/1/function/strict").isEmpty());
        assertTrue(common.at("/tools/0/function/strict").isEmpty());
    }

    @Test
    void repeatedAndEmptyCallIdsAreMadeUniqueAndTheAnswersFollow() {
        Json request = write(Dialect.COMMON, calls("0", "0", ""));

        List<String> ids = request.at("/messages/1/tool_calls").orElseThrow().items().stream()
                .map(call -> call.get("id").string())
                .toList();
        assertEquals("0", ids.get(0));
        assertEquals(3, ids.stream().distinct().count());
        assertFalse(ids.contains(""));
        for (int at = 0; at < 3; at++) {
            assertEquals(
                    ids.get(at),
                    request.at("/messages/" + (2 + at) + "/tool_call_id")
                            .orElseThrow()
                            .string());
        }
        assertEquals(request, write(Dialect.COMMON, calls("0", "0", "")));
    }

    @Test
    void callIdsTakeTheFormOfTheServer() {
        Dialect mistral = Dialect.COMMON.withCallIds(Dialect.CallIds.NINE_ALPHANUMERIC);
        String tooLong = "x".repeat(41);

        assertTrue(firstId(write(mistral, calls("call_12345"))).matches("[a-zA-Z0-9]{9}"));
        assertEquals("EscTeQY62", firstId(write(mistral, calls("EscTeQY62"))));
        assertTrue(firstId(write(Dialect.OPENAI, calls(tooLong))).length() <= 40);
        assertEquals(tooLong, firstId(write(Dialect.COMMON, calls(tooLong))));
    }

    private static String firstId(Json request) {
        return request.at("/messages/1/tool_calls/0/id").orElseThrow().string();
    }

    @Test
    void argumentsGoBackAsTheTextOfAnObject() {
        assertEquals("{\"a\":1}", sentArguments("{\"a\":1}"));
        for (String odd : List.of("{\"a\":", "[1]", "\"x\"", "7", "{}{}", "nonsense", "{'a':1}")) {
            assertEquals(odd, Json.parse(sentArguments(odd)).get("_malformed").string());
        }
    }

    private static String sentArguments(String arguments) {
        AssistantMessage said = AssistantMessage.calling(List.of(ToolCall.of("c", "f", arguments)));
        Json request = write(Dialect.COMMON, call(UserMessage.of("?"), said, answer("c", "f", "ok")));
        return request.at("/messages/1/tool_calls/0/function/arguments")
                .orElseThrow()
                .string();
    }

    @Test
    void contentIsNullOnlyBesideCalls() {
        AssistantMessage calling = AssistantMessage.calling(List.of(ToolCall.of("c", "f", "{}")));

        Json request = write(
                Dialect.COMMON,
                call(UserMessage.of("?"), AssistantMessage.of(""), UserMessage.of("?"), calling, answer("c", "f", "")));

        assertEquals("\"\"", request.at("/messages/1/content").orElseThrow().text());
        assertEquals("null", request.at("/messages/3/content").orElseThrow().text());
        assertEquals("\"\"", request.at("/messages/4/content").orElseThrow().text());
    }

    @Test
    void picturesOfToolResultsFollowAllAnswersOfTheTurn() {
        AssistantMessage said =
                AssistantMessage.calling(List.of(ToolCall.of("a", "plot", "{}"), ToolCall.of("b", "note", "{}")));
        ToolMessage plotted = new ToolMessage("a", "plot", Outcome.OK, List.of(Part.Image.at("http://x/1.png")));

        Json request = write(
                Dialect.COMMON,
                call(UserMessage.of("?"), said, plotted, answer("b", "note", "fine"), UserMessage.of("!")));

        assertEquals(
                "(see the attachment below)",
                request.at("/messages/2/content").orElseThrow().string());
        assertEquals("tool", request.at("/messages/3/role").orElseThrow().string());
        assertEquals("user", request.at("/messages/4/role").orElseThrow().string());
        assertEquals(
                "http://x/1.png",
                request.at("/messages/4/content/1/image_url/url").orElseThrow().string());
        assertEquals("!", request.at("/messages/5/content").orElseThrow().string());
    }

    @Test
    void partsOfAUserMessageAreWrittenByTheirKind() {
        UserMessage message = new UserMessage(List.of(
                new Part.Text("See"),
                new Part.Image("http://x/1.png", "low"),
                Part.Audio.of(new byte[] {1}, "wav"),
                Part.File.of("a.pdf", new byte[] {2}, "application/pdf"),
                new Part.Other(Json.parse("{\"type\":\"document_url\",\"document_url\":\"http://x\"}"))));

        Json content =
                write(Dialect.COMMON, call(message)).at("/messages/0/content").orElseThrow();

        assertEquals(
                Json.parse("[{\"type\":\"text\",\"text\":\"See\"},"
                                + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"http://x/1.png\",\"detail\":\"low\"}},"
                                + "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"AQ==\",\"format\":\"wav\"}},"
                                + "{\"type\":\"file\",\"file\":{\"filename\":\"a.pdf\",\"file_data\":\"data:application/pdf;base64,Ag==\"}},"
                                + "{\"type\":\"document_url\",\"document_url\":\"http://x\"}]")
                        .items()
                        .stream()
                        .map(Json::text)
                        .toList(),
                content.items().stream().map(Json::text).toList());
    }

    @Test
    void unknownFieldsGoBackToTheirOwnServerOnly() {
        Json signature = Json.parse("{\"extra_content\":{\"google\":{\"thought_signature\":\"s==\"}}}");
        AssistantMessage said = new AssistantMessage(
                "", "hm", null, List.of(new ToolCall("c", "f", "{}", signature)), "gemini", Json.parse("{\"mood\":7}"));
        ModelCall call = call(UserMessage.of("?"), said, answer("c", "f", "ok"));

        Json back = write(Dialect.COMMON.withName("gemini"), call);
        Json elsewhere = write(Dialect.COMMON.withName("other"), call);

        assertEquals("7", back.at("/messages/1/mood").orElseThrow().text());
        assertEquals(
                "hm", back.at("/messages/1/reasoning_content").orElseThrow().string());
        assertEquals(
                signature.get("extra_content").text(),
                back.at("/messages/1/tool_calls/0/extra_content").orElseThrow().text());
        assertEquals(
                List.of("role", "content", "tool_calls"),
                elsewhere.at("/messages/1").orElseThrow().names());
        assertEquals(
                List.of("id", "type", "function"),
                elsewhere.at("/messages/1/tool_calls/0").orElseThrow().names());
    }

    @Test
    void emptyReasoningGoesBackWhereItCame() {
        AssistantMessage said = new AssistantMessage("a", "", null, List.of(), "deepseek", Json.EMPTY_OBJECT);

        Json request = write(Dialect.COMMON.withName("deepseek"), call(UserMessage.of("?"), said));

        assertEquals(
                "", request.at("/messages/1/reasoning_content").orElseThrow().string());
    }

    @Test
    void reasoningThatCameInAnotherFieldGoesBackInThatFieldAlone() {
        AssistantMessage said =
                new AssistantMessage("a", "hm", null, List.of(), "x", Json.parse("{\"reasoning\":\"hm\"}"));

        Json request = write(Dialect.COMMON.withName("x"), call(UserMessage.of("?"), said));

        assertEquals(
                List.of("role", "content", "reasoning"),
                request.at("/messages/1").orElseThrow().names());
    }

    @Test
    void halfACharacterDoesNotBreakTheRequest() {
        Json request = write(Dialect.COMMON, call(UserMessage.of("a\uD83Db")));

        assertEquals("a?b", request.at("/messages/0/content").orElseThrow().string());
    }

    private static ModelCall calls(String... ids) {
        List<ToolCall> calls =
                Stream.of(ids).map(id -> ToolCall.of(id, "f", "{}")).toList();
        Transcript transcript = Transcript.EMPTY.append(UserMessage.of("?")).append(AssistantMessage.calling(calls));
        for (String id : ids) transcript = transcript.append(answer(id, "f", "ok"));
        return ModelCall.of(transcript);
    }

    private static ToolMessage answer(String id, String name, String text) {
        return new ToolMessage(id, name, Outcome.OK, List.of(new Part.Text(text)));
    }

    static ModelCall call(Message... messages) {
        return ModelCall.of(Transcript.of(List.of(messages)));
    }

    static Json write(Dialect dialect, ModelCall call) {
        return PublishedSchema.checked(Json.parse(text(dialect, call)));
    }

    private static String text(Dialect dialect, ModelCall call) {
        return joined(new RequestWriter(dialect).write("m", call));
    }

    static String joined(List<byte[]> pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.forEach(all::writeBytes);
        return all.toString(StandardCharsets.UTF_8);
    }
}
