package dev.spindle.model;

import dev.spindle.json.Json;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;

/** What request fields may be, as far as it is known; a field that is not known here may be anything. */
final class OptionRanges {
    private static final Set<String> RESERVED = Set.of("messages", "stream");
    private static final int MOST_STOPS = 4;
    private static final int MOST_METADATA = 16;
    private static final int LONGEST_METADATA_NAME = 64;
    private static final int LONGEST_METADATA_VALUE = 512;

    private static final Map<String, Range> NUMBERS = Map.of(
            "temperature", new Range(0, 2),
            "top_p", new Range(0, 1),
            "presence_penalty", new Range(-2, 2),
            "frequency_penalty", new Range(-2, 2));

    private static final Map<String, Range> WHOLE_NUMBERS = Map.of(
            "max_tokens", new Range(1, Long.MAX_VALUE),
            "max_completion_tokens", new Range(1, Long.MAX_VALUE),
            "top_logprobs", new Range(0, 20),
            "n", new Range(1, 128));

    private OptionRanges() {}

    /** Throws {@link IllegalArgumentException} if a field may not have this value. */
    static void check(String name, Json value) {
        if (RESERVED.contains(name)) {
            throw new IllegalArgumentException(
                    name + " is no option; it follows from the ModelCall's messages and from whether somebody listens");
        }
        Range numbers = NUMBERS.get(name);
        if (numbers != null) numbers.check(name, value, false);
        Range wholeNumbers = WHOLE_NUMBERS.get(name);
        if (wholeNumbers != null) wholeNumbers.check(name, value, true);
        if (name.equals("stop")) checkStop(value);
        if (name.equals("logit_bias")) checkBias(value);
        if (name.equals("metadata")) checkMetadata(value);
    }

    private static void checkStop(Json stop) {
        if (stop.isString()) return;
        int texts = stop.items().size();
        boolean strings = stop.isArray() && stop.items().stream().allMatch(Json::isString);
        if (!strings || texts < 1 || texts > MOST_STOPS) {
            throw wrong("stop", stop, "one text, or a list of 1 to 4 texts");
        }
    }

    private static void checkBias(Json bias) {
        Range range = new Range(-100, 100);
        if (!bias.isObject()) throw wrong("logit_bias", bias, "an object of token ids and numbers from -100 to 100");
        for (String token : bias.names()) range.check("logit_bias[" + token + "]", bias.get(token), true);
    }

    private static void checkMetadata(Json metadata) {
        boolean fits = metadata.isObject() && metadata.names().size() <= MOST_METADATA;
        for (String name : metadata.names()) {
            Json value = metadata.get(name);
            fits &= name.length() <= LONGEST_METADATA_NAME
                    && value.isString()
                    && value.string().length() <= LONGEST_METADATA_VALUE;
        }
        if (!fits) {
            throw wrong("metadata", metadata, "an object of up to 16 texts of 512 characters, with names of up to 64");
        }
    }

    private static IllegalArgumentException wrong(String name, Json value, String allowed) {
        String text = value.text();
        String shown = text.length() > 100 ? text.substring(0, 100) + "…" : text;
        return new IllegalArgumentException(name + " is " + shown + "; it must be " + allowed);
    }

    private record Range(long low, long high) {
        private void check(String name, Json value, boolean whole) {
            boolean fits = value.isNumber()
                    && value.decimal().compareTo(BigDecimal.valueOf(low)) >= 0
                    && value.decimal().compareTo(BigDecimal.valueOf(high)) <= 0
                    && !(whole && hasFraction(value.decimal()));
            if (!fits) throw wrong(name, value, words(whole));
        }

        private String words(boolean whole) {
            String kind = whole ? "a whole number" : "a number";
            return high == Long.MAX_VALUE ? kind + " of at least " + low : kind + " from " + low + " to " + high;
        }

        private static boolean hasFraction(BigDecimal number) {
            return number.stripTrailingZeros().scale() > 0;
        }
    }
}
