package dev.spindle.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonPOJOBuilder;

/** In whichever way an object is made: what is missing is asked for or may be absent, and is never 0, false or null by itself. */
class NothingMadeUpTest {
    static final class Delegated {
        public final Map<String, Integer> all;

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        Delegated(Map<String, Integer> all) {
            this.all = all;
        }
    }

    @JsonDeserialize(builder = Plain.Maker.class)
    static final class Plain {
        public final int days;
        public final boolean paid;

        private Plain(Maker maker) {
            this.days = maker.days;
            this.paid = maker.paid;
        }

        @JsonPOJOBuilder(withPrefix = "", buildMethodName = "make")
        static final class Maker {
            private int days;
            private boolean paid;

            Maker days(int value) {
                this.days = value;
                return this;
            }

            Maker paid(boolean value) {
                this.paid = value;
                return this;
            }

            Plain make() {
                return new Plain(this);
            }
        }
    }

    record Boxed(Integer days, Boolean paid, Long euros, Character letter) {}

    record Primitive(int days, boolean paid, double share, char letter, long euros) {}

    record Absent(
            Optional<Integer> days,
            OptionalInt hours,
            @Nullable Boolean paid) {}

    record Page<T>(T first, int number) {}

    record Book(Page<Primitive> page, List<Boxed> boxes, Map<String, Inner> inner) {}

    record Inner(int depth) {}

    enum Size {
        SMALL,
        LARGE;

        @JsonCreator
        static Size of(String word) {
            return valueOf(word.toUpperCase(java.util.Locale.ROOT));
        }
    }

    record Sized(Size size, List<Integer> counts) {}

    record Renamed(@JsonAlias("n") @JsonProperty("count") int number) {}

    record Skipped(@JsonSetter(nulls = Nulls.SKIP) int number) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Lenient(int number) {}

    static final class Several {
        public final int low;
        public final int high;

        @JsonCreator
        static Several of(@JsonProperty("low") int low, @JsonProperty("high") int high) {
            return new Several(low, high);
        }

        private Several(int low, int high) {
            this.low = low;
            this.high = high;
        }
    }

    static Stream<Arguments> made() {
        return Stream.of(
                made(Delegated.class, "{\"a\":1}", "{\"a\":null}", "null", "[]", "7"),
                made(
                        Plain.class,
                        "{\"days\":1,\"paid\":true}",
                        "{\"days\":1}",
                        "{\"paid\":true}",
                        "{}",
                        "{\"days\":null,\"paid\":true}"),
                made(
                        Boxed.class,
                        "{\"days\":1,\"paid\":true,\"euros\":1,\"letter\":\"a\"}",
                        "{\"days\":1,\"paid\":true,\"euros\":1}",
                        "{\"days\":null,\"paid\":true,\"euros\":1,\"letter\":\"a\"}",
                        "{}"),
                made(
                        Primitive.class,
                        "{\"days\":1,\"paid\":true,\"share\":0.5,\"letter\":\"a\",\"euros\":1}",
                        "{\"paid\":true,\"share\":0.5,\"letter\":\"a\",\"euros\":1}",
                        "{\"days\":1,\"share\":0.5,\"letter\":\"a\",\"euros\":1}",
                        "{\"days\":1,\"paid\":true,\"letter\":\"a\",\"euros\":1}",
                        "{\"days\":1,\"paid\":true,\"share\":0.5,\"euros\":1}",
                        "{\"days\":1,\"paid\":true,\"share\":0.5,\"letter\":\"\",\"euros\":1}",
                        "{\"days\":1,\"paid\":true,\"share\":0.5,\"letter\":\"ab\",\"euros\":1}",
                        "{\"days\":\"\",\"paid\":\"\",\"share\":\"\",\"letter\":\"a\",\"euros\":\"\"}",
                        "{\"days\":[],\"paid\":{},\"share\":[],\"letter\":\"a\",\"euros\":[]}"),
                made(Absent.class, "{}", "{\"days\":\"\"}", "{\"hours\":[]}", "{\"paid\":0}"),
                made(
                        Book.class,
                        "{\"page\":{\"first\":{\"days\":1,\"paid\":true,\"share\":0.5,\"letter\":\"a\",\"euros\":1},\"number\":1},"
                                + "\"boxes\":[],\"inner\":{\"a\":{\"depth\":1}}}",
                        "{\"page\":{\"first\":{\"days\":1},\"number\":1},\"boxes\":[],\"inner\":{}}",
                        "{\"page\":{\"first\":null,\"number\":1},\"boxes\":[],\"inner\":{}}",
                        "{\"page\":{\"first\":{\"days\":1,\"paid\":true,\"share\":0.5,\"letter\":\"a\",\"euros\":1}},\"boxes\":[],\"inner\":{}}",
                        "{\"boxes\":[null],\"inner\":{\"a\":null}}",
                        "{\"boxes\":[{}],\"inner\":{\"a\":{}}}"),
                made(
                        Sized.class,
                        "{\"size\":\"SMALL\",\"counts\":[1]}",
                        "{\"counts\":[]}",
                        "{\"size\":null,\"counts\":[null]}"),
                made(Renamed.class, "{\"count\":1}", "{}", "{\"number\":1}"),
                made(Skipped.class, "{\"number\":1}", "{}", "{\"number\":null}"),
                made(Lenient.class, "{\"number\":1}", "{}", "{\"other\":1}"),
                made(Several.class, "{\"low\":1,\"high\":2}", "{\"low\":1}", "{\"high\":2}", "{}"));
    }

    private static Arguments made(Class<?> type, String whole, String... lacking) {
        return Arguments.of(type, whole, List.of(lacking));
    }

    @ParameterizedTest
    @MethodSource("made")
    void whatIsMissingIsRefusedOrMayBeAbsent(Class<?> type, String whole, List<String> lacking) {
        Json schema;
        try {
            schema = Schemas.of(type);
        } catch (JsonException said) {
            assertThat(said).hasMessageContaining(type.getSimpleName());
            return;
        }
        assertThat(SchemaValidator.of(schema).check(Json.parse(whole)))
                .as(whole)
                .isEmpty();
        assertThat(Json.parse(whole).to(type)).isNotNull();
        for (String each : lacking)
            assertThat(isRefused(type, schema, Json.parse(each))).as(each).isTrue();
    }

    private static boolean isRefused(Class<?> type, Json schema, Json json) {
        if (!SchemaValidator.of(schema).check(json).isEmpty()) return true;
        try {
            json.to(type);
            return false;
        } catch (JsonException refused) {
            return true;
        }
    }
}
