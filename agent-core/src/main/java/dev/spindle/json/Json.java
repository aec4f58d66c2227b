package dev.spindle.json;

import java.io.Writer;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One JSON value: immutable text, parsed when it is first looked into.
 *
 * <p>Two values are equal when their texts are equal, character for character. Thread-safe. A value that came from outside
 * ({@link #parse}) holds at most {@value #MAX_CHARS} characters and nests at most {@value #MAX_DEPTH} levels.
 */
public final class Json {
    static {
        Surroundings.check();
    }

    /** The longest text that {@link #parse} reads, in UTF-16 characters. */
    public static final int MAX_CHARS = 32 * 1024 * 1024;

    /** How deep objects and arrays may nest. */
    public static final int MAX_DEPTH = 512;

    /** The text {@code {}}. */
    public static final Json EMPTY_OBJECT = new Json("{}", null);

    /** The text {@code null}. */
    public static final Json NULL = new Json("null", null);

    // At least one of the two is set. Each is written once from the other; a race writes the same value twice.
    private volatile @Nullable String text;
    private volatile @Nullable JsonNode node;

    private Json(@Nullable String text, @Nullable JsonNode node) {
        this.text = text;
        this.node = node;
    }

    /**
     * Reads a text that may come from anywhere.
     *
     * @param text exactly one JSON value (RFC 8259), surrounded by nothing but white space
     * @throws JsonException if it is not: on syntax errors, trailing text, a field named twice in one object, a lone number
     *     beyond {@code 1e±5000}, or more than {@link #MAX_CHARS} or {@link #MAX_DEPTH}; the message has line and column
     */
    public static Json parse(String text) {
        return new Json(text, JsonReader.read(text));
    }

    /**
     * Takes a text that this program wrote itself, without reading it.
     *
     * <p>It is parsed on first look, and only then can it fail: by the rules of {@link #parse}, but it may nest 64 levels
     * deeper, for what this program wrote around a value from outside.
     */
    public static Json trusted(String text) {
        return new Json(Objects.requireNonNull(text, "text"), null);
    }

    /**
     * Writes a Java value.
     *
     * <p>Records and beans become objects in the order of their components, without those that are null or empty optionals;
     * times, dates and durations become ISO-8601 strings, enums their names, {@code byte[]} Base64, a {@code Json} itself.
     *
     * @throws JsonException naming the type that has no JSON form, as a stream, a thread or a lambda has none
     */
    public static Json of(@Nullable Object value) {
        return value instanceof Json json ? json : trusted(JsonMapping.write(value));
    }

    /**
     * Writes a Java value as its declared type.
     *
     * <p>A {@code List<Shape>} needs it when {@code Shape} is sealed: the list alone does not know that its elements are to be
     * told apart.
     *
     * @throws JsonException naming the type that has no JSON form
     */
    public static Json of(@Nullable Object value, Type type) {
        return value instanceof Json json ? json : trusted(JsonMapping.write(value, type));
    }

    /** An object of these fields, in the order of the map. */
    public static Json object(Map<String, Json> fields) {
        return fields.isEmpty() ? EMPTY_OBJECT : of(fields);
    }

    static Json ofNode(JsonNode node) {
        return new Json(null, node);
    }

    /** The text as it was given; for a part of another value, the part without white space. */
    public String text() {
        String known = text;
        if (known == null) {
            known = JsonMapping.write(node());
            text = known;
        }
        return known;
    }

    /** The same value in a text that UTF-8 can hold: half a character, as some models write, stands in it as an escape. */
    public Json wellFormed() {
        String paired = Surrogates.paired(text());
        return paired.equals(text()) ? this : trusted(paired);
    }

    /**
     * The text that all texts of the same value have in common: no white space, fields in order of their names, each character and
     * number written in one way (RFC 8785, JCS). Other than there numbers are exact decimals, not doubles: {@code 1e2}, {@code 100} and
     * {@code 100.0} are one number, {@code 0.1} and {@code 0.10000000000000000001} are two.
     */
    public String canonical() {
        return CanonicalJson.write(node());
    }

    /** Whether this is an object. */
    public boolean isObject() {
        return node().isObject();
    }

    /** Whether this is an array. */
    public boolean isArray() {
        return node().isArray();
    }

    /** Whether this is a string. */
    public boolean isString() {
        return node().isString();
    }

    /** Whether this is a number. */
    public boolean isNumber() {
        return node().isNumber();
    }

    /** Whether this is {@code true} or {@code false}. */
    public boolean isBoolean() {
        return node().isBoolean();
    }

    /** Whether this is {@code null}. */
    public boolean isNull() {
        return node().isNull();
    }

    /** The value of a field; empty if the field is absent or this is no object. A field that is there and null is {@link #NULL}. */
    public Optional<Json> find(String field) {
        return Optional.ofNullable(node().get(field)).map(Json::ofNode);
    }

    /**
     * The value of a field that must be there.
     *
     * @throws JsonException if this is no object, or has no such field; the message lists the fields it has
     */
    public Json get(String field) {
        JsonNode value = node().get(field);
        if (value == null) {
            throw new JsonException("no field '" + field + "' in " + describe());
        }
        return ofNode(value);
    }

    /** The names of the fields in the order of the text; empty if this is no object. */
    public List<String> names() {
        return List.copyOf(node().propertyNames());
    }

    /** The elements of an array; empty if this is no array. */
    public List<Json> items() {
        if (!isArray()) {
            return List.of();
        }
        List<Json> items = new ArrayList<>(node().size());
        node().forEach(item -> items.add(ofNode(item)));
        return List.copyOf(items);
    }

    /**
     * The characters of a string.
     *
     * @throws JsonException if this is no string
     */
    public String string() {
        require(isString(), "a string");
        return node().stringValue();
    }

    /**
     * The value of a whole number; {@code 3.0} is one.
     *
     * @throws JsonException if this is no number, has a fraction, or does not fit 64 bits
     */
    public long integer() {
        BigDecimal value = decimal();
        try {
            return value.longValueExact();
        } catch (ArithmeticException e) {
            throw new JsonException("a whole number of 64 bits expected, but " + describe() + " found", e);
        }
    }

    /**
     * The exact value of a number.
     *
     * @throws JsonException if this is no number
     */
    public BigDecimal decimal() {
        require(isNumber(), "a number");
        return node().decimalValue();
    }

    /**
     * The value of {@code true} or {@code false}.
     *
     * @throws JsonException if this is neither
     */
    public boolean bool() {
        require(isBoolean(), "true or false");
        return node().booleanValue();
    }

    /**
     * Binds this value to a Java type, strictly.
     *
     * <p>No scalar is coerced into another kind, no number loses digits, no unknown field is skipped, and a record component
     * may be missing or null only if it is an {@code Optional} or annotated {@code @Nullable}.
     *
     * @throws JsonException naming the path, what was received there and what was expected
     */
    @SuppressWarnings("unchecked") // of a primitive, the class cannot cast
    public <T> T to(Class<T> type) {
        return (T) JsonMapping.bind(this, type);
    }

    /**
     * Binds this value to a Java type that may be generic, as {@link #to(Class)} does.
     *
     * @throws JsonException naming the path, what was received there and what was expected
     */
    public Object to(Type type) {
        return JsonMapping.bind(this, type);
    }

    /**
     * All that keeps this value from being bound to a Java type, where {@link #to(Type)} tells the first.
     *
     * @return what does not fit and where, at most {@value SchemaValidator#MAX_VIOLATIONS}; empty if {@code to} takes it
     */
    public List<SchemaValidator.Violation> departuresFrom(Type type) {
        return JsonMapping.departures(this, type);
    }

    /**
     * The value at a JSON Pointer (RFC 6901), {@code ""} being this value itself.
     *
     * @throws JsonException if the pointer is neither empty nor begins with {@code /}
     */
    public Optional<Json> at(String pointer) {
        return JsonPointers.find(node(), pointer).map(Json::ofNode);
    }

    /**
     * A copy with another value at a JSON Pointer (RFC 6901).
     *
     * <p>The last step may name a field that the object does not have yet, or the end of an array ({@code -} or its length);
     * everything before it must exist.
     *
     * @throws JsonException if there is no such place
     */
    public Json with(String pointer, Json value) {
        return with(Map.of(pointer, value));
    }

    /**
     * A copy with other values at several JSON Pointers, one behind the other, as {@link #with(String, Json)} puts one.
     *
     * @throws JsonException if there is no such place
     */
    public Json with(Map<String, Json> values) {
        if (values.isEmpty()) return this;
        Map<String, JsonNode> nodes = new LinkedHashMap<>();
        values.forEach((pointer, value) -> nodes.put(pointer, value.node()));
        return ofNode(JsonPointers.replace(node(), nodes));
    }

    JsonNode node() {
        JsonNode known = node;
        if (known == null) {
            known = JsonReader.readOwn(text());
            node = known;
        }
        return known;
    }

    /** What this is in a few words, for messages: {@code a string ("abc")}. */
    String describe() {
        return JsonWords.describe(node());
    }

    private void require(boolean holds, String expected) {
        if (!holds) {
            throw new JsonException(expected + " expected, but " + describe() + " found");
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Json that && text().equals(that.text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    /** The text. */
    @Override
    public String toString() {
        return text();
    }

    /**
     * Gathers text that is written as JSON. What comes in one piece, as most JSON does, is copied once.
     *
     * <p>Never throws, and needs no closing. For one thread.
     */
    public static final class TextWriter extends Writer {
        /** After so many characters others may have the processor, which a scheduler gives them every few milliseconds only. */
        private static final int STRETCH = 1 << 16;

        private String first = "";
        private @Nullable StringBuilder more; // behind the first piece

        @Override
        @SuppressWarnings("ThreadPriorityCheck") // nothing relies on the yield
        public void write(char[] characters, int from, int count) {
            if (first.isEmpty()) {
                first = new String(characters, from, count);
                return;
            }
            if (more == null) more = new StringBuilder();
            more.append(characters, from, count);
            if (more.length() / STRETCH > (more.length() - count) / STRETCH) Thread.yield();
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}

        /** What was written so far. */
        @Override
        public String toString() {
            return more == null ? first : first + more;
        }
    }
}
