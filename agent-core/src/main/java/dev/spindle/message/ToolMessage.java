package dev.spindle.message;

import java.util.List;

/**
 * The answer to one tool call.
 *
 * @param callId the id of the {@link ToolCall} it answers, for the wire
 * @param name the tool, as the model wrote it
 * @param outcome how the call ended
 * @param parts what the model reads: text first; other parts reach it as the server allows
 */
public record ToolMessage(String callId, String name, Outcome outcome, List<Part> parts) implements Message {
    /** Copies the parts. */
    public ToolMessage {
        parts = List.copyOf(parts);
    }

    @Override
    public String text() {
        return Part.textOf(parts);
    }
}
