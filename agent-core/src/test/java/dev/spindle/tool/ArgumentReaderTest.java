package dev.spindle.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.spindle.json.Json;
import dev.spindle.tool.Tool.Effect;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentReaderTest {
    enum Unit {
        C,
        F
    }

    record Place(
            @Param("City name") String city,
            @Param("ISO country code") Optional<String> country) {}

    sealed interface When permits Day, Span {}

    record Day(@Param("Days from today") int day) implements When {}

    record Span(
            @Param("First day") int from, @Param("Last day") int to) implements When {}

    static final class Weather {
        @Tool(value = "Weather of a place.", effect = Effect.READ)
        String weather(
                @Param("Where") Place place,
                @Param("How many days") int days,
                @Param("Unit") Optional<Unit> unit,
                @Param("Which hours") Optional<List<Integer>> hours,
                @Param("When") Optional<When> when,
                @Param("Share") Optional<Double> share,
                @Param("Whether to be brief") Optional<Boolean> brief) {
            return place.city();
        }
    }

    private static final String FITTING = "{\"place\":{\"city\":\"Oslo\"},\"days\":3}";
    private static final ToolFunction WEATHER = ToolFunction.scan(new Weather()).get(0);
    private static final ToolFunction NO_ARGUMENTS = ToolFunction.of(
            ToolSpec.of("now", "Time.", Json.parse("{\"type\":\"object\"}"), Effect.READ),
            invocation -> ToolResult.text("12:00"));

    private static Arguments.Accepted accepted(String written) {
        Arguments read = WEATHER.read(written);
        assertThat(read).isInstanceOf(Arguments.Accepted.class);
        return (Arguments.Accepted) read;
    }

    private static String rejected(String written) {
        Arguments read = WEATHER.read(written);
        assertThat(read).isInstanceOf(Arguments.Rejected.class);
        return ((Arguments.Rejected) read).message();
    }

    @Test
    void fittingArgumentsAreTakenAsWritten() {
        String written = " " + FITTING + "\n";

        Arguments.Accepted read = accepted(written);

        assertThat(read.json()).isEqualTo(Json.parse(FITTING));
        assertThat(read.notes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "null", "{}"})
    void noTextIsNoArguments(String written) {
        assertThat(NO_ARGUMENTS.read(written)).isEqualTo(Arguments.Accepted.of(Json.EMPTY_OBJECT));
        assertThat(rejected(written)).contains("/place: missing", "/days: missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "```json\n" + FITTING + "\n```",
                "```\n" + FITTING + "```",
                FITTING + "\n\nI will call the tool now.",
                FITTING + "}",
                FITTING + "<|end|>",
                "\"{\\\"place\\\":{\\\"city\\\":\\\"Oslo\\\"},\\\"days\\\":3}\"",
            })
    void whatSurroundsAnObjectIsLeftOutAndNoted(String written) {
        Arguments.Accepted read = accepted(written);

        assertThat(read.json()).isEqualTo(Json.parse(FITTING));
        assertThat(read.notes()).hasSize(1);
    }

    @Test
    void lineEndsInsideStringsAreKept() {
        Arguments.Accepted read = accepted("{\"place\":{\"city\":\"Os\n\tlo \\\" }\"},\"days\":3}");

        assertThat(read.json().get("place").get("city").string()).isEqualTo("Os\n\tlo \" }");
        assertThat(read.notes()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                FITTING + FITTING,
                FITTING + " or {\"days\":4}",
                "Here: " + FITTING,
                "{\"place\":{\"city\":\"Oslo\"},\"days\":3",
                "{\"place\":{\"city\":\"Oslo\"},\"days\":3,}",
                "{\"place\":{\"city\":\"Oslo\"},\"days\":3,\"days\":4}",
                "{'place':{'city':'Oslo'},'days':3}",
                "{place:{city:\"Oslo\"},days:3}",
                "[" + FITTING + "]",
                "\"Oslo\"",
                "3",
                "```json\n```",
                "\"\\\"{}\\\"\"",
            })
    void whatWouldHaveToBeGuessedIsRejected(String written) {
        assertThat(rejected(written)).startsWith("The arguments of 'weather' ").contains("Expected: {\"place\": ");
    }

    @Test
    void aStringThatIsExactlyTheValueIsTakenAsThatAndNoted() {
        Arguments.Accepted read = accepted("{\"place\":{\"city\":\"3\"},\"days\":\"3\",\"hours\":[1,\"-2\"],"
                + "\"share\":\"0.50\",\"brief\":\"true\"}");

        assertThat(read.json().text())
                .isEqualTo("{\"place\":{\"city\":\"3\"},\"days\":3,\"hours\":[1,-2],\"share\":0.50,\"brief\":true}");
        assertThat(read.notes())
                .containsExactly(
                        "/days: the string \"3\" was taken as 3",
                        "/hours/1: the string \"-2\" was taken as -2",
                        "/share: the string \"0.50\" was taken as 0.50",
                        "/brief: the string \"true\" was taken as true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\" 3\"",
                "\"3 \"",
                "\"3.0\"",
                "\"03\"",
                "\"+3\"",
                "\"3e0\"",
                "\"three\"",
                "\"\"",
                "\"0x3\"",
                "\"null\""
            })
    void aStringThatIsNotExactlyTheValueIsRejected(String days) {
        assertThat(rejected("{\"place\":{\"city\":\"Oslo\"},\"days\":" + days + "}"))
                .contains("- /days: string found, integer expected");
    }

    @Test
    void numbersAreNeverMadeStringsNorTruthsNumbers() {
        assertThat(rejected("{\"place\":{\"city\":3},\"days\":true}"))
                .contains("/place/city: integer found, string expected", "/days: boolean found, integer expected");
        assertThat(rejected("{\"place\":{\"city\":\"Oslo\"},\"days\":3,\"brief\":\"True\"}"))
                .contains("/brief:");
        assertThat(rejected("{\"place\":{\"city\":\"Oslo\"},\"days\":3,\"brief\":1}"))
                .contains("/brief:");
    }

    @TestFactory
    Stream<DynamicTest> rejectionsReadWordForWord() {
        return Arrays.stream(Golden.text("rejections.txt").split("\n=+\n"))
                .map(section -> section.split("\n-+\n", 2))
                .map(parts -> DynamicTest.dynamicTest(
                        parts[0], () -> assertThat(rejected(parts[0])).isEqualTo(parts[1].strip())));
    }

    @Test
    void rejectionsAreShortHoweverWrongTheArguments() {
        String key = "k".repeat(5_000);
        StringBuilder many = new StringBuilder("{\"place\":\"" + "x".repeat(9_000) + "\"");
        for (int i = 0; i < 5_000; i++) {
            many.append(",\"").append(key, 0, 20).append(i).append("\":1");
        }

        assertThat(rejected(many + "}"))
                .hasSizeLessThan(2_001)
                .endsWith("Call the tool again with corrected arguments.");
        assertThat(rejected("{\"" + key + "\":1}")).hasSizeLessThan(2_001);
        assertThat(rejected("x".repeat(1_000_000))).hasSizeLessThan(2_001);
    }

    @Test
    void aSchemaThatUnfoldsWithoutEndIsSketchedInBounds() {
        String properties = IntStream.range(0, 400)
                .mapToObj(i -> "\"p" + i + "\":{\"$ref\":\"#\"}")
                .collect(Collectors.joining(","));
        Json schema = Json.parse("{\"type\":\"object\",\"properties\":{" + properties + "},\"required\":[\"q\"]}");
        ToolFunction wide =
                ToolFunction.of(ToolSpec.of("wide", "Wide.", schema, Effect.READ), i -> ToolResult.text(""));

        Arguments read = wide.read("{\"p1\":{\"q\":1}}");

        assertThat(((Arguments.Rejected) read).message()).hasSizeLessThan(2_001).contains("/q: missing");
    }

    @Test
    void anyTextAtAllIsAcceptedOrRejected() {
        Random random = new Random(19);
        String alphabet = "{}[]\":,\\ \n`019-.etrufalsnplcidyO\u0000\u20ac\ud83d";
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? FITTING : "");
            for (int edits = random.nextInt(8); edits >= 0; edits--) {
                int at = random.nextInt(text.length() + 1);
                text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
            }

            Arguments read = WEATHER.read(text.toString());

            assertThat(read).isNotNull();
        }
        for (String deep : List.of("{\"a\":", "[", "\"", "```\n", "\\")) {
            assertThat(WEATHER.read(deep.repeat(20_000))).isInstanceOf(Arguments.Rejected.class);
        }
    }

    @Test
    void aMistakeBehindAVeryLongNameIsTold() {
        ToolFunction plan = ToolFunction.of(
                ToolSpec.of("plan", "Plans.", Json.parse("""
                        {"type":"object","additionalProperties":{"type":"object","additionalProperties":\
                        {"type":"integer"}}}"""), Effect.READ), invocation -> ToolResult.text("planned"));
        String name = "n".repeat(1_960);

        Arguments read = plan.read("{\"" + name + "\":{\"k\":\"bad\"}}");

        assertThat(read)
                .isInstanceOfSatisfying(
                        Arguments.Rejected.class,
                        rejected -> assertThat(rejected.message())
                                .contains("do not fit", "Call the tool again")
                                .hasSizeLessThan(2_500));
    }

    @Test
    void manyStringsInAHugeObjectAreTakenAsNumbersInOneGo() {
        ToolFunction sum = ToolFunction.of(
                ToolSpec.of("sum", "Sums.", Json.parse("""
                        {"type":"object","properties":{"all":{"type":"array"},"some":{"type":"array","items":\
                        {"type":"integer"}}}}"""), Effect.READ), invocation -> ToolResult.text("summed"));
        String all = String.join(",", Collections.nCopies(1_000_000, "[]"));
        String some = String.join(",", Collections.nCopies(50, "\"7\""));

        Arguments read =
                assertTimeout(Duration.ofSeconds(6), () -> sum.read("{\"all\":[" + all + "],\"some\":[" + some + "]}"));

        assertThat(read)
                .isInstanceOfSatisfying(
                        Arguments.Accepted.class,
                        accepted -> assertThat(accepted.json().get("some").text())
                                .isEqualTo("[" + String.join(",", Collections.nCopies(50, "7")) + "]"));
    }
}
