package dev.spindle.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"tools/call\",\"params\":{\"name\":\"x\",\"arguments\":{\"n\":1.50}}}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":3,\"progress\":0.5}}",
                "{\"jsonrpc\":\"2.0\",\"id\":12345678901234567890,\"result\":{}}",
                "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32700,\"message\":\"Parse error\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32022,\"message\":\"no\",\"data\":{\"supported\":[\"a\"]}}}"
            })
    void aMessageIsWrittenAsItWasRead(String text) {
        Message message = Message.parse(text);

        assertThat(message.json().canonical()).isEqualTo(Json.parse(text).canonical());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"x\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"x\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"x\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":[1]}",
                "{\"jsonrpc\":\"2.0\",\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\"} trailing"
            })
    void whatIsNoMessageIsRefused(String text) {
        assertThatThrownBy(() -> Message.parse(text)).isInstanceOf(JsonException.class);
    }

    @Test
    void theExamplesOfTheSpecificationAreReadAndWrittenWithoutLoss() throws IOException {
        String corpus = System.getProperty("spindle.corpus", "");
        if (corpus.isEmpty()) {
            System.out.println("Examples of MCP left out: the property spindle.corpus is not set");
            return;
        }
        List<String> wrong = new ArrayList<>();
        int messages = 0;

        for (String line : Files.readAllLines(Path.of(corpus, "mcp-messages", "examples.jsonl"))) {
            Json example = Json.parse(line);
            Json message = example.get("message");
            if (message.find("jsonrpc").isPresent()) {
                messages++;
                if (!Message.of(message).json().canonical().equals(message.canonical()))
                    wrong.add(example.get("id").string());
            } else {
                readAsPart(example.get("type").string(), message);
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(messages).isPositive();
    }

    /** What is part of a message is read by whoever needs it; here it must not throw. */
    private static void readAsPart(String type, Json part) {
        switch (type) {
            case "CallToolResult" -> ResultParts.of(part, null);
            case "AudioContent", "ImageContent", "ToolUseContent" -> ResultParts.parts(List.of(part));
            case "BlobResourceContents", "TextResourceContents" -> ResultParts.resource(part);
            case "Tool" -> RoutingHeaders.of(Fields.object(part, "inputSchema"));
            default -> Fields.of(part).json();
        }
    }
}
