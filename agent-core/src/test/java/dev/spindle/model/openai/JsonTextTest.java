package dev.spindle.model.openai;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    @Test
    void writesEveryCharacterAsJacksonDoes() {
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            String text = "a" + (char) c + "z";
            byte[] expected = Tokens.bytes(out -> out.writeString(text));
            assertArrayEquals(expected, new JsonText().string(text).bytes(), () -> "character " + (int) text.charAt(1));
        }
    }

    @Test
    void keepsPairsAndReplacesHalves() {
        byte[] written = new JsonText().string("\uD83D\uDE00 \uD83D").bytes();

        assertEquals("\"\uD83D\uDE00 ?\"", new String(written, StandardCharsets.UTF_8));
    }

    @Test
    void takesRawJsonAsItIs() {
        byte[] written = new JsonText().raw("{\"a\":").string("\"").raw("}").bytes();

        assertEquals("{\"a\":\"\\\"\"}", new String(written, StandardCharsets.UTF_8));
    }
}
