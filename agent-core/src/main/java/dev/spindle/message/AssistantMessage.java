package dev.spindle.message;

import dev.spindle.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the model said.
 *
 * @param text the answer so far; empty if there is none
 * @param reasoning the model's thinking where the server shows it; null where it sent no such field, since some servers want even an empty one back
 * @param refusal why the model declines; null if it does not
 * @param toolCalls what it wants called, in the order written
 * @param origin the provider that said it, as named by the model client; empty for messages made by hand
 * @param extra an object of the fields that Spindle does not know, sent back verbatim to the same origin and to no other
 */
public record AssistantMessage(
        String text,
        @Nullable String reasoning,
        @Nullable String refusal,
        List<ToolCall> toolCalls,
        String origin,
        Json extra)
        implements Message {
    /** Copies the calls. */
    public AssistantMessage {
        toolCalls = List.copyOf(toolCalls);
    }

    /** A message of text alone. */
    public static AssistantMessage of(String text) {
        return new AssistantMessage(text, null, null, List.of(), "", Json.EMPTY_OBJECT);
    }

    /** This message with other calls. */
    public AssistantMessage withToolCalls(List<ToolCall> others) {
        return new AssistantMessage(text, reasoning, refusal, others, origin, extra);
    }

    /** This message with another text. */
    public AssistantMessage withText(String other) {
        return new AssistantMessage(other, reasoning, refusal, toolCalls, origin, extra);
    }

    /** A message that asks for calls and says nothing else. */
    public static AssistantMessage calling(List<ToolCall> calls) {
        return new AssistantMessage("", null, null, calls, "", Json.EMPTY_OBJECT);
    }
}
