package dev.spindle.mcp;

import dev.spindle.context.RunContext;
import dev.spindle.context.Tag;
import dev.spindle.json.Json;
import java.util.Map;
import java.util.Optional;

/**
 * The client on whose behalf a tool or a prompt of an {@link McpServer} works: it can be told how far the work is, and asked.
 *
 * <p>In the newest generation of the protocol a question ends the request, and the client sends it again with the answer; so what asks is
 * run again from its beginning, and must not have changed anything before it asks. Questions are known by their keys: the same key gets
 * the same answer. For the thread of the call.
 */
public interface McpCaller {
    /** Under this tag it stands in the context of each call of a tool. */
    Tag<McpCaller> TAG = Tag.named("MCP caller");

    /** The caller of a tool; empty if it was called otherwise. */
    static Optional<McpCaller> find(RunContext context) {
        return context.tags().find(TAG);
    }

    /**
     * Tells how far the work is, if the client wants to know.
     *
     * @param done more each time
     * @param total of which; zero if not known
     * @param message for a person; empty for none
     */
    void progress(double done, double total, String message);

    /**
     * Lets go of the client's connection, for work that takes long: a client over HTTP, of the generation with sessions, comes back for the
     * answer. Does nothing with any other.
     */
    void letGo();

    /**
     * Of which trace the client's request is part: {@code traceparent}, {@code tracestate} and {@code baggage} of the W3C, as far as the
     * client says. The client's own words. What a tool asks other MCP servers for is sent on as part of it.
     */
    Map<String, String> trace();

    /** Sends a line for the client's log, if it wants to see lines of that level: "debug", "info", "warning", "error". */
    void log(String level, String text);

    /**
     * Asks the client several things at once.
     *
     * @param questions by keys of the tool's own
     * @return the answers as the protocol has them, by the same keys
     */
    Map<String, Json> ask(Map<String, Question> questions);

    /** Asks the client one thing. */
    default Json ask(String key, Question question) {
        Json answer = ask(Map.of(key, question)).get(key);
        if (answer == null) throw new IllegalStateException("no answer to " + key);
        return answer;
    }

    /**
     * A question to a client.
     *
     * @param method "elicitation/create", "sampling/createMessage" or "roots/list"
     * @param params as the protocol has them
     */
    record Question(String method, Json params) {
        /**
         * A form for a person to fill in.
         *
         * @param schema a flat object of strings, numbers, booleans and choices
         */
        public static Question form(String message, Json schema) {
            return new Question(
                    "elicitation/create",
                    Fields.of("message", message).and("requestedSchema", schema).json());
        }

        /** A text for the client's model to answer. */
        public static Question sampling(String text, int maxTokens) {
            Fields message = Fields.of("role", "user")
                    .and("content", Fields.of("type", "text").and("text", text));
            return new Question(
                    "sampling/createMessage",
                    Fields.of("messages", java.util.List.of(message.json()))
                            .and("maxTokens", maxTokens)
                            .json());
        }

        /** The folders that the client works in. */
        public static Question roots() {
            return new Question("roots/list", Json.EMPTY_OBJECT);
        }

        /** What the client must have declared to be asked this. */
        String capability() {
            return switch (method) {
                case "elicitation/create" -> "elicitation";
                case "sampling/createMessage" -> "sampling";
                case "roots/list" -> "roots";
                default -> throw new IllegalArgumentException("A client cannot be asked " + method);
            };
        }
    }
}
