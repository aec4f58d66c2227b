package dev.spindle.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schema and binder agree about what an object is made of, or the schema says that they cannot. */
class MadeObjectsTest {
    static class Base {
        public final int a;

        Base(int a) {
            this.a = a;
        }
    }

    static final class Sub extends Base {
        public final int b;

        @JsonCreator
        Sub(@JsonProperty("a") int a, @JsonProperty("b") int b) {
            super(a);
            this.b = b;
        }
    }

    record Canonical(int a, int b) {
        @JsonCreator
        Canonical(@JsonProperty("a") int a) {
            this(a, 0);
        }
    }

    record Produced(int a, Optional<String> note, String made) {
        @JsonCreator
        static Produced of(@JsonProperty("a") int a, @JsonProperty("note") Optional<String> note) {
            return new Produced(a, note, "made");
        }
    }

    static final class Hidden {
        private final int a;

        @JsonCreator
        Hidden(@JsonProperty("a") int value) {
            this.a = value;
        }

        int value() {
            return a;
        }
    }

    static final class Several {
        public final int a;

        private Several(int a) {
            this.a = a;
        }

        @JsonCreator
        static Several ofNumber(int a) {
            return new Several(a);
        }

        @JsonCreator
        static Several ofText(String a) {
            return new Several(a.length());
        }
    }

    static final class Unknown {
        public final String name;
        public final int count;

        Unknown(String name, int count) {
            this.name = name;
            this.count = count;
        }

        Unknown(String name) {
            this(name, 0);
        }
    }

    static final class Unwrapped {
        @JsonUnwrapped
        public @Nullable Canonical in;
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
    @JsonSubTypes(@JsonSubTypes.Type(Deduced.Some.class))
    interface Deduced {
        record Some(int a) implements Deduced {}
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NONE)
    record Plain(int a) {}

    private static int violations(Class<?> type, String json) {
        return SchemaValidator.of(Schemas.of(type)).check(Json.parse(json)).size();
    }

    @Test
    void whatIsInheritedAndTakenByTheConstructorIsRequired() {
        assertThat(Schemas.of(Sub.class).get("required")).isEqualTo(Json.parse("[\"a\",\"b\"]"));
        assertThat(violations(Sub.class, "{\"b\":2}")).isEqualTo(1);
        assertThat(Json.parse("{\"a\":1,\"b\":2}").to(Sub.class).a).isEqualTo(1);
    }

    @Test
    void ofARecordOnlyThatIsAskedForWhichItsCreatorTakes() {
        assertThat(violations(Canonical.class, "{\"a\":1}")).isZero();
        assertThat(violations(Canonical.class, "{\"a\":1,\"b\":2}")).isEqualTo(1);
        assertThat(Json.parse("{\"a\":1}").to(Canonical.class)).isEqualTo(new Canonical(1, 0));
        assertThat(violations(Produced.class, "{\"a\":1}")).isZero();
        assertThat(violations(Produced.class, "{}")).isEqualTo(1);
        assertThat(Json.parse("{\"a\":1}").to(Produced.class)).isEqualTo(new Produced(1, Optional.empty(), "made"));
    }

    @Test
    void aFieldThatNobodySeesIsKnownByTheNameThatTheConstructorGivesIt() {
        assertThat(violations(Hidden.class, "{\"a\":1}")).isZero();
        assertThat(violations(Hidden.class, "{}")).isEqualTo(1);
        assertThat(Json.parse("{\"a\":1}").to(Hidden.class).value()).isEqualTo(1);
    }

    @Test
    void whatHasNoKindHasItsForm() {
        assertThat(violations(Plain.class, "{\"a\":1}")).isZero();
        assertThat(Json.parse("{\"a\":1}").to(Plain.class)).isEqualTo(new Plain(1));
    }

    @ParameterizedTest
    @ValueSource(classes = {Several.class, Unknown.class, Unwrapped.class, Deduced.class})
    void whatCannotBeKnownIsSaid(Class<?> type) {
        String said = type == Several.class
                ? "Several has no JSON form: 2 creators take one value each; leave @JsonCreator at one of them"
                : type == Unknown.class
                        ? "Unknown has no JSON form: nothing says how one is made; annotate its constructor with"
                                + " @JsonCreator, or use a record"
                        : type == Unwrapped.class
                                ? "Unwrapped has no JSON form: @JsonUnwrapped of 'in' is not supported; name the fields"
                                        + " themselves, or take it off"
                                : "Some has no JSON form here: @JsonTypeInfo(use = DEDUCTION) is not supported; use NAME";

        assertThatThrownBy(() -> Schemas.of(type))
                .isInstanceOf(JsonException.class)
                .hasMessage(said);
    }
}
