package dev.spindle.message;

import java.util.function.ToLongFunction;

/** One entry of a conversation. Immutable. */
public sealed interface Message permits SystemMessage, UserMessage, AssistantMessage, ToolMessage {
    /** The text of the message, its other parts left out; empty if it has none. */
    String text();

    /**
     * How many tokens the message costs when it is sent, each of its texts counted by a function: what is said, reasoning, names,
     * arguments, and unknown fields. The message and each of its calls count 4 tokens more, each picture, sound or document a flat 1,000.
     */
    default long tokens(ToLongFunction<String> count) {
        return MessageTokens.of(this, count);
    }

    /** How many tokens the message costs when it is sent, estimated without a vocabulary: mostly a little too many. */
    default long estimatedTokens() {
        return tokens(MessageTokens::estimate);
    }

    /** How many tokens a text costs, estimated without a vocabulary as those of messages are. */
    static long estimatedTokens(String text) {
        return MessageTokens.estimate(text);
    }
}
