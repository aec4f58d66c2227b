package dev.spindle.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.spindle.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a model shall answer: temperature, limits, tool choice, and whatever else its server takes.
 *
 * <p>Typed names over one JSON object of request fields, so that a field without a typed name passes through {@link
 * #withField} and all are recorded alike. Ranges are checked when set, however set, before anything is paid for: each
 * method throws {@link IllegalArgumentException} naming the field, its value and what it may be. Immutable.
 */
public final class ModelOptions {
    /** The server's own defaults. */
    public static final ModelOptions DEFAULT = new ModelOptions(Map.of(), null);

    /** The field under which {@link #withMaxTokens} keeps its value. */
    public static final String MAX_TOKENS = "max_completion_tokens";

    private final Map<String, Json> fields;
    private final @Nullable ToolChoice toolChoice;

    private ModelOptions(Map<String, Json> fields, @Nullable ToolChoice toolChoice) {
        this.fields = fields;
        this.toolChoice = toolChoice;
    }

    /** Randomness from 0 to 2. */
    public ModelOptions withTemperature(double temperature) {
        return withField("temperature", number("temperature", temperature));
    }

    /** Share of probability that is sampled from, 0 to 1. */
    public ModelOptions withTopP(double topP) {
        return withField("top_p", number("top_p", topP));
    }

    /** The most tokens of one reply, at least 1; sent under the name that the server knows. */
    public ModelOptions withMaxTokens(long maxTokens) {
        return withField(MAX_TOKENS, Json.of(maxTokens));
    }

    /** Texts at which the model stops, one to four. */
    public ModelOptions withStop(List<String> stop) {
        return withField("stop", Json.of(stop));
    }

    /** A number that makes sampling repeatable as far as the server can. */
    public ModelOptions withSeed(long seed) {
        return withField("seed", Json.of(seed));
    }

    /** How much words that occurred are avoided, from -2 to 2. */
    public ModelOptions withPresencePenalty(double penalty) {
        return withField("presence_penalty", number("presence_penalty", penalty));
    }

    /** How much words are avoided the more often they occurred, from -2 to 2. */
    public ModelOptions withFrequencyPenalty(double penalty) {
        return withField("frequency_penalty", number("frequency_penalty", penalty));
    }

    /** Token ids and how much each is favoured, from -100 (never) to 100 (always). */
    public ModelOptions withLogitBias(Map<Integer, Integer> biasByToken) {
        Map<String, Json> bias = new LinkedHashMap<>();
        new TreeMap<>(biasByToken).forEach((token, value) -> bias.put(token.toString(), Json.of(value)));
        return withField("logit_bias", Json.object(bias));
    }

    /**
     * How long the model thinks: "none", "minimal", "low", "medium", "high", "xhigh" or "max", as far as it knows the
     * word.
     */
    public ModelOptions withReasoningEffort(String effort) {
        return withField("reasoning_effort", Json.of(effort));
    }

    /** How long answers are: "low", "medium" or "high". */
    public ModelOptions withVerbosity(String verbosity) {
        return withField("verbosity", Json.of(verbosity));
    }

    /**
     * Whether the model may call several tools at once. Not sent where there are no tools or the server does not know
     * it.
     */
    public ModelOptions withParallelToolCalls(boolean parallel) {
        return withField("parallel_tool_calls", Json.of(parallel));
    }

    /** Which of the provider's tiers serves the request: "auto", "default", "flex", "scale" or "priority". */
    public ModelOptions withServiceTier(String tier) {
        return withField("service_tier", Json.of(tier));
    }

    /** A name for the end user, by which the provider tells users apart; no personal data. */
    public ModelOptions withUser(String user) {
        return withField("user", Json.of(user));
    }

    /** A name for requests that begin alike, by which the provider finds its prompt cache. */
    public ModelOptions withPromptCacheKey(String key) {
        return withField("prompt_cache_key", Json.of(key));
    }

    /** Up to 16 names of up to 64 characters with values of up to 512, kept with the request by the provider. */
    public ModelOptions withMetadata(Map<String, String> metadata) {
        return withField("metadata", Json.of(new TreeMap<>(metadata)));
    }

    /** A text that much of the answer will equal, which makes it come faster. */
    public ModelOptions withPrediction(String text) {
        Map<String, Json> prediction = new LinkedHashMap<>();
        prediction.put("type", Json.of("content"));
        prediction.put("content", Json.of(text));
        return withField("prediction", Json.object(prediction));
    }

    /** Whether the provider keeps the exchange. */
    public ModelOptions withStore(boolean store) {
        return withField("store", Json.of(store));
    }

    /**
     * Which tools may or must be called. A forced choice holds for the first step of a run only, or it would never end.
     */
    public ModelOptions withToolChoice(ToolChoice choice) {
        return new ModelOptions(fields, choice);
    }

    /**
     * Any field of the request, verbatim: the way out for what has no typed name here.
     *
     * <p>A field that Spindle writes itself is replaced by it, except the messages and whether to stream, which are
     * refused.
     */
    public ModelOptions withField(String name, Json value) {
        OptionRanges.check(name, value);
        Map<String, Json> copy = new LinkedHashMap<>(fields);
        copy.put(name, value);
        return new ModelOptions(copy, toolChoice);
    }

    /** Without a choice of tools that was forced. */
    public ModelOptions withoutForcedToolChoice() {
        return toolChoice != null && toolChoice.isForced() ? new ModelOptions(fields, null) : this;
    }

    /** Which tools may or must be called, if set. */
    @JsonGetter("toolChoice")
    public Optional<ToolChoice> toolChoice() {
        return Optional.ofNullable(toolChoice);
    }

    /** Names of the request fields that are set, in the order they were set. */
    public List<String> fieldNames() {
        return List.copyOf(fields.keySet());
    }

    /** A request field, if set. */
    public Optional<Json> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** All request fields as one object; tool choice is not among them. */
    @JsonGetter("fields")
    public Json toJson() {
        return Json.object(fields);
    }

    /** Options of recorded fields; see {@link #toJson()}. */
    @JsonCreator
    public static ModelOptions of(
            @JsonProperty("fields") Json object, @JsonProperty("toolChoice") @Nullable ToolChoice toolChoice) {
        Map<String, Json> fields = new LinkedHashMap<>();
        for (String name : object.names()) {
            OptionRanges.check(name, object.get(name));
            fields.put(name, object.get(name));
        }
        return new ModelOptions(fields, toolChoice);
    }

    private static Json number(String name, double value) {
        if (!Double.isFinite(value))
            throw new IllegalArgumentException(name + " is " + value + "; it must be a number");
        return Json.of(value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (other == this) return true;
        return other instanceof ModelOptions that
                && fields.equals(that.fields)
                && Objects.equals(toolChoice, that.toolChoice);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return toJson().text() + (toolChoice == null ? "" : " " + toolChoice);
    }

    /** Which tools a model may or must call at the next step. */
    public sealed interface ToolChoice
            permits ToolChoice.Auto, ToolChoice.None, ToolChoice.Required, ToolChoice.Named, ToolChoice.Allowed {
        /** Whether the model must call a tool, so that the choice may hold for one step only. */
        default boolean isForced() {
            return this instanceof Required
                    || this instanceof Named
                    || (this instanceof Allowed allowed && allowed.required());
        }

        /** The model decides. */
        record Auto() implements ToolChoice {}

        /** It calls none. */
        record None() implements ToolChoice {}

        /** It calls at least one. */
        record Required() implements ToolChoice {}

        /** It calls this one. */
        record Named(String tool) implements ToolChoice {}

        /**
         * It calls only these, while the list of tools, and the prompt cache with it, stays as it is.
         *
         * @param required whether it must call one of them
         */
        record Allowed(List<String> tools, boolean required) implements ToolChoice {
            /** Copies the names. */
            public Allowed {
                tools = List.copyOf(tools);
            }
        }
    }
}
