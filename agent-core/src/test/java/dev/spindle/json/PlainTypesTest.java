package dev.spindle.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick way gives what the thorough way would. */
class PlainTypesTest {
    private static final List<String> VALUES = List.of(
            "\"text\"",
            "\"\"",
            "\"7\"",
            "7",
            "-7",
            "0",
            "7.0",
            "7.5",
            "7e2",
            "1e400",
            "2147483648",
            "-2147483649",
            "9223372036854775807",
            "9223372036854775808",
            "true",
            "false",
            "null",
            "{}",
            "[]",
            "[7]");

    record ListOf(Type element) implements ParameterizedType {
        @Override
        public Type[] getActualTypeArguments() {
            return new Type[] {element};
        }

        @Override
        public Type getRawType() {
            return List.class;
        }

        @Override
        public Type getOwnerType() {
            return List.class;
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                String.class,
                int.class,
                Integer.class,
                long.class,
                Long.class,
                boolean.class,
                Boolean.class,
                double.class,
                Double.class
            })
    void aPlainTypeHasTheSchemaThatIsGenerated(Class<?> type) {
        Json generated = Json.ofNode(SchemaGeneration.GENERATOR.generateSchema(type));

        assertThat(PlainTypes.findName(type)).isPresent();
        assertThat(Schemas.of(type)).isEqualTo(generated);
    }

    @ParameterizedTest
    @ValueSource(classes = {String.class, Integer.class, Long.class, Boolean.class, Double.class})
    void aPlainValueIsBoundAsTheMapperBindsIt(Class<?> type) {
        for (String value : VALUES) {
            if (value.equals("null")) continue; // is refused by itself, and may be in a list
            Object bound = outcome(() -> Json.parse(value).to((Type) type));
            Object mapped =
                    outcome(() -> ((List<?>) Json.parse("[" + value + "]").to(new ListOf(type))).get(0));

            assertThat(bound).as(value + " as " + type).isEqualTo(mapped);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"type":"string"}
            {"type":"integer"}
            {"type":"number","description":"A number"}
            {"type":"boolean","title":"B"}
            {"type":"null"}
            {"type":"array","items":{"type":"integer"}}
            {"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"string"}},"required":["a"],"additionalProperties":false}
            {"type":"object","properties":{"a":{"type":"array"}},"additionalProperties":true}
            {"type":"object"}
            """)
    void whatAPlainSchemaAcceptsTheValidatorAcceptsToo(String schema) {
        Json plain = Json.parse(schema);
        // An empty keyword that the quick way does not know sends every value to the validator.
        SchemaValidator thorough = SchemaValidator.of(plain.with("/allOf", Json.parse("[true]")));
        SchemaValidator quick = SchemaValidator.of(plain);

        assertThat(PlainSchema.find(plain.node())).isPresent();
        for (String value : VALUES) {
            for (String form :
                    List.of("%s", "{\"a\":%s}", "{\"a\":7,\"b\":%s}", "[%s]", "{\"a\":[%s]}", "{\"c\":%s}")) {
                Json instance = Json.parse(form.formatted(value));
                assertThat(quick.check(instance).isEmpty())
                        .as(instance + " against " + schema)
                        .isEqualTo(thorough.check(instance).isEmpty());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"string\",\"pattern\":\"a\"}",
                "{\"type\":[\"string\",\"null\"]}",
                "{\"type\":\"text\"}",
                "{\"type\":\"object\",\"required\":[\"a\",\"a\"]}",
                "{\"type\":\"object\",\"required\":\"a\"}",
                "{\"type\":\"object\",\"properties\":[]}",
                "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"}}",
                "{\"type\":\"array\",\"items\":{\"enum\":[1]}}",
                "{\"type\":\"string\",\"description\":1}",
                "{}",
                "true"
            })
    void aSchemaThatSaysMoreIsLeftToTheValidator(String schema) {
        assertThat(PlainSchema.find(Json.parse(schema).node())).isEmpty();
    }

    private interface Binding {
        Object get();
    }

    private static Object outcome(Binding binding) {
        try {
            Object bound = binding.get();
            return bound == null ? "null" : bound;
        } catch (JsonException refused) {
            return "refused";
        }
    }
}
