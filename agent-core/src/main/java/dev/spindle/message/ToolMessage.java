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

    /** How a tool call ended. Every call ends in exactly one of these. */
    public enum Outcome {
        /** The tool ran and returned. */
        OK,
        /** The tool ran and said that it failed, or threw. */
        FAILED,
        /** The tool ran and asks to be called again, otherwise. */
        RETRY,
        /** No tool has this name. */
        UNKNOWN_TOOL,
        /** The arguments do not fit the tool; it did not run. */
        INVALID_ARGUMENTS,
        /** A person or a policy said no; it did not run. */
        REFUSED,
        /** The tool was stopped because its time was up. */
        TIMED_OUT,
        /** The run was cancelled while the tool ran, or before it could. */
        CANCELLED,
        /** A limit of the run, or a reply that was cut off, kept it from running. */
        SKIPPED,
        /** It was cut short and may or may not have taken effect. */
        IN_DOUBT
    }
}
