package dev.spindle.json;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonParserDelegate;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Reads text that may be hostile into a tree: strictly, within bounds, and with errors that say where. */
final class JsonReader {
    private static final int MAX_NUMBER_CHARS = 1_000;
    private static final int MAX_EXPONENT = 5_000;
    private static final int MAX_TOKENS = 4_000_000;
    private static final int EXCERPT_CHARS = 20;

    private static final JsonFactory TOKENS = tokens(Json.MAX_DEPTH);

    // Around what came from outside this program puts objects of its own, as in events; it must be able to read them
    // again.
    private static final JsonFactory OWN_TOKENS = tokens(Json.MAX_DEPTH + 64);

    private static final ObjectReader TREES = JsonMapper.builder(TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private JsonReader() {}

    private static JsonFactory tokens(int maxDepth) {
        return JsonFactory.builder()
                // Names of one hash are then read without the table that Jackson keeps of names.
                .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxNumberLength(MAX_NUMBER_CHARS)
                        .maxStringLength(Json.MAX_CHARS)
                        .maxNameLength(50_000)
                        .maxTokenCount(MAX_TOKENS)
                        .build())
                .build();
    }

    /** Reads a text from outside. */
    static JsonNode read(String text) {
        return read(text, TOKENS);
    }

    /** Reads a text that this program wrote around what came from outside. */
    static JsonNode readOwn(String text) {
        return read(text, OWN_TOKENS);
    }

    private static JsonNode read(String text, JsonFactory tokens) {
        if (text.length() > Json.MAX_CHARS) {
            throw new JsonException("a text of " + text.length() + " characters is too long for JSON; at most "
                    + Json.MAX_CHARS + " are read");
        }
        if (text.isBlank()) {
            throw new JsonException("the text is empty; one JSON value was expected");
        }
        try (JsonParser parser = new BoundedNumbers(tokens.createParser(ObjectReadContext.empty(), text))) {
            JsonNode node = TREES.readTree(parser);
            if (parser.nextToken() != null) {
                throw new JsonException(
                        "text after the end of the JSON value" + place(text, parser.currentTokenLocation()));
            }
            return node;
        } catch (JacksonException e) {
            throw new JsonException(words(text, e) + place(text, e.getLocation()), e);
        }
    }

    /** What Jackson says, without the parts that speak of its own configuration. */
    private static String words(String text, JacksonException e) {
        if (endsBehindComma(text, e.getLocation())) return "a comma before the end of an object or array; leave it out";
        return e.getOriginalMessage()
                .replaceAll(": maybe a \\(non-standard\\) comment\\?.*", ": JSON has no comments")
                .replaceAll(":? enable `[^`]*` to allow", "")
                .replaceAll(" ?\\((for (Object|Array) starting|start marker) at \\[[^]]*]\\)", "")
                .replaceAll(", from `[^`]*`", "")
                .replaceAll("\\s+", " ");
    }

    private static boolean endsBehindComma(String text, @Nullable TokenStreamLocation location) {
        int at = location == null ? -1 : (int) location.getCharOffset();
        // Some say where it is, some what is behind it.
        if (at > 0 && at <= text.length() && "}]".indexOf(text.charAt(at - 1)) >= 0) at--;
        if (at < 1 || at >= text.length() || "}]".indexOf(text.charAt(at)) < 0) return false;
        return text.substring(0, at).stripTrailing().endsWith(",");
    }

    private static String place(String text, @Nullable TokenStreamLocation location) {
        if (location == null) {
            return "";
        }
        int at = (int) Math.max(0, Math.min(text.length(), location.getCharOffset()));
        int from = Math.max(0, at - EXCERPT_CHARS);
        int to = Math.min(text.length(), at + EXCERPT_CHARS);
        String excerpt =
                JsonWords.printable((from > 0 ? "…" : "") + text.substring(from, to) + (to < text.length() ? "…" : ""));
        return " at line " + location.getLineNr() + ", column " + location.getColumnNr() + ", near: " + excerpt;
    }

    /**
     * Refuses a number such as {@code 1e999999999}, which is short as text and vast as soon as someone computes with it, and
     * keeps how the others are spelled.
     */
    private static final class BoundedNumbers extends JsonParserDelegate {
        BoundedNumbers(JsonParser tokens) {
            super(tokens);
        }

        /** Only as a decimal has a zero a sign. */
        @Override
        public @Nullable JsonToken nextToken() {
            JsonToken token = super.nextToken();
            boolean negativeZero = token == JsonToken.VALUE_NUMBER_INT && getStringLength() == 2 && getIntValue() == 0;
            return negativeZero ? JsonToken.VALUE_NUMBER_FLOAT : token;
        }

        @Override
        public BigDecimal getDecimalValue() {
            BigDecimal value;
            try {
                value = new SpelledNumber(getString());
            } catch (NumberFormatException beyondAnyNumber) {
                throw tooLarge();
            }
            long exponent = (long) value.precision() - value.scale();
            if (Math.abs(exponent) > MAX_EXPONENT) throw tooLarge();
            return value;
        }

        private StreamReadException tooLarge() {
            return new StreamReadException(this, "a number beyond 1e±" + MAX_EXPONENT, currentTokenLocation());
        }
    }
}
