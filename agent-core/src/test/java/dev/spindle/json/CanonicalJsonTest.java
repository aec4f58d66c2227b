package dev.spindle.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.spindle.property.Draw;
import dev.spindle.property.Property;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One value has one canonical text, however it is written. */
class CanonicalJsonTest {
    private static String canonical(String text) {
        return Json.parse(text).canonical();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"to\": \"Bo\"} | {\"to\":\"Bo\"}",
                "{\"to\":\"Bo\\/x\"} | {\"to\":\"Bo/x\"}",
                "{\"euros\":1e2} | {\"euros\":100}",
                "{\"b\":1,\"a\":2} | {\"a\":2,\"b\":1}",
                "[1.0, -0, -0.0, 0e9] | [1,0,0,0]",
                "[0.10, 100.50] | [0.1,100.5]",
                "\"\\u0041\\u00e9\\u20ac\" | \"Aé€\"",
                "\"\\u0000\\u001f\\u007f\" | \"\\u0000\\u001f\u007f\"",
                "\"\\b\\t\\n\\f\\r\" | \"\\b\\t\\n\\f\\r\"",
                "\"\\ud800x\" | \"\\ud800x\"",
                "[ true , false , null ] | [true,false,null]",
            })
    void whatIsWrittenOtherwiseIsTheSame(String written, String expected) {
        assertEquals(expected, canonical(written));
    }

    /** The numbers of RFC 8785, appendix B, that a shortest double and an exact decimal write alike. */
    @ParameterizedTest
    @CsvSource({
        "5e-324, 5e-324",
        "-1.7976931348623157e308, -1.7976931348623157e+308",
        "9007199254740992, 9007199254740992",
        "295147905179352830000, 295147905179352830000",
        "9.999999999999997e22, 9.999999999999997e+22",
        "1e23, 1e+23",
        "999999999999999700000, 999999999999999700000",
        "1e21, 1e+21",
        "9.999999999999997e-7, 9.999999999999997e-7",
        "0.000001, 0.000001",
        "333333333.33333329, 333333333.33333329",
        "1424953923781206.2, 1424953923781206.2"
    })
    void numbersAreWrittenAsEcmaScriptWritesThem(String written, String expected) {
        assertEquals(expected, canonical(written));
    }

    @Test
    void namesAreInOrderOfTheirUtf16Units() {
        String written =
                "{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,\"\\u0080\":6,\"\\u00f6\":7}";

        assertEquals(
                "[\r, 1, \u0080, ö, €, \ud83d\ude00, \ufb33]",
                Json.parse(canonical(written)).names().toString());
    }

    @Test
    void decimalsStayExact() {
        assertNotEquals(canonical("0.1"), canonical("0.10000000000000000000001"));
        assertNotEquals(canonical("9007199254740993"), canonical("9007199254740992"));
        assertEquals("12345678901234567.89", canonical("12345678901234567.890"));
    }

    @Test
    void everyTextOfAValueHasItsCanonicalTextAndNoOther() {
        Property.forAll(draw -> new Pair(value(draw, 3), draw.below(1_000)), pair -> {
            String first = written(pair.value, new Random(pair.seed));
            String second = written(pair.value, new Random(pair.seed + 1L));

            String canonical = canonical(first);

            assertEquals(canonical, canonical(second));
            assertEquals(canonical, canonical(canonical));
        });
    }

    @Test
    void numbersThatDifferHaveOtherTexts() {
        Property.forAll(draw -> List.of(number(draw), number(draw)), numbers -> {
            boolean same = numbers.get(0).compareTo(numbers.get(1)) == 0;
            String first = canonical(numbers.get(0).toString());

            assertEquals(same, first.equals(canonical(numbers.get(1).toString())));
            assertEquals(0, new BigDecimal(first).compareTo(numbers.get(0)));
        });
    }

    private record Pair(Object value, int seed) {}

    private static Object value(Draw draw, int depth) {
        return switch (draw.below(depth == 0 ? 2 : 4)) {
            case 0 -> number(draw);
            case 1 ->
                draw.list(0, 6, each -> each.of("a", "\"", "\\", "/", "é", "\n", "\u0001", "\ud83d\ude00")).stream()
                        .collect(Collectors.joining());
            case 2 -> draw.list(0, 4, each -> value(each, depth - 1));
            default -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                draw.list(0, 4, each -> each.letters(0, 3)).forEach(name -> fields.put(name, value(draw, depth - 1)));
                yield fields;
            }
        };
    }

    private static BigDecimal number(Draw draw) {
        return new BigDecimal(BigInteger.valueOf(draw.below(2_001) - 1_000), draw.between(-30, 30));
    }

    /** The value in one of its texts, by chance: fields in any order, white space, escapes, digits that say nothing. */
    private static String written(Object value, Random chance) {
        String blank = chance.nextBoolean() ? " \n\t" : "";
        if (value instanceof BigDecimal number) return blank + number(number, chance);
        if (value instanceof String text) return blank + string(text, chance) + blank;
        if (value instanceof List<?> items)
            return "[" + items.stream().map(item -> written(item, chance)).collect(Collectors.joining(",")) + blank
                    + "]";
        List<Map.Entry<?, ?>> fields = new ArrayList<>(((Map<?, ?>) value).entrySet());
        Collections.shuffle(fields, chance);
        return fields.stream()
                .map(field -> blank + string((String) field.getKey(), chance) + blank + ":"
                        + written(field.getValue(), chance))
                .collect(Collectors.joining(",", "{", blank + "}"));
    }

    private static String number(BigDecimal number, Random chance) {
        return switch (chance.nextInt(3)) {
            case 0 -> number.toString();
            case 1 -> number.toPlainString();
            default -> number.setScale(number.scale() + 3).toString();
        };
    }

    private static String string(String text, Random chance) {
        if (chance.nextBoolean()) return Json.of(text).text();
        return text.chars()
                .mapToObj(unit -> String.format("\\u%04X", unit))
                .collect(Collectors.joining("", "\"", "\""));
    }
}
