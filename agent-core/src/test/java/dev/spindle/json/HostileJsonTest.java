package dev.spindle.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.spindle.json.SchemaValidator.Violation;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON that is made to break or to hold up what reads it. */
class HostileJsonTest {
    private record Calendar(Map<String, List<LocalDate>> days) {}

    private record Weight(float kilos) {}

    private static Json array(int count, IntFunction<String> item) {
        return Json.parse(IntStream.range(0, count).mapToObj(item).collect(Collectors.joining(",", "[", "]")));
    }

    private static long processorSeconds(Runnable work) {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        work.run();
        return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1_000_000_000;
    }

    /** Copied characters take memory, and no more of it on a slow machine. */
    private static long bytes(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @ParameterizedTest
    @ValueSource(strings = {"AaBB", "AbBA"})
    void namesOfOneHashAreReadAndHarmNoLaterText(String pair) {
        String names = IntStream.range(0, 65_536)
                .mapToObj(number -> IntStream.range(0, 16)
                        .mapToObj(bit -> (number >> bit & 1) == 0 ? pair.substring(0, 2) : pair.substring(2))
                        .collect(Collectors.joining("", "\"", "\":1")))
                .collect(Collectors.joining(",", "{", "}"));

        Json hostile = Json.parse(names);
        Json later = Json.parse(IntStream.range(0, 5_000)
                .mapToObj(number -> "\"name" + number + "\":1")
                .collect(Collectors.joining(",", "{", "}")));

        assertEquals(65_536, hostile.names().size());
        assertEquals(5_000, later.names().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e300", "-1e300", "1.5e39", "340282350000000000000000000000000000000000"})
    void aNumberBeyondAFloatIsRefusedAsOneBeyondADoubleIs(String kilos) {
        JsonException refusal = assertThrows(
                JsonException.class,
                () -> Json.parse("{\"kilos\":" + kilos + "}").to(Weight.class));

        assertTrue(refusal.getMessage().startsWith("/kilos: the number "), refusal.getMessage());
        assertTrue(refusal.getMessage().endsWith("a number (float) expected"), refusal.getMessage());
    }

    @Test
    void whatDoesNotBindIsFoundInLinearTimeBehindALongName() {
        int count = 700_000;
        int length = 49_000;
        String days = "\"2024-01-01\",".repeat(count) + "\"2024-99-99\"";
        Json json = Json.parse("{\"days\":{\"" + "k".repeat(length) + "\":[" + days + "]}}");

        long bytes =
                bytes(() -> assertEquals(1, json.departuresFrom(Calendar.class).size()));

        assertTrue(bytes < (long) count * length / 2, bytes + " bytes");
    }

    @Test
    void aPlaceBehindLongNamesIsToldInShort() {
        SchemaValidator tree = SchemaValidator.of(
                Json.parse(
                        "{\"type\":\"object\",\"additionalProperties\":{\"anyOf\":[{\"type\":\"boolean\"},{\"$ref\":\"#\"}]}}"));
        String name = "{\"" + "n".repeat(49_000) + "\":";
        Json deep = Json.parse(name.repeat(200)
                + array(200, number -> "{\"" + number + "\":1}")
                        .text()
                        .replace("[{", "{")
                        .replace("}]", "}")
                        .replace("},{", ",")
                + "}".repeat(200));

        List<Violation> violations = tree.check(deep);

        assertFalse(violations.isEmpty());
        for (Violation violation : violations) {
            assertTrue(
                    violation.pointer().length() < 10_000, violation.pointer().length() + " characters of place");
            assertTrue(
                    violation.message().length() < 20_000, violation.message().length() + " characters");
        }
    }

    @Test
    void aPatternIsNotTooHeavyForEachOfManyTexts() {
        SchemaValidator heavy = SchemaValidator.of(
                Json.parse("{\"type\":\"array\",\"items\":{\"type\":\"string\",\"pattern\":\"^.*a.*a.*a.*a.*a!$\"}}"));
        Json texts = array(2_000, number -> "\"" + "a".repeat(25) + number + "\"");

        long seconds = processorSeconds(() -> assertThrows(JsonException.class, () -> heavy.check(texts)));

        assertTrue(seconds < 5, seconds + " s");
    }

    @Test
    void manyShortTextsAreHeldAgainstAPattern() {
        SchemaValidator light = SchemaValidator.of(
                Json.parse("{\"type\":\"array\",\"items\":{\"type\":\"string\",\"pattern\":\"^[a-z ]+[0-9]*$\"}}"));

        List<Violation> violations = light.check(array(200_000, number -> "\"" + "a".repeat(40) + number + "\""));

        assertEquals(List.of(), violations);
    }
}
