package dev.spindle.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindingTest {
    enum Sky {
        CLEAR,
        RAIN
    }

    record Report(
            String city,
            int celsius,
            double wind,
            Sky sky,
            LocalDate day,
            List<Integer> hours,
            Map<String, Integer> more,
            Optional<String> note,
            @Nullable String author) {}

    record Positive(int value) {
        Positive {
            if (value <= 0) {
                throw new IllegalArgumentException("value must be positive");
            }
        }
    }

    sealed interface Shape permits Circle, Square {}

    record Circle(double radius) implements Shape {}

    record Square(int side) implements Shape {}

    private static final Json REPORT = Json.parse("{\"city\":\"Oslo\",\"celsius\":3,\"wind\":1.5,\"sky\":\"RAIN\","
            + "\"day\":\"2024-05-31\",\"hours\":[1,2],\"more\":{\"a\":1}}");

    @Test
    void aRecordIsBoundWithAbsentOptionals() {
        Report report = REPORT.to(Report.class);

        assertThat(report)
                .isEqualTo(new Report(
                        "Oslo",
                        3,
                        1.5,
                        Sky.RAIN,
                        LocalDate.of(2024, 5, 31),
                        List.of(1, 2),
                        Map.of("a", 1),
                        Optional.empty(),
                        null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/celsius | 3.5         | /celsius: the number 3.5 found, a whole number (int) expected",
                "/celsius | \"3\"       | /celsius: the string \"3\" found, a whole number (int) expected",
                "/celsius | null        | /celsius: null found, a whole number (int) expected",
                "/celsius | 3000000000  | /celsius: the number 3000000000 found, a whole number (int) expected",
                "/celsius | true        | /celsius: true found, a whole number (int) expected",
                "/city    | 3           | /city: the number 3 found, a string expected",
                "/city    | null        | /city: null found, a string expected",
                "/wind    | \"1\"       | /wind: the string \"1\" found, a number (double) expected",
                "/wind    | 1e400       | /wind: the number 1e400 found, which does not fit",
                "/sky     | \"SNOW\"    | /sky: the string \"SNOW\" found, one of \"CLEAR\", \"RAIN\" expected",
                "/sky     | 0           | /sky: the number 0 found, one of \"CLEAR\", \"RAIN\" expected",
                "/day     | \"tomorrow\" | /day: the string \"tomorrow\" found, an ISO-8601 string (LocalDate) expected",
                "/day     | 19000       | /day: the number 19000 found, an ISO-8601 string (LocalDate) expected",
                "/hours   | 1           | /hours: the number 1 found, an array expected",
                "/hours/1 | \"2\"       | /hours/1: the string \"2\" found, a whole number (Integer) expected",
                "/more/a  | 1.5         | /more/a: the number 1.5 found, a whole number (Integer) expected",
                "/note    | 1           | /note: the number 1 found, a string expected",
            })
    void aScalarOfAnotherKindIsRefusedWithThePlace(String pointer, String value, String message) {
        Json wrong = REPORT.with(pointer, Json.parse(value));

        assertThatThrownBy(() -> wrong.to(Report.class))
                .isInstanceOf(JsonException.class)
                .hasMessage(message);
    }

    @Test
    void unknownAndMissingFieldsAreNamed() {
        assertThatThrownBy(() -> REPORT.with("/town", Json.NULL).to(Report.class))
                .hasMessage("/town: unknown field; known are "
                        + "city, celsius, wind, sky, day, hours, more, note, author");
        assertThatThrownBy(() -> Json.parse("{\"city\":\"Oslo\"}").to(Report.class))
                .hasMessage("/celsius: missing; this field is required");
    }

    @Test
    void aWholeNumberMayBeWrittenWithAFraction() {
        assertThat(REPORT.with("/celsius", Json.parse("3.0")).to(Report.class).celsius())
                .isEqualTo(3);
        assertThat(Json.parse("[1.0,2e3]").to(int[].class)).containsExactly(1, 2000);
    }

    @Test
    void jsonInsideARecordIsKeptAsWritten() {
        record Envelope(Json body) {}

        Envelope envelope = Json.parse("{\"body\":{\"a\":3.0,\"b\":[1.50]}}").to(Envelope.class);

        assertThat(envelope.body().text()).isEqualTo("{\"a\":3.0,\"b\":[1.50]}");
        assertThat(Json.of(envelope).text()).isEqualTo("{\"body\":{\"a\":3.0,\"b\":[1.50]}}");
    }

    @Test
    void whatAConstructorRefusesIsSaidInItsWords() {
        assertThatThrownBy(() -> Json.parse("[{\"value\":1},{\"value\":-1}]").to(Positive[].class))
                .hasMessage("/1: value must be positive");
    }

    @Test
    void sealedTypesAreToldApartByTheirSimpleName() {
        Json circle = Json.of(new Circle(2));

        assertThat(circle.text()).isEqualTo("{\"type\":\"Circle\",\"radius\":2.0}");
        assertThat(circle.to(Shape.class)).isEqualTo(new Circle(2));
        assertThatThrownBy(() -> Json.parse("{\"type\":\"Star\"}").to(Shape.class))
                .hasMessage("'Star' is no kind of Shape; one of Circle, Square expected");
        assertThatThrownBy(() -> Json.parse("{\"radius\":1}").to(Shape.class)).hasMessageContaining("Circle, Square");
    }

    @Test
    void noClassNameInTheTextIsEverLoaded() {
        Json hostile = Json.parse("{\"type\":\"java.io.File\",\"@class\":\"java.io.File\"}");

        assertThatThrownBy(() -> hostile.to(Shape.class)).isInstanceOf(JsonException.class);
        assertThat(hostile.to(Object.class)).isInstanceOf(Map.class);
    }
}
