package dev.spindle.model.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
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

    @Example
    void takesObjects() {
        for (String sample : SAMPLES) assertTrue(ObjectCheck.isObject(sample), sample);
    }

    @Example
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

    @Example
    void refusesWhatNestsTooDeep() {
        assertTrue(ObjectCheck.isObject("{\"a\":".repeat(500) + "{}" + "}".repeat(500)));
        assertFalse(ObjectCheck.isObject("{\"a\":".repeat(100_000) + "{}" + "}".repeat(100_000)));
    }

    @Property(tries = 20_000)
    void agreesWithJacksonAboutDamagedObjects(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(SAMPLES[random.nextInt(SAMPLES.length)]);
        for (int damages = random.nextInt(4); damages > 0 && text.length() > 0; damages--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, PIECES.charAt(random.nextInt(PIECES.length())));
                default -> text.setCharAt(at, PIECES.charAt(random.nextInt(PIECES.length())));
            }
        }

        assertEquals(isObjectForJackson(text.toString()), ObjectCheck.isObject(text.toString()), text.toString());
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
