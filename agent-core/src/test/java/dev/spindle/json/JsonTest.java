package dev.spindle.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void textIsKeptAsItWasGiven() {
        String text = "{ \"a\" : 1.50 }";

        Json json = Json.parse(text);

        assertThat(json.text()).isEqualTo(text);
        assertThat(json).isEqualTo(Json.trusted(text)).isNotEqualTo(Json.parse("{\"a\":1.50}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                | the text is empty",
                "[1,2              | line 1, column 5",
                "{a:1}             | was expecting double-quote",
                "1 2               | text after the end of the JSON value at line 1, column 3",
                "{\"a\":1,\"a\":2} | Duplicate Object property \"a\"",
                "{\"x\": tru}      | near: {\"x\": tru}",
                "1e999999999       | a number beyond 1e±5000",
                "1e99999999999     | a number beyond 1e±5000",
                "[0,-1e-99999999999] | a number beyond 1e±5000",
                "NaN               | NaN",
                "'''a'''           | line 1, column 1",
                "[1,]              | line 1, column 4",
            })
    void whatIsNotJsonIsRefusedWithThePlace(String text, String words) {
        assertThatThrownBy(() -> Json.parse(text))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining(words);
    }

    @Test
    void deepNestingIsRefusedInsteadOfOverflowingTheStack() {
        String deep = "[".repeat(100_000);

        assertThatThrownBy(() -> Json.parse(deep))
                .isInstanceOf(JsonException.class)
                .hasMessage("Document nesting depth (513) exceeds the maximum allowed (512)");
    }

    @Test
    void theDeepestValueIsReadWrittenAndChanged() {
        Json deepest = Json.parse("[".repeat(512) + "]".repeat(512));

        Json copy = Json.ofNode(deepest.with("/-", Json.NULL).node());

        assertThat(copy.items()).hasSize(2);
        assertThat(Json.of(deepest.to(Object.class))).isEqualTo(deepest);
    }

    @Test
    void whatIsWrittenAroundTheDeepestValueIsReadAgain() {
        Json deepest = Json.parse("[".repeat(512) + "]".repeat(512));

        Json around = Json.trusted("{\"event\":{\"json\":" + deepest + "}}");

        assertThat(around.get("event").get("json")).isEqualTo(deepest);
        assertThatThrownBy(() -> Json.parse(around.text())).hasMessageContaining("nesting depth (513)");
    }

    @Test
    void errorsOfTrustedTextComeOnFirstLook() {
        Json json = Json.trusted("{");

        assertThat(json.text()).isEqualTo("{");
        assertThatThrownBy(json::names).isInstanceOf(JsonException.class);
    }

    @Test
    void fieldsAreFoundInTheirOrder() {
        Json json = Json.parse("{\"b\":null,\"a\":{\"c\":[1]}}");

        assertThat(json.names()).containsExactly("b", "a");
        assertThat(json.find("b")).contains(Json.NULL);
        assertThat(json.find("z")).isEmpty();
        assertThat(json.get("a").get("c").items()).containsExactly(Json.parse("1"));
    }

    @Test
    void aMissingFieldIsNamedWithWhatThereIs() {
        assertThatThrownBy(() -> Json.parse("{\"city\":\"Oslo\"}").get("town"))
                .isInstanceOf(JsonException.class)
                .hasMessage("no field 'town' in an object with city");
    }

    @Test
    void typedReadsRefuseOtherKinds() {
        assertThat(Json.parse("\"a\"").string()).isEqualTo("a");
        assertThat(Json.parse("3.0").integer()).isEqualTo(3);
        assertThat(Json.parse("9223372036854775807").integer()).isEqualTo(Long.MAX_VALUE);
        assertThat(Json.parse("0.1").decimal()).isEqualTo(new BigDecimal("0.1"));
        assertThat(Json.parse("true").bool()).isTrue();

        assertThatThrownBy(() -> Json.parse("3").string()).hasMessage("a string expected, but the number 3 found");
        assertThatThrownBy(() -> Json.parse("3.5").integer()).hasMessageContaining("whole number");
        assertThatThrownBy(() -> Json.parse("9223372036854775808").integer()).hasMessageContaining("whole number");
        assertThatThrownBy(() -> Json.parse("\"true\"").bool()).hasMessageContaining("true or false expected");
    }

    @ParameterizedTest
    @CsvSource({"'',0", "/foo,1", "/foo/0,2", "/,3", "/a~1b,4", "/m~0n,5"})
    void pointersFollowRfc6901(String pointer, int expected) {
        Json json = Json.parse("{\"foo\":[\"bar\"],\"\":3,\"a/b\":4,\"m~n\":5,\" \":6}");
        List<String> values = List.of(json.text(), "[\"bar\"]", "\"bar\"", "3", "4", "5", "6");

        assertThat(json.at(pointer).map(Json::text)).contains(values.get(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/foo/1", "/foo/-", "/foo/00", "/foo/-1", "/foo/0/x", "/nope", "/foo/99999999999"})
    void pointersToNowhereFindNothing(String pointer) {
        assertThat(Json.parse("{\"foo\":[\"bar\"]}").at(pointer)).isEmpty();
    }

    @Test
    void withChangesACopy() {
        Json json = Json.parse("{\"a\":[1,2]}");

        Json changed =
                json.with("/a/0", Json.parse("9")).with("/a/-", Json.parse("3")).with("/b", Json.NULL);

        assertThat(changed.text()).isEqualTo("{\"a\":[9,2,3],\"b\":null}");
        assertThat(json.text()).isEqualTo("{\"a\":[1,2]}");
        assertThatThrownBy(() -> json.with("/x/y", Json.NULL)).isInstanceOf(JsonException.class);
    }

    @Test
    void objectsKeepTheOrderOfTheirFields() {
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("z", Json.parse("1.0"));
        fields.put("a", Json.parse("{ }"));

        assertThat(Json.object(fields).text()).isEqualTo("{\"z\":1.0,\"a\":{ }}");
        assertThat(Json.object(Map.of())).isEqualTo(Json.EMPTY_OBJECT);
    }

    @Test
    void typesWithoutAJsonFormAreNamed() {
        assertThatThrownBy(() -> Json.of(Stream.of(1))).hasMessage("Stream has no JSON form; use a List");
        assertThatThrownBy(() -> Json.of(Map.of("t", Thread.currentThread())))
                .hasMessage("Thread has no JSON form; use a record or a String");
        assertThatThrownBy(() -> Json.of((Runnable) () -> {})).hasMessageStartingWith("a lambda has no JSON form");
        assertThatThrownBy(() -> Json.of(String.class)).hasMessageStartingWith("Class has no JSON form");
        assertThatThrownBy(() -> Json.of(List.of(Double.NaN))).hasMessageContaining("NaN has no JSON form");
        assertThatThrownBy(() -> Json.of(new float[] {Float.NEGATIVE_INFINITY})).hasMessageContaining("-Infinity");
    }

    @Test
    void aValueThatHoldsItselfIsRefused() {
        List<Object> self = new ArrayList<>();
        self.add(self);

        assertThatThrownBy(() -> Json.of(self))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("nesting depth");
    }

    interface Sized {
        default boolean isEmpty() {
            return false;
        }
    }

    record Box(String content) implements Sized {
        public String getLabel() {
            return "box";
        }
    }

    @Test
    void aRecordIsItsComponentsAndNothingElse() {
        Json json = Json.of(new Box("cat"));

        assertThat(json.text()).isEqualTo("{\"content\":\"cat\"}");
        assertThat(json.to(Box.class)).isEqualTo(new Box("cat"));
    }

    record Sometimes(@Nullable Json value) {}

    @Test
    void anAbsentJsonValueIsNotTheValueNull() {
        assertThat(Json.of(new Sometimes(null)).text()).isEqualTo("{}");
        assertThat(Json.parse("{}").to(Sometimes.class).value()).isNull();
        assertThat(Json.parse("{\"value\":null}").to(Sometimes.class).value()).isEqualTo(Json.NULL);
    }

    @Test
    void whatStandsInAnotherValueStandsOnItsLine() {
        Json written = Json.parse("{\r\n  \"text\": \"a\\nb\"\n}\n");

        Json around = Json.object(Map.of("in", written));

        assertThat(around.at("/in/text").orElseThrow().string()).isEqualTo("a\nb");
        assertThat(around.text().lines()).hasSize(1);
    }
}
