package dev.spindle.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonPOJOBuilder;

/** Nothing that a constructor, a factory or a builder needs is made up. */
class CreatorsTest {
    static class Constructed {
        public final String city;
        public final int days;
        public final Optional<String> country;
        public final @Nullable String note;

        @JsonCreator
        Constructed(
                @JsonProperty("city") String city,
                @JsonProperty("days") int days,
                @JsonProperty("country") Optional<String> country,
                @JsonProperty("note") @Nullable String note) {
            this.city = city;
            this.days = days;
            this.country = country;
            this.note = note;
        }
    }

    static class Produced {
        public final String city;
        public final int days;

        private Produced(String city, int days) {
            this.city = city;
            this.days = days;
        }

        @JsonCreator
        static Produced of(@JsonProperty("city") String city, @JsonProperty("days") int days) {
            return new Produced(city, days);
        }
    }

    @JsonDeserialize(builder = Built.Builder.class)
    static class Built {
        public final String city;
        public final int days;
        public final String unit;

        private Built(Builder builder) {
            this.city = String.valueOf(builder.city);
            this.days = builder.days;
            this.unit = builder.unit;
        }

        @JsonPOJOBuilder
        static class Builder {
            private @Nullable String city;
            private int days;
            private String unit = "C";

            Builder withCity(String value) {
                this.city = value;
                return this;
            }

            Builder withDays(int value) {
                this.days = value;
                return this;
            }

            @JsonProperty(defaultValue = "C")
            Builder withUnit(String value) {
                this.unit = value;
                return this;
            }

            Built build() {
                return new Built(this);
            }
        }
    }

    static class Written {
        public final String whole;

        private Written(String whole) {
            this.whole = whole;
        }

        @JsonCreator
        static Written parse(String whole) {
            return new Written(whole);
        }
    }

    static class Elsewhere {
        private final String text;

        @JsonCreator
        Elsewhere(@JsonProperty("city") String city, @JsonProperty("day") String day) {
            this.text = city + day;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static Json required(Class<?> type) {
        return Schemas.of(type).get("required");
    }

    @Test
    void whatIsMadeOfSomethingRequiresIt() {
        assertThat(required(Constructed.class)).isEqualTo(Json.parse("[\"city\",\"days\"]"));
        assertThat(required(Produced.class)).isEqualTo(Json.parse("[\"city\",\"days\"]"));
        assertThat(required(Built.class)).isEqualTo(Json.parse("[\"city\",\"days\"]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"city\":\"Oslo\"}", "{\"days\":3}", "{}", "{\"city\":null,\"days\":3}"})
    void binderMakesNothingUp(String written) {
        Json json = Json.parse(written);

        assertThatThrownBy(() -> json.to(Constructed.class)).isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> json.to(Produced.class)).isInstanceOf(JsonException.class);
        assertThat(SchemaValidator.of(Schemas.of(Built.class)).check(json)).isNotEmpty();
    }

    @Test
    void whatMayBeAbsentMayBeAbsent() {
        Json json = Json.parse("{\"city\":\"Oslo\",\"days\":3}");

        Constructed made = json.to(Constructed.class);

        assertThat(made.country).isEmpty();
        assertThat(made.note).isNull();
        assertThat(json.to(Built.class).unit).isEqualTo("C");
    }

    @Test
    void classThatIsMadeOfATextIsAText() {
        Json schema = Schemas.of(Written.class);

        assertThat(schema).isEqualTo(Json.parse("{\"type\":\"string\"}"));
        assertThat(Json.parse("\"abc\"").to(Written.class).whole).isEqualTo("abc");
    }

    @Test
    void whatCannotBeKnownIsSaid() {
        assertThatThrownBy(() -> Schemas.of(Elsewhere.class))
                .hasMessage("Elsewhere has no JSON form: 'city' of its constructor is kept in no field of that name;"
                        + " name the field so, or use a record");
    }
}
