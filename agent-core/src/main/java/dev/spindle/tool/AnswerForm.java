package dev.spindle.tool;

import dev.spindle.context.Tag;
import dev.spindle.json.Json;
import dev.spindle.json.SchemaValidator;
import dev.spindle.json.SchemaValidator.Violation;
import dev.spindle.json.Schemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a final answer must be: its schema, the Java type that it is bound to, and whoever else looks at the value.
 *
 * <p>An answer is read as the arguments of a tool are: repaired, held to the schema, bound, held to its constraints, and shown to the
 * program's own validator. Thread-safe.
 */
public final class AnswerForm {
    /** By which the form travels with a run; the schema alone is recorded. */
    public static final Tag<AnswerForm> TAG = Tag.named("the form of the answer");

    private final Json schema;
    private final ArgumentReader reader;

    private AnswerForm(Json schema, ArgumentReader reader) {
        this.schema = schema;
        this.reader = reader;
    }

    /** A form of which only the schema is known; formats in it count. */
    public static AnswerForm of(Json schema) {
        SchemaValidator validator = SchemaValidator.of(schema).assertFormats();
        return new AnswerForm(schema, ArgumentReader.ofAnswer(validator, schema, ArgumentReader.Binding.NONE));
    }

    /**
     * The form of a Java type.
     *
     * @param validator says what is wrong with a value, in words for the model, nothing if it is right; what it throws counts as such
     *     words
     * @throws dev.spindle.json.JsonException if the type has no JSON form
     */
    public static <T> AnswerForm of(Class<T> type, Function<? super T, List<String>> validator) {
        Json schema = Schemas.of(type);
        Typed<T> binding = new Typed<>(type, validator);
        return new AnswerForm(schema, ArgumentReader.ofAnswer(SchemaValidator.of(schema), schema, binding));
    }

    /** The JSON Schema. */
    public Json schema() {
        return schema;
    }

    /** Reads an answer as a model wrote it. */
    public Arguments read(String written) {
        return reader.read(written);
    }

    /** Binds an answer to its type. */
    private record Typed<T>(Class<T> type, Function<? super T, List<String>> validator)
            implements ArgumentReader.Binding {
        @Override
        public Object bind(Json json) {
            return json.to(type);
        }

        @Override
        public List<Violation> departures(Json json) {
            return json.departuresFrom(type);
        }

        @Override
        @SuppressWarnings("unchecked") // of a primitive, the class cannot cast
        public List<String> violations(@Nullable Object bound) {
            Object value = Objects.requireNonNull(bound, "what bind made");
            List<String> found = new ArrayList<>(ValueConstraints.violations(value));
            try {
                found.addAll(validator.apply((T) value));
            } catch (RuntimeException objection) {
                String why = objection.getMessage();
                found.add(why == null ? objection.getClass().getSimpleName() : why);
            }
            return found;
        }
    }
}
