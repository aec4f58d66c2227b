package dev.spindle.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is written fits its schema and is read back equal; what the schema refuses, the binder refuses too. */
class AgreementTest {
    enum Sky {
        @JsonProperty("clear")
        CLEAR,
        RAIN
    }

    record Numbers(
            byte a, short b, int c, long d, float e, double f, BigDecimal g, BigInteger h, Integer i, Double j) {}

    record Texts(String a, char b, UUID c, URI d, Sky e, boolean f, Boolean g) {}

    record Times(
            LocalDate a,
            LocalTime b,
            LocalDateTime c,
            Instant d,
            OffsetDateTime e,
            Duration f,
            Period g,
            YearMonth h,
            ZoneId i) {}

    record Containers(
            List<String> a,
            Set<Sky> b,
            Map<String, Integer> c,
            Map<Sky, List<LocalDate>> d,
            List<List<Integer>> e,
            Map<String, Object> f) {}

    record Optionals(
            Optional<String> a,
            OptionalInt b,
            OptionalLong c,
            OptionalDouble d,
            Optional<Tree> e,
            Optional<Sky> f,
            @Nullable String g,
            @Nullable Tree h,
            Optional<List<Integer>> i) {}

    record Tree(String name, List<Tree> children) {}

    record Pair<A, B>(A first, List<B> second) {}

    record Renamed(
            @JsonProperty("first_name") String firstName,
            @JsonIgnore @Nullable String secret) {}

    record Anything(Object value, Json json) {}

    record Nothing() {}

    sealed interface Shape permits Circle, Square, Group {}

    record Circle(double radius) implements Shape {}

    record Square(int side) implements Shape {}

    record Group(List<Shape> shapes, Optional<Shape> frame) implements Shape {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Cat.class, name = "cat"),
        @JsonSubTypes.Type(value = Dog.class, name = "dog")
    })
    interface Animal {}

    record Cat(int lives) implements Animal {}

    record Dog(String name) implements Animal {}

    static final class Bean {
        private String name = "";
        public int age;

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bean that && that.name.equals(name) && that.age == age;
        }

        @Override
        public int hashCode() {
            return name.hashCode() + age;
        }
    }

    @TestFactory
    Stream<DynamicTest> whatIsWrittenFitsItsSchemaAndIsReadBackEqual() {
        Bean bean = new Bean();
        bean.setName("Bo");
        bean.age = 7;
        Shape group =
                new Group(List.of(new Circle(0.5), new Group(List.of(), Optional.empty())), Optional.of(new Square(2)));
        Tree tree = new Tree("root", List.of(new Tree("leaf", List.of())));
        return Stream.of(
                        of(new Numbers(
                                (byte) -1,
                                (short) 2,
                                Integer.MIN_VALUE,
                                Long.MAX_VALUE,
                                0.1f,
                                1e-300,
                                new BigDecimal("3.00"),
                                BigInteger.TEN.pow(40),
                                5,
                                Double.MAX_VALUE)),
                        of(new Texts(
                                "a\n\"\u20ac", '\u00e6', new UUID(1, 2), URI.create("x:y"), Sky.CLEAR, true, false)),
                        of(new Times(
                                LocalDate.EPOCH,
                                LocalTime.of(1, 2, 3, 4),
                                LocalDateTime.MIN,
                                Instant.MAX,
                                OffsetDateTime.of(2024, 5, 31, 1, 2, 3, 0, ZoneOffset.UTC),
                                Duration.ofMillis(-1500),
                                Period.of(1, 2, 3),
                                YearMonth.of(2024, 5),
                                ZoneId.of("Europe/Oslo"))),
                        of(new Containers(
                                List.of("x", ""),
                                Set.of(Sky.RAIN),
                                Map.of("k", 1),
                                Map.of(Sky.RAIN, List.of(LocalDate.EPOCH)),
                                List.of(List.of(1), List.of()),
                                Map.of("any", List.of(1, true, "s")))),
                        of(new Optionals(
                                Optional.of("x"),
                                OptionalInt.of(1),
                                OptionalLong.of(2),
                                OptionalDouble.of(0.5),
                                Optional.of(tree),
                                Optional.of(Sky.CLEAR),
                                "g",
                                tree,
                                Optional.of(List.of(1)))),
                        of(new Optionals(
                                Optional.empty(),
                                OptionalInt.empty(),
                                OptionalLong.empty(),
                                OptionalDouble.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                null,
                                null,
                                Optional.empty())),
                        of(tree),
                        of(new Renamed("Bo", null)),
                        of(new Anything("text", Json.parse("{\"a\":[1.50,null]}"))),
                        of(new Nothing()),
                        of(bean),
                        of(new Circle(1)),
                        new Case(group, Shape.class),
                        new Case(new Dog("Rex"), Animal.class),
                        new Case(List.of(new Circle(1), new Square(2)), type(List.class, Shape.class)),
                        new Case(new Pair<>(Sky.RAIN, List.of(1)), type(Pair.class, Sky.class, Integer.class)),
                        new Case(Map.of("a", tree), type(Map.class, String.class, Tree.class)),
                        new Case(Optional.of(3), type(Optional.class, Integer.class)),
                        new Case("text", String.class),
                        new Case(42, int.class))
                .map(each -> DynamicTest.dynamicTest(each.toString(), () -> {
                    Json written = Json.of(each.value(), each.type());

                    assertThat(SchemaValidator.of(Schemas.of(each.type())).check(written))
                            .isEmpty();
                    assertThat(SchemaValidator.malformations(Schemas.of(each.type())))
                            .isEmpty();
                    assertThat(written.to(each.type())).isEqualTo(each.value());
                    assertThat(Json.parse(written.text()).to(each.type())).isEqualTo(each.value());
                }));
    }

    @Test
    void explicitNullsAreAcceptedWhereAValueMayBeAbsent() {
        Json nulls = Json.parse("{\"a\":null,\"b\":null,\"e\":null,\"f\":null,\"g\":null,\"h\":null,\"i\":null}");

        assertThat(SchemaValidator.of(Schemas.of(Optionals.class)).check(nulls)).isEmpty();
        assertThat(nulls.to(Optionals.class).a()).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> whatTheSchemaRefusesTheBinderRefuses() {
        return Map.<Type, List<String>>of(
                        Tree.class,
                                List.of(
                                        "{}",
                                        "{\"name\":\"a\"}",
                                        "{\"name\":1,\"children\":[]}",
                                        "[]",
                                        "null",
                                        "{\"name\":\"a\",\"children\":{}}",
                                        "{\"name\":\"a\",\"children\":[],\"x\":1}",
                                        "{\"name\":\"a\",\"children\":[{}]}",
                                        "{\"name\":null,\"children\":[]}"),
                        Shape.class,
                                List.of(
                                        "{}",
                                        "{\"type\":\"Circle\"}",
                                        "{\"type\":\"Circle\",\"radius\":\"1\"}",
                                        "{\"type\":\"circle\",\"radius\":1}",
                                        "{\"radius\":1}",
                                        "{\"type\":\"Square\",\"radius\":1}"),
                        Animal.class,
                                List.of("{\"kind\":\"cow\"}", "{\"lives\":9}", "{\"kind\":\"cat\",\"lives\":\"9\"}"),
                        Sky.class, List.of("\"CLEAR\"", "\"rain\"", "0", "true", "[\"RAIN\"]", "\"\""),
                        int.class, List.of("1.5", "\"1\"", "true", "null", "[1]"),
                        String.class, List.of("1", "true", "null", "{}", "[\"a\"]", "1.5"),
                        boolean.class, List.of("0", "\"true\"", "null", "1"),
                        BigDecimal.class, List.of("\"1\"", "true", "{}"),
                        LocalDate.class, List.of("1", "[2024,5,31]", "{}"))
                .entrySet()
                .stream()
                .flatMap(each -> each.getValue().stream()
                        .map(text -> DynamicTest.dynamicTest(each.getKey() + " " + text, () -> {
                            Json json = Json.parse(text);

                            assertThat(SchemaValidator.of(Schemas.of(each.getKey()))
                                            .check(json))
                                    .isNotEmpty();
                            assertThatThrownBy(() -> json.to(each.getKey())).isInstanceOf(JsonException.class);
                        })));
    }

    @Test
    void nothingThatTheSchemaRefusesIsEverBound() {
        List<Class<?>> types = List.of(
                boolean.class,
                byte.class,
                short.class,
                int.class,
                long.class,
                float.class,
                double.class,
                char.class,
                Boolean.class,
                Integer.class,
                BigDecimal.class,
                BigInteger.class,
                String.class,
                OptionalInt.class,
                OptionalDouble.class,
                LocalDate.class,
                LocalTime.class,
                LocalDateTime.class,
                Instant.class,
                OffsetDateTime.class,
                Duration.class,
                Period.class,
                YearMonth.class,
                ZoneId.class,
                UUID.class,
                URI.class,
                Locale.class,
                Sky.class,
                byte[].class,
                char[].class,
                int[].class,
                String[].class,
                Tree.class,
                Shape.class,
                Circle.class,
                Animal.class,
                Nothing.class,
                Bean.class,
                Times.class);
        List<String> texts = List.of(
                "true",
                "0",
                "1",
                "5.0",
                "12.5",
                "1e3",
                "1e400",
                "-1e-400",
                "99999999999999999999",
                "\"\"",
                "\"x\"",
                "\"1\"",
                "\"RAIN\"",
                "\"true\"",
                "[]",
                "[1]",
                "[1,1]",
                "[2024,5,31]",
                "[1,2,3,4]",
                "[\"a\"]",
                "[[1]]",
                "[true]",
                "{}",
                "{\"a\":1}",
                "{\"type\":\"Circle\"}",
                "{\"type\":[1],\"radius\":1}",
                "{\"kind\":1}",
                "{\"age\":\"1\"}",
                "{\"name\":1}",
                "\"2024-05-31\"",
                "\"P1D\"",
                "[\"RAIN\",1]");
        for (Class<?> type : types) {
            SchemaValidator validator = SchemaValidator.of(Schemas.of(type));
            for (String text : texts) {
                Json json = Json.parse(text);
                Object bound;
                try {
                    bound = json.to(type);
                } catch (JsonException refused) {
                    continue;
                }
                assertThat(validator.check(json))
                        .as("%s from %s: %s", type, text, bound)
                        .isEmpty();
            }
        }
    }

    private record Case(Object value, Type type) {
        @Override
        public String toString() {
            return type.getTypeName() + " " + value;
        }
    }

    private static Case of(Object value) {
        return new Case(value, value.getClass());
    }

    private static Type type(Class<?> raw, Type... arguments) {
        return new Generic(raw, List.of(arguments));
    }

    private record Generic(Class<?> raw, List<Type> arguments) implements ParameterizedType {
        @Override
        public Type[] getActualTypeArguments() {
            return arguments.toArray(Type[]::new);
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return raw.getDeclaringClass();
        }
    }
}
