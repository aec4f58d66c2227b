package dev.spindle.model.openai;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    @Test
    void writesEveryCharacterAsJacksonDoes() {
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            String text = "a" + (char) c + "z";
            byte[] expected = Tokens.bytes(out -> out.writeString(text));
            assertArrayEquals(expected, new JsonText().string(text).taken(), () -> "character " + (int) text.charAt(1));
        }
    }

    @Test
    void keepsPairsAndReplacesHalves() {
        byte[] written = new JsonText().string("\uD83D\uDE00 \uD83D").taken();

        assertEquals("\"\uD83D\uDE00 ?\"", new String(written, StandardCharsets.UTF_8));
    }

    @Test
    void takesRawJsonAsItIs() {
        byte[] written = new JsonText().raw("{\"a\":").string("\"").raw("}").taken();

        assertEquals("{\"a\":\"\\\"\"}", new String(written, StandardCharsets.UTF_8));
    }

    @Test
    void takesRawJsonBeyondAsciiAsItIs() {
        byte[] written =
                new JsonText().raw("{\"\u00E4\":\"\u20AC\uD83D\uDE00\\n\"}").taken();

        assertEquals("{\"\u00E4\":\"\u20AC\uD83D\uDE00\\n\"}", new String(written, StandardCharsets.UTF_8));
    }

    @Test
    void writesOneTextAfterTheOtherInTheSameMemoryUntilThatIsLarge() {
        JsonText text = new JsonText();
        String longest = "\u00E4\n".repeat(20_000);

        byte[] first = text.string("one").taken();
        byte[] second = text.string("2").taken();

        assertEquals("\"one\"", new String(first, StandardCharsets.UTF_8));
        assertEquals("\"2\"", new String(second, StandardCharsets.UTF_8));
        assertTrue(text.isSmall());
        assertArrayEquals(
                Tokens.bytes(out -> out.writeString(longest)),
                text.string(longest).taken());
        assertFalse(text.isSmall());
    }
}
