package dev.spindle.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Type;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SchemasTest {
    @Schemas.Describes
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
    @interface Note {
        String value();

        String name() default "";
    }

    enum Unit {
        C,
        F
    }

    record Query(
            @Note("City name") String city,
            @Note(value = "How many", name = "day_count") int days,
            @JsonPropertyDescription("Which") Unit unit,
            Optional<LocalDate> from) {}

    record Node(int value, Optional<Node> next) {}

    record Streams(Stream<String> lines) {}

    interface Open {}

    @Test
    void aRecordIsAnObjectInTheOrderOfItsComponents() {
        assertThat(Schemas.of(Query.class).text())
                .isEqualTo("{\"type\":\"object\",\"properties\":{"
                        + "\"city\":{\"type\":\"string\",\"description\":\"City name\"},"
                        + "\"day_count\":{\"type\":\"integer\",\"description\":\"How many\"},"
                        + "\"unit\":{\"type\":\"string\",\"enum\":[\"C\",\"F\"],\"description\":\"Which\"},"
                        + "\"from\":{\"type\":[\"string\",\"null\"],\"format\":\"date\"}},"
                        + "\"required\":[\"city\",\"day_count\",\"unit\"],\"additionalProperties\":false}");
    }

    @Test
    void aNameGivenByAnAnnotationIsTheNameThatIsBound() {
        Json json = Json.parse("{\"city\":\"Oslo\",\"day_count\":2,\"unit\":\"C\"}");

        assertThat(json.to(Query.class)).isEqualTo(new Query("Oslo", 2, Unit.C, Optional.empty()));
        assertThat(Json.of(json.to(Query.class))).isEqualTo(json);
    }

    @Test
    void severalPropertiesShareTheirDefinitions() {
        Json schema = Schemas.object(List.of(
                new Schemas.Property("one", Node.class, "The first.", true),
                new Schemas.Property("two", Node.class, "", false)));

        assertThat(schema.get("$defs").names()).hasSizeBetween(1, 2);
        assertThat(schema.get("properties").names()).containsExactly("one", "two");
        assertThat(schema.at("/properties/one/description")).contains(Json.parse("\"The first.\""));
        assertThat(schema.get("required").text()).isEqualTo("[\"one\"]");
        SchemaValidator validator = SchemaValidator.of(schema);
        assertThat(validator.check(Json.parse("{\"one\":{\"value\":1,\"next\":{\"value\":2}},\"two\":null}")))
                .isEmpty();
        assertThat(validator.check(Json.parse("{\"one\":{\"value\":1,\"next\":{\"value\":\"2\"}}}")))
                .extracting(SchemaValidator.Violation::message)
                .containsExactly("/one/next/value: string found, integer expected");
    }

    record Booking(
            @Min(1) @Max(7) int days,
            @Size(max = 20) @Pattern(regexp = "[a-z]+") String name,
            Optional<String> note) {}

    @Test
    void constraintsOfJakartaValidationAreKeywords() {
        Json schema = Schemas.of(Booking.class);

        assertThat(schema.at("/properties/days").map(Json::text))
                .contains("{\"type\":\"integer\",\"minimum\":1,\"maximum\":7}");
        assertThat(schema.at("/properties/name/maxLength")).contains(Json.of(20));
        assertThat(schema.get("required").text()).isEqualTo("[\"days\",\"name\"]");
        assertThat(SchemaValidator.of(schema).check(Json.parse("{\"days\":8,\"name\":\"oslo\"}")))
                .extracting(SchemaValidator.Violation::message)
                .containsExactly("/days: must have a maximum value of 7");
    }

    @Test
    void anOptionalOfSeveralKindsIsStillChecked() {
        Json schema =
                Schemas.object(List.of(new Schemas.Property("shape", new Wrapped().type(), "Which shape.", false)));
        SchemaValidator validator = SchemaValidator.of(schema);

        assertThat(validator.check(Json.parse("{\"shape\":{\"type\":\"Round\",\"radius\":1}}")))
                .isEmpty();
        assertThat(validator.check(Json.parse("{\"shape\":null}"))).isEmpty();
        assertThat(validator.check(Json.parse("{\"shape\":{\"type\":\"Star\"}}")))
                .isNotEmpty();
        assertThat(validator.check(Json.parse("{\"shape\":{\"type\":\"Round\"}}")))
                .extracting(SchemaValidator.Violation::message)
                .containsExactly("/shape/radius: missing; this field is required");
    }

    sealed interface Shape permits Round, Square {}

    record Round(double radius) implements Shape {}

    record Square(int side) implements Shape {}

    record Wrapped(Optional<Shape> shape) {
        Wrapped() {
            this(Optional.empty());
        }

        Type type() {
            return Wrapped.class.getRecordComponents()[0].getGenericType();
        }
    }

    @Test
    void noPropertiesAreAnEmptyObject() {
        assertThat(Schemas.object(List.of()).text())
                .isEqualTo("{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}");
    }

    @Test
    void typesWithoutAJsonFormAreNamedWithWhatToUse() {
        assertThatThrownBy(() -> Schemas.of(Streams.class))
                .isInstanceOf(JsonException.class)
                .hasMessage("Stream<String> has no JSON form; use a List");
        assertThatThrownBy(() -> Schemas.of(Thread.class)).hasMessageStartingWith("Thread has no JSON form");
        assertThatThrownBy(() -> Schemas.of(Supplier.class)).hasMessageContaining("has no JSON form");
        assertThatThrownBy(() -> Schemas.of(Open.class)).hasMessageContaining("seal it or use a record");
    }
}
