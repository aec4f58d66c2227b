package dev.spindle.json;

import dev.spindle.json.SchemaValidator.Violation;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.PropertyBindingException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Turns what the mapper says into what, where and what instead, without a word about the mapper. */
final class BindingWords {
    private static final int LONGEST_POINTER = 100;
    private static final String KEYWORD = "java";

    private BindingWords() {}

    static JsonException notWritten(@Nullable Object value, JacksonException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof JsonException refusal) {
                return refusal;
            }
        }
        String type = value == null ? "null" : JsonWords.name(value.getClass());
        String pointer = pointer(e);
        String where = pointer.length() <= LONGEST_POINTER ? pointer : pointer.substring(0, LONGEST_POINTER) + "…";
        return new JsonException(type + where + ": " + e.getOriginalMessage().replaceAll(", from `[^`]*`", ""), e);
    }

    static JsonException notBound(Json json, JavaType target, JacksonException e) {
        return new JsonException(departure(json, target, e).message(), e);
    }

    /** What the mapper says, with its place in the value. */
    static Violation departure(Json json, JavaType target, JacksonException e) {
        if (e instanceof InvalidDefinitionException definition) {
            Type type = definition.getType() == null ? target : definition.getType();
            String why = JsonWords.name(type) + " cannot be read from JSON: " + e.getOriginalMessage();
            return new Violation("", KEYWORD, why, List.of());
        }
        String pointer = pointer(e);
        String where = pointer.isEmpty() ? "" : pointer + ": ";
        return new Violation(pointer, KEYWORD, where + reason(json, pointer, target, e), List.of());
    }

    private static String reason(Json json, String pointer, JavaType target, JacksonException e) {
        if (e instanceof PropertyBindingException unknown) {
            return "unknown field; known are "
                    + JsonWords.names(
                            Optional.ofNullable(unknown.getKnownPropertyIds()).orElse(List.of()));
        }
        if (e instanceof ValueInstantiationException && e.getCause() != null) {
            return String.valueOf(e.getCause().getMessage());
        }
        if (e instanceof InvalidTypeIdException unknown) {
            return subtype(unknown);
        }
        Optional<Json> received = json.at(pointer);
        if (received.isEmpty()) {
            return "missing; this field is required";
        }
        Class<?> wanted = pointer.isEmpty() ? target.getRawClass() : wanted(e);
        String found = received.get().describe() + " found, ";
        return found + (wanted == null ? "which does not fit" : expected(wanted) + " expected");
    }

    private static String subtype(InvalidTypeIdException e) {
        String names =
                JsonWords.names(Subtypes.of(e.getBaseType().getRawClass()).keySet());
        return e.getTypeId() == null
                ? "the field that tells which kind this is, is missing; one of " + names + " expected"
                : "'" + e.getTypeId() + "' is no kind of "
                        + JsonWords.name(e.getBaseType().getRawClass()) + "; one of " + names + " expected";
    }

    private static @Nullable Class<?> wanted(JacksonException e) {
        if (e instanceof MismatchedInputException mismatch) {
            return mismatch.getTargetType();
        }
        return e instanceof InputCoercionException coercion ? coercion.getTargetType() : null;
    }

    static String expected(JavaType type) {
        return expected(type.getRawClass());
    }

    private static String expected(Class<?> raw) {
        if (raw == String.class) {
            return "a string";
        }
        if (raw == char.class || raw == Character.class) {
            return "a string of one character";
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return "true or false";
        }
        if (raw == double.class
                || raw == float.class
                || raw == Double.class
                || raw == Float.class
                || raw == BigDecimal.class) {
            return "a number (" + raw.getSimpleName() + ")";
        }
        if (raw.isPrimitive() || Number.class.isAssignableFrom(raw)) {
            return "a whole number (" + raw.getSimpleName() + ")";
        }
        if (raw.isEnum()) {
            return "one of "
                    + JsonWords.names(
                            Arrays.stream(raw.getEnumConstants()).map(Json::of).toList());
        }
        if (raw.isArray() || Iterable.class.isAssignableFrom(raw)) {
            return "an array";
        }
        if (TemporalAccessor.class.isAssignableFrom(raw) || TemporalAmount.class.isAssignableFrom(raw)) {
            return "an ISO-8601 string (" + raw.getSimpleName() + ")";
        }
        if (raw == Object.class) {
            return "any value but null";
        }
        return JsonForms.isPlatform(raw) ? "a " + raw.getSimpleName() : "an object (" + raw.getSimpleName() + ")";
    }

    private static String pointer(JacksonException e) {
        StringBuilder pointer = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            String name = step.getPropertyName();
            pointer.append(name != null ? JsonPointers.step(name) : "/" + step.getIndex());
        }
        return pointer.toString();
    }
}
