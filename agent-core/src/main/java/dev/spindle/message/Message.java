package dev.spindle.message;

/** One entry of a conversation. Immutable. */
public sealed interface Message permits SystemMessage, UserMessage, AssistantMessage, ToolMessage {
    /** The text of the message, its other parts left out; empty if it has none. */
    String text();
}
