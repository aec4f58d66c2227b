package dev.spindle.model.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.context.RunContext;
import dev.spindle.http.WireServer;
import dev.spindle.json.Json;
import dev.spindle.message.SystemMessage;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.message.UserMessage;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelOptions;
import dev.spindle.model.ModelOptions.ToolChoice;
import dev.spindle.model.ModelReply;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatRequestTest {
    private static final String WHOLE = "{\"model\":\"m\",\"messages\":["
            + "{\"role\":\"system\",\"content\":\"Be brief.\"},"
            + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"See\"},"
            + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"http://x/1.png\"}},"
            + "{\"type\":\"text\",\"text\":\"this\",\"cache_control\":{\"type\":\"ephemeral\"}}]},"
            + "{\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"\",\"tool_calls\":"
            + "[{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},"
            + "{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"done\"}],"
            + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\"}}}],"
            + "\"max_tokens\":9,\"top_k\":40,\"tool_choice\":\"auto\"}";

    @Test
    void requestComesOutAsItWentIn() {
        Json given = Json.parse(WHOLE);

        ChatRequest request = ChatRequest.parse(given);
        Json sent = Json.parse(RequestWriterTest.joined(new RequestWriter(Dialect.COMMON)
                .write(request.model(), request.call(delta -> {}, RunContext.of("r")))));

        assertEquals(given.get("messages").text(), sent.get("messages").text());
        for (String field : List.of("model", "tools", "max_tokens", "top_k", "tool_choice")) {
            assertEquals(given.get(field).text(), sent.get(field).text());
        }
        assertEquals(given.names().size(), sent.names().size());
    }

    @Test
    void fieldsBecomeTypedValues() {
        ChatRequest request = ChatRequest.parse(Json.parse(WHOLE));

        assertEquals("Be brief.", ((SystemMessage) request.messages().message(0)).text());
        assertEquals("f", ((ToolMessage) request.messages().message(3)).name());
        assertEquals("f", request.tools().get(0).name());
        assertEquals(new ToolChoice.Auto(), request.options().toolChoice().orElseThrow());
        assertEquals(
                9,
                request.options().field("max_completion_tokens").orElseThrow().integer());
    }

    @Test
    void conversationWithGapsIsMended() {
        ChatRequest request = ChatRequest.parse(
                Json.parse(
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"?\"},"
                                + "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\"}}]},"
                                + "{\"role\":\"user\",\"content\":\"well?\"},{\"role\":\"tool\",\"tool_call_id\":\"z\",\"content\":\"x\"}]}"));

        assertEquals(4, request.messages().size());
        assertEquals(Outcome.IN_DOUBT, ((ToolMessage) request.messages().message(2)).outcome());
    }

    @Test
    void whatHasNoTypePassesThrough() {
        ChatRequest request = ChatRequest.parse(Json.parse("{\"messages\":[{\"role\":\"user\",\"content\":\"?\"}],"
                + "\"tools\":[{\"type\":\"custom\",\"custom\":{\"name\":\"c\"}}],\"tool_choice\":{\"type\":\"custom\"},"
                + "\"response_format\":{\"type\":\"json_object\"},\"temperature\":null,\"provider\":{\"order\":[1]}}"));

        assertEquals(List.of(), request.tools());
        assertEquals(
                List.of("tools", "tool_choice", "response_format", "provider"),
                request.options().fieldNames());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"stop\":[]",
                "\"tools\":[]",
                "\"tools\":null",
                "\"tools\":[],\"tool_choice\":\"auto\"",
                "\"tool_choice\":null",
                "\"tool_choice\":[]",
                "\"functions\":[]",
                "\"tools\":[],\"parallel_tool_calls\":true",
                "\"tools\":null,\"parallel_tool_calls\":false",
                "\"functions\":[],\"function_call\":\"auto\"",
                "\"function_call\":\"none\"",
                "\"response_format\":null",
                "\"modalities\":[],\"logit_bias\":null,\"metadata\":null,\"stream\":null,\"max_tokens\":null"
            })
    void whatSaysNothingCountsAsAbsent(String fields) {
        ChatRequest request = ChatRequest.parse(
                Json.parse("{\"messages\":[{\"role\":\"user\",\"content\":\"?\",\"tool_calls\":[]}]," + fields + "}"));

        assertEquals(List.of(), request.tools());
        assertEquals(ModelOptions.DEFAULT, request.options());
    }

    @Test
    void callsOfCustomToolsKeepNameAndInput() {
        Json given = Json.parse("{\"messages\":[{\"role\":\"user\",\"content\":\"?\"},{\"role\":\"assistant\","
                + "\"content\":null,\"tool_calls\":[{\"id\":\"c\",\"type\":\"custom\",\"custom\":{\"name\":\"note\","
                + "\"input\":\"buy milk\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":\"noted\"}]}");

        ChatRequest request = ChatRequest.parse(given);

        assertEquals("note", ((ToolMessage) request.messages().message(2)).name());
        Json sent = Json.parse(RequestWriterTest.joined(
                new RequestWriter(Dialect.COMMON).write("m", request.call(delta -> {}, RunContext.of("r")))));
        assertEquals(given.get("messages").text(), sent.get("messages").text());
    }

    @Test
    void longConversationsAndManyFieldsAreReadInLinearTime() {
        StringBuilder calls = new StringBuilder();
        StringBuilder answers = new StringBuilder();
        StringBuilder fields = new StringBuilder();
        for (int call = 0; call < 60_000; call++) {
            calls.append(call == 0 ? "" : ",")
                    .append("{\"id\":\"" + call + "\",\"function\":{\"name\":\"f" + call + "\"}}");
            answers.append(",{\"role\":\"tool\",\"tool_call_id\":\"" + call + "\",\"content\":\"x\"}");
            fields.append(",\"field" + call + "\":1");
        }

        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();

        ChatRequest request = ChatRequest.parse(Json.parse("{\"messages\":[{\"role\":\"user\",\"content\":\"?\"},"
                + "{\"role\":\"assistant\",\"tool_calls\":[" + calls + "]}" + answers + "]" + fields + "}"));

        assertTrue(threads.getCurrentThreadCpuTime() - before < 10_000_000_000L);
        assertEquals(60_002, request.messages().size());
        assertEquals("f59999", ((ToolMessage) request.messages().message(60_001)).name());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"messages\":[]}",
                "{\"messages\":[{\"content\":\"x\"}]}",
                "{\"messages\":[{\"role\":\"owl\",\"content\":\"x\"}]}",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"temperature\":3}",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"max_tokens\":0}",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"stop\":[\"1\",\"2\",\"3\",\"4\",\"5\"]}",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"stream\":\"yes\"}",
                "[]"
            })
    void requestThatNoServerTakesIsRejectedUnsent(String text) {
        ModelException.Rejected rejected =
                assertThrows(ModelException.Rejected.class, () -> ChatRequest.parse(Json.parse(text)));

        assertEquals(0, rejected.details().status());
        assertTrue(rejected.getMessage().startsWith("The request was not sent: "), rejected.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "a | {\"type\":\"text\",\"text\":\"a\"}",
                "7 | 7",
                "true | true",
                "a | [null,{\"type\":\"text\",\"text\":\"a\"}]"
            })
    void contentWithoutTheListAroundItIsKept(String text, String content) {
        ChatRequest request =
                ChatRequest.parse(Json.parse("{\"messages\":[{\"role\":\"user\",\"content\":" + content + "}]}"));

        assertEquals(UserMessage.of(text), request.messages().message(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[null]", "[[]]", "[7]", "{}", "7"})
    void callsThatAreNoneMakeNone(String calls) {
        ChatRequest request = ChatRequest.parse(
                Json.parse("{\"messages\":[{\"role\":\"assistant\",\"content\":\"a\",\"tool_calls\":" + calls + "}]}"));

        assertEquals(1, request.messages().size());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "\"stream\":1 | stream is 1; it must be true or false",
                "\"max_tokens\":1.5 | max_tokens is 1.5; it must be a whole number of at least 1",
                "\"max_tokens\":1e30 | max_tokens is 1e30; it must be a whole number of at least 1"
            })
    void aFieldThatIsRefusedIsNamed(String field, String words) {
        Json request = Json.parse("{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]," + field + "}");

        ModelException.Rejected rejected =
                assertThrows(ModelException.Rejected.class, () -> ChatRequest.parse(request));

        assertTrue(rejected.getMessage().contains(words), rejected.getMessage());
    }

    @Test
    void requestIsSentToTheModelItNames() throws IOException {
        String hello = "{\"choices\":[{\"message\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}";
        try (WireServer server = WireServer.giving(WireServer.Answer.json(hello))) {
            OpenAiModel endpoint =
                    OpenAiModel.builder().model("own").baseUrl(server.baseUrl()).build();

            ModelReply reply = ChatRequest.parse(Json.parse(WHOLE)).send(endpoint, delta -> {}, RunContext.of("r"));

            assertEquals("Hello", reply.message().text());
            assertEquals(
                    "m", Json.parse(server.lastReceived().body()).get("model").string());
            assertTrue(Json.parse(server.lastReceived().body()).find("stream").isEmpty());
        }
    }
}
