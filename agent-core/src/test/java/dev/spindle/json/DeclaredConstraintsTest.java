package dev.spindle.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Wherever a constraint is declared, the schema says it. */
class DeclaredConstraintsTest {
    record Component(@Pattern(regexp = "[A-Z]{3}") String code) {}

    record Items(List<@Size(max = 3) String> names) {}

    record Nested(List<List<@Min(1) Integer>> rows) {}

    record Values(Map<String, @Max(9) Integer> scores) {}

    record Held(Optional<@Size(max = 3) String> name) {}

    @SuppressWarnings("ArrayRecordComponent") // that is what is tried
    record Array(@Size(max = 2) String[] names) {}

    record Both(@NotEmpty List<@Size(max = 3) String> names) {}

    record Inner(@Min(1) int seats) {}

    record Outer(List<Inner> cars, Inner own) {}

    sealed interface Way permits Train {}

    record Train(@Min(1) int seats) implements Way {}

    record Journey(Way way) {}

    @SuppressWarnings("unused") // read by the mapper
    static class Fields {
        @Max(9)
        public int count;
    }

    static class Getters {
        private int count;

        @Max(9)
        public int getCount() {
            return count;
        }

        public void setCount(int count) {
            this.count = count;
        }
    }

    static class Setters {
        private int count;

        public int getCount() {
            return count;
        }

        public void setCount(@Max(9) int count) {
            this.count = count;
        }
    }

    static class Inheriting extends Getters {}

    interface Counted {
        @Max(9)
        int getCount();
    }

    static class Implementing implements Counted {
        private int count;

        @Override
        public int getCount() {
            return count;
        }

        public void setCount(int count) {
            this.count = count;
        }
    }

    static class Constructed {
        private final int count;

        @JsonCreator
        Constructed(@JsonProperty("count") @Max(9) int count) {
            this.count = count;
        }

        public int getCount() {
            return count;
        }
    }

    record Box<T>(@Size(max = 2) List<T> held) {}

    record Boxes(Box<@Size(max = 3) String> box) {}

    static Stream<Arguments> declared() {
        return Stream.of(
                Arguments.of(Component.class, "/properties/code/pattern", "\"^(?:[A-Z]{3})$\""),
                Arguments.of(Items.class, "/properties/names/items/maxLength", "3"),
                Arguments.of(Nested.class, "/properties/rows/items/items/minimum", "1"),
                Arguments.of(Values.class, "/properties/scores/additionalProperties/maximum", "9"),
                Arguments.of(Held.class, "/properties/name/maxLength", "3"),
                Arguments.of(Array.class, "/properties/names/maxItems", "2"),
                Arguments.of(Both.class, "/properties/names/minItems", "1"),
                Arguments.of(Both.class, "/properties/names/items/maxLength", "3"),
                Arguments.of(Outer.class, "/$defs/Inner/properties/seats/minimum", "1"),
                Arguments.of(Fields.class, "/properties/count/maximum", "9"),
                Arguments.of(Getters.class, "/properties/count/maximum", "9"),
                Arguments.of(Setters.class, "/properties/count/maximum", "9"),
                Arguments.of(Inheriting.class, "/properties/count/maximum", "9"),
                Arguments.of(Implementing.class, "/properties/count/maximum", "9"),
                Arguments.of(Constructed.class, "/properties/count/maximum", "9"),
                Arguments.of(Boxes.class, "/properties/box/properties/held/maxItems", "2"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("declared")
    void schemaSaysIt(Type type, String pointer, String value) {
        Json schema = Schemas.of(type);

        assertThat(schema.at(pointer)).as(schema.text()).contains(Json.parse(value));
    }

    @Test
    void kindOfASealedTypeIsConstrained() {
        assertThat(Schemas.of(Journey.class).text()).contains("\"minimum\":1");
    }

    record Described(
            @JsonPropertyDescription("Who comes along.") List<String> guests) {}

    @Test
    void descriptionOfAListIsNotRepeatedOnItsItems() {
        Json schema = Schemas.of(Described.class);

        assertThat(schema.at("/properties/guests/description")).contains(Json.of("Who comes along."));
        assertThat(schema.at("/properties/guests/items")).contains(Json.parse("{\"type\":\"string\"}"));
    }
}
