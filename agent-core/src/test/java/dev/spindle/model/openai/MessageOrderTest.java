package dev.spindle.model.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that go by strict templates get messages whose roles alternate. */
class MessageOrderTest {
    private static final Dialect STRICT = Dialect.COMMON.without(Dialect.Feature.FREE_ORDER);
    private static final AssistantMessage CALL = AssistantMessage.calling(List.of(ToolCall.of("c", "f", "{}")));

    private static String messages(Dialect dialect, Message... messages) {
        ModelCall call = ModelCall.of(Transcript.of(List.of(messages)));
        return Json.parse(RequestWriterTest.joined(new RequestWriter(dialect).write("m", call)))
                .get("messages")
                .text();
    }

    @Test
    void severalMessagesOfTheUserGoAsOneText() {
        String sent = messages(
                STRICT,
                new SystemMessage("Be brief."),
                UserMessage.of("One"),
                UserMessage.of("Two"),
                UserMessage.of("Three"),
                AssistantMessage.of("Yes."),
                UserMessage.of("Four"));

        assertEquals(
                "[{\"role\":\"system\",\"content\":\"Be brief.\"},"
                        + "{\"role\":\"user\",\"content\":\"One\\n\\nTwo\\n\\nThree\"},"
                        + "{\"role\":\"assistant\",\"content\":\"Yes.\"},{\"role\":\"user\",\"content\":\"Four\"}]",
                sent);
    }

    @Test
    void partsStayPartsWhereThereIsMoreThanText() {
        String sent = messages(
                STRICT,
                UserMessage.of("One"),
                new UserMessage(List.of(new Part.Image("http://x/1.png", ""), new Part.Text("Two"))));

        assertEquals(
                "[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"One\"},"
                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"http://x/1.png\"}},"
                        + "{\"type\":\"text\",\"text\":\"Two\"}]}]",
                sent);
    }

    @Test
    void aWordOfTheAssistantGoesBetweenAnAnswerAndTheUser() {
        String sent = messages(
                STRICT,
                UserMessage.of("One"),
                CALL,
                new ToolMessage("c", "f", Outcome.OK, List.of(new Part.Text("done"))),
                UserMessage.of("Two"),
                UserMessage.of("Three"));

        assertTrue(
                sent.endsWith("{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":\"done\"},"
                        + "{\"role\":\"assistant\",\"content\":\"OK.\"},"
                        + "{\"role\":\"user\",\"content\":\"Two\\n\\nThree\"}]"),
                sent);
    }

    @Test
    void whatToolsAttachedIsJoinedWithTheNextMessageOfTheUser() {
        String sent = messages(
                STRICT,
                UserMessage.of("One"),
                CALL,
                new ToolMessage("c", "f", Outcome.OK, List.of(new Part.Image("http://x/1.png", ""))),
                UserMessage.of("Two"));

        assertTrue(
                sent.endsWith("{\"role\":\"assistant\",\"content\":\"OK.\"},{\"role\":\"user\",\"content\":["
                        + "{\"type\":\"text\",\"text\":\"Attached to the result of f (c):\"},"
                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"http://x/1.png\"}},"
                        + "{\"type\":\"text\",\"text\":\"Two\"}]}]"),
                sent);
    }

    @Test
    void otherServersGetThemAsTheyAre() {
        String sent = messages(Dialect.OPENAI, UserMessage.of("One"), UserMessage.of("Two"));

        assertEquals("[{\"role\":\"user\",\"content\":\"One\"},{\"role\":\"user\",\"content\":\"Two\"}]", sent);
    }

    @Test
    @Timeout(10)
    void longRowsTakeLinearTime() {
        Message[] row = new Message[100_000];
        for (int at = 0; at < row.length; at++) row[at] = UserMessage.of("message " + at);

        assertTrue(messages(STRICT, row).endsWith("message 99999\"}]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://api.mistral.ai/v1", "http://localhost:8000/v1", "https://models.example/v1"})
    void serversOfUnknownTemplatesCountAsStrict(String url) {
        assertFalse(Dialect.of(URI.create(url)).has(Dialect.Feature.FREE_ORDER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://api.openai.com/v1", "https://openrouter.ai/api/v1", "https://api.groq.com/openai/v1"})
    void serversThatAreKnownToTakeAnyOrderGetIt(String url) {
        assertTrue(Dialect.of(URI.create(url)).has(Dialect.Feature.FREE_ORDER));
    }
}
