package dev.spindle.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;

/*
 * RFC 8785 (JCS), with one departure: a number there is a double, and here it is the exact decimal, written by the same rules. So the
 * two agree on every number whose shortest double is the number itself, which all of up to 15 digits are, and where they do not,
 * 0.1000000000000000000001 euros stay apart from 0.1. Half a surrogate pair, which RFC 8785 refuses, is written as an escape.
 */
/** Writes the one text that all texts of a JSON value have in common. */
final class CanonicalJson {
    private static final int USUAL_CHARS = 128;
    private static final int MOST_DIGITS_WRITTEN_OUT = 21;
    private static final int MOST_ZEROS_WRITTEN_OUT = 6;

    private final StringBuilder out = new StringBuilder(USUAL_CHARS);

    private CanonicalJson() {}

    static String write(JsonNode value) {
        CanonicalJson canonical = new CanonicalJson();
        canonical.value(value);
        return canonical.out.toString();
    }

    private void value(JsonNode value) {
        if (value.isObject()) object(value);
        else if (value.isArray()) array(value);
        else if (value.isString()) string(value.stringValue());
        else if (value.isInt() || value.isLong()) out.append(value.longValue());
        else if (value.isNumber()) number(value.decimalValue());
        else out.append(value.isNull() ? "null" : value.booleanValue() ? "true" : "false");
    }

    private void object(JsonNode object) {
        List<String> names = new ArrayList<>(object.propertyNames());
        Collections.sort(names); // by UTF-16 code units, as RFC 8785 has it
        out.append('{');
        String between = "";
        for (String name : names) {
            out.append(between);
            string(name);
            out.append(':');
            value(object.get(name));
            between = ",";
        }
        out.append('}');
    }

    private void array(JsonNode array) {
        out.append('[');
        String between = "";
        for (JsonNode item : array) {
            out.append(between);
            value(item);
            between = ",";
        }
        out.append(']');
    }

    private void string(String text) {
        out.append('"');
        int written = 0;
        for (int at = 0; at < text.length(); at++) {
            if (isWrittenAsItIs(text.charAt(at))) continue;
            out.append(text, written, at);
            character(text, at);
            written = at + 1;
        }
        out.append(text, written, text.length()).append('"');
    }

    private static boolean isWrittenAsItIs(char unit) {
        return unit >= ' ' && unit != '"' && unit != '\\' && !Character.isSurrogate(unit);
    }

    private void character(String text, int at) {
        char unit = text.charAt(at);
        switch (unit) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            default -> {
                if (unit < ' ' || isHalf(text, at))
                    out.append("\\u").append(HexFormat.of().toHexDigits(unit));
                else out.append(unit);
            }
        }
    }

    private static boolean isHalf(String text, int at) {
        char unit = text.charAt(at);
        if (Character.isHighSurrogate(unit))
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        return Character.isLowSurrogate(unit) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }

    /** As ECMAScript writes numbers, of which the digits and the place of the point are exact. */
    private void number(BigDecimal value) {
        if (value.signum() == 0) {
            out.append('0');
            return;
        }
        BigDecimal shortest = value.stripTrailingZeros();
        String digits = shortest.unscaledValue().abs().toString();
        int point = digits.length() - shortest.scale();
        if (value.signum() < 0) out.append('-');
        if (point > MOST_DIGITS_WRITTEN_OUT || point <= -MOST_ZEROS_WRITTEN_OUT) exponential(digits, point - 1);
        else if (point >= digits.length()) out.append(digits).append("0".repeat(point - digits.length()));
        else if (point > 0) out.append(digits, 0, point).append('.').append(digits, point, digits.length());
        else out.append("0.").append("0".repeat(-point)).append(digits);
    }

    private void exponential(String digits, int exponent) {
        out.append(digits.charAt(0));
        if (digits.length() > 1) out.append('.').append(digits, 1, digits.length());
        out.append('e').append(exponent < 0 ? '-' : '+').append(Math.abs(exponent));
    }
}
