package dev.spindle.model.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.property.Draw;
import dev.spindle.property.Property;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** What is taken for an object is what Jackson takes for one. */
class ObjectCheckTest {
    private static final String[] SAMPLES = {
        "{}",
        " {\"a\" : 1, \"b\":[true,false,null,{}] }\n",
        "{\"n\":[0,-0,1.5,-2e10,3E+4,0.1e-7]}",
        "{\"s\":\"\\u00e9\\n\\\"\\\\/\u00e9\\/\\b\\f\\r\\t\"}",
        "{\"deep\":{\"deep\":{\"deep\":[[[]]]}}}"
    };
    private static final String PIECES = "{}[]:,\"\\ \n\t0123456789.-+eEutfanrls\u0001\u00e9";

    @Test
    void takesObjects() {
        for (String sample : SAMPLES) assertTrue(ObjectCheck.isObject(sample), sample);
    }

    @Test
    void refusesAllElse() {
        String[] others = {
            "",
            " ",
            "null",
            "[]",
            "\"{}\"",
            "1",
            "{",
            "}",
            "{}{}",
            "{} x",
            "{a:1}",
            "{'a':1}",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{,}",
            "{\"a\":01}",
            "{\"a\":+1}",
            "{\"a\":.5}",
            "{\"a\":1.}",
            "{\"a\":1e}",
            "{\"a\":-}",
            "{\"a\":nul}",
            "{\"a\":NaN}",
            "{\"a\":\"\n\"}",
            "{\"a\":\"\\x\"}",
            "{\"a\":\"\\u12g4\"}",
            "{\"a\":\"\\u123",
            "{\"a\":[1,]}",
            "{\"a\":[1}",
            "{1:2}",
            "\u00a0{}"
        };
        for (String other : others) assertFalse(ObjectCheck.isObject(other), other);
    }

    @Test
    void refusesWhatNestsTooDeep() {
        assertTrue(ObjectCheck.isObject("{\"a\":".repeat(500) + "{}" + "}".repeat(500)));
        assertFalse(ObjectCheck.isObject("{\"a\":".repeat(100_000) + "{}" + "}".repeat(100_000)));
    }

    @Test
    void agreesWithJacksonAboutDamagedObjects() {
        Property.forAll(
                20_000,
                ObjectCheckTest::damaged,
                text -> assertEquals(isObjectForJackson(text), ObjectCheck.isObject(text), text));
    }

    private static String damaged(Draw draw) {
        StringBuilder text = new StringBuilder(draw.of(SAMPLES));
        for (int damages = draw.below(4); damages > 0 && text.length() > 0; damages--) {
            int at = draw.below(text.length());
            switch (draw.below(3)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, PIECES.charAt(draw.below(PIECES.length())));
                default -> text.setCharAt(at, PIECES.charAt(draw.below(PIECES.length())));
            }
        }
        return text.toString();
    }

    private static boolean isObjectForJackson(String text) {
        try (JsonParser in = Tokens.of(text)) {
            if (in.nextToken() != JsonToken.START_OBJECT) return false;
            in.skipChildren();
            return in.nextToken() == null;
        } catch (JacksonException notJson) {
            return false;
        }
    }
}
