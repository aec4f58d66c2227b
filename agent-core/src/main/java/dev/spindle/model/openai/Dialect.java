package dev.spindle.model.openai;

import java.net.URI;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * How one server departs from the others: data, chosen by its address, to be corrected by {@code with…}.
 *
 * @param name what its messages are marked with, so that fields only it understands go back to no other server
 * @param features what it can do
 * @param reasoningField the field in which it wants a message's reasoning back; empty if it wants none
 * @param callIds which tool-call ids it takes
 */
public record Dialect(String name, Set<Feature> features, String reasoningField, CallIds callIds) {
    /** What a server may be able to do. */
    public enum Feature {
        /** Takes instructions in the role "developer"; else they go in the role "system". */
        DEVELOPER_ROLE,
        /** Calls the limit of tokens {@code max_completion_tokens}; else {@code max_tokens}. */
        MAX_COMPLETION_TOKENS,
        /** Reports usage at the end of a stream when asked by {@code stream_options}. */
        STREAM_OPTIONS,
        /** Knows {@code parallel_tool_calls}; without it the option is left out. */
        PARALLEL_TOOL_CALLS,
        /** Can be made to call a tool, or a certain one; without it the choice is left to the model. */
        REQUIRED_CHOICE,
        /** Narrows the tools by {@code allowed_tools}; without it the others are left out of the list. */
        ALLOWED_TOOLS,
        /** Holds schemas of the strict subset exactly. */
        STRICT,
        /** Gives answers of a JSON Schema; without it the schema is written into the instructions. */
        JSON_SCHEMA,
        /** Gives answers in JSON when asked by {@code json_object}. */
        JSON_OBJECT,
        /**
         * Cannot hold an answer to a form while it may call tools, or at all: then the answer is asked for as the arguments of one more
         * tool.
         */
        FINAL_TOOL,
        /**
         * Takes user messages wherever they come; without it several in a row go as one, and a word of the assistant goes before one that
         * would follow a tool's answer, as strict templates want it.
         */
        FREE_ORDER,
        /** Wants the fields back that only it understands. */
        UNKNOWN_FIELDS,
        /** Writes its reasoning into the text, between {@code <think>} and {@code </think>}. */
        THINK_TAGS
    }

    /** Which tool-call ids a server takes; others are rewritten on the way to it. */
    public enum CallIds {
        /** Any that are not empty and occur once in their message. */
        ANY,
        /** Those of at most 40 characters. */
        UP_TO_40,
        /** Exactly nine letters and digits. */
        NINE_ALPHANUMERIC
    }

    /** OpenAI's own. */
    public static final Dialect OPENAI = new Dialect(
            "openai", EnumSet.complementOf(EnumSet.of(Feature.THINK_TAGS, Feature.FINAL_TOOL)), "", CallIds.UP_TO_40);

    /** What most servers can do, and nothing else. */
    public static final Dialect COMMON = new Dialect(
            "common",
            Set.of(
                    Feature.STREAM_OPTIONS,
                    Feature.PARALLEL_TOOL_CALLS,
                    Feature.REQUIRED_CHOICE,
                    Feature.JSON_SCHEMA,
                    Feature.JSON_OBJECT,
                    Feature.FREE_ORDER,
                    Feature.UNKNOWN_FIELDS),
            "reasoning_content",
            CallIds.ANY);

    /** Copies the features. */
    public Dialect {
        features = Set.copyOf(features);
    }

    /**
     * The dialect of the server at an address; of one that is not known, {@link #COMMON} under the server's own name, without {@link
     * Feature#FREE_ORDER}, since it may go by the template of any model.
     */
    public static Dialect of(URI baseUrl) {
        String host = baseUrl.getHost() == null ? "" : baseUrl.getHost().toLowerCase(Locale.ROOT);
        return switch (host) {
            case "api.openai.com" -> OPENAI;
            case "openrouter.ai" -> COMMON.withName("openrouter").withReasoningField("reasoning");
            case "api.mistral.ai" ->
                COMMON.withName("mistral")
                        .withReasoningField("")
                        .withCallIds(CallIds.NINE_ALPHANUMERIC)
                        .without(Feature.FREE_ORDER);
            case "api.deepseek.com" ->
                COMMON.withName("deepseek").without(Feature.JSON_SCHEMA, Feature.PARALLEL_TOOL_CALLS);
            case "api.moonshot.ai", "api.moonshot.cn" ->
                COMMON.withName("moonshot").without(Feature.REQUIRED_CHOICE, Feature.PARALLEL_TOOL_CALLS);
            case "api.groq.com" ->
                COMMON.withName("groq").withReasoningField("reasoning").without(Feature.UNKNOWN_FIELDS);
            case "generativelanguage.googleapis.com" ->
                COMMON.withName("gemini").with(Feature.FINAL_TOOL).without(Feature.PARALLEL_TOOL_CALLS);
            default -> ofOther(host, baseUrl);
        };
    }

    private static Dialect ofOther(String host, URI baseUrl) {
        if (host.endsWith(".azure.com")) return OPENAI.withName("azure");
        return COMMON.withName(baseUrl.getPort() < 0 ? host : host + ":" + baseUrl.getPort())
                .without(Feature.FREE_ORDER);
    }

    /** Whether the server can do this. */
    public boolean has(Feature feature) {
        return features.contains(feature);
    }

    /** This dialect of a server that can also do this. */
    public Dialect with(Feature... more) {
        EnumSet<Feature> all = EnumSet.noneOf(Feature.class);
        all.addAll(features);
        all.addAll(Set.of(more));
        return new Dialect(name, all, reasoningField, callIds);
    }

    /** This dialect of a server that cannot do this. */
    public Dialect without(Feature... less) {
        EnumSet<Feature> rest = EnumSet.noneOf(Feature.class);
        rest.addAll(features);
        rest.removeAll(Set.of(less));
        return new Dialect(name, rest, reasoningField, callIds);
    }

    /** This dialect of a server with another name. */
    public Dialect withName(String other) {
        return new Dialect(other, features, reasoningField, callIds);
    }

    /** This dialect with another field for reasoning that goes back. */
    public Dialect withReasoningField(String other) {
        return new Dialect(name, features, other, callIds);
    }

    /** This dialect with other tool-call ids. */
    public Dialect withCallIds(CallIds other) {
        return new Dialect(name, features, reasoningField, other);
    }
}
