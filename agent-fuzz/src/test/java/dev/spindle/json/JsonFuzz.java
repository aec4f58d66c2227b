package dev.spindle.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.fuzz.Budget;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** JSON from anywhere: one value or an error, and a value that is written reads the same, numbers to the last digit. */
public final class JsonFuzz {
    private static final List<Class<?>> TYPES = List.of(
            int.class, Long.class, double.class, String.class, boolean.class, Map.class, List.class, byte[].class);

    private JsonFuzz() {}

    /** Reads the bytes as JSON. */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        String text = new String(data, StandardCharsets.UTF_8);
        Budget.hold(() -> {
            Json json;
            try {
                json = Json.parse(text);
            } catch (JsonException declared) {
                return;
            }
            checkWritten(json);
            look(json);
            TYPES.forEach(type -> bind(json, type));
        });
    }

    private static void checkWritten(Json json) {
        String written = Json.ofNode(json.node()).text();
        Json again = Json.parse(written);

        assertEquals(written, Json.ofNode(again.node()).text());
        assertTrue(json.node().equals(JsonFuzz::compared, again.node()), written);
        assertEquals(json.node(), Json.parse(json.wellFormed().text()).node());
    }

    /** {@code 1e0} is written as {@code 1}: the same number, of another kind. */
    private static int compared(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) return one.decimalValue().compareTo(other.decimalValue());
        return one.equals(other) ? 0 : 1;
    }

    private static void look(Json json) {
        json.items().forEach(JsonFuzz::look);
        for (String name : json.names()) look(json.get(name));
        if (!json.isNumber()) return;
        json.decimal();
        try {
            json.integer();
        } catch (JsonException fractionOrLarge) {
            assertFalse(fractionOrLarge.getMessage().isBlank());
        }
    }

    private static void bind(Json json, Class<?> type) {
        try {
            json.to(type);
        } catch (JsonException declared) {
            assertFalse(declared.getMessage().isBlank());
        }
    }
}
