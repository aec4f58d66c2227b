package dev.spindle.json;

import com.fasterxml.classmate.ResolvedType;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import java.io.File;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The schemas of the types that are not simply a record, a list or a map. */
final class SchemaTypes {
    private static final Map<Class<?>, String> TYPES = Map.ofEntries(
            Map.entry(String.class, "string"),
            Map.entry(CharSequence.class, "string"),
            Map.entry(char.class, "string"),
            Map.entry(Character.class, "string"),
            Map.entry(boolean.class, "boolean"),
            Map.entry(Boolean.class, "boolean"),
            Map.entry(byte.class, "integer"),
            Map.entry(Byte.class, "integer"),
            Map.entry(short.class, "integer"),
            Map.entry(Short.class, "integer"),
            Map.entry(int.class, "integer"),
            Map.entry(Integer.class, "integer"),
            Map.entry(long.class, "integer"),
            Map.entry(Long.class, "integer"),
            Map.entry(BigInteger.class, "integer"),
            Map.entry(OptionalInt.class, "integer"),
            Map.entry(OptionalLong.class, "integer"),
            Map.entry(float.class, "number"),
            Map.entry(Float.class, "number"),
            Map.entry(double.class, "number"),
            Map.entry(Double.class, "number"),
            Map.entry(BigDecimal.class, "number"),
            Map.entry(Number.class, "number"),
            Map.entry(OptionalDouble.class, "number"));

    private static final Map<Class<?>, String> STRING_FORMATS = Map.ofEntries(
            Map.entry(LocalDate.class, "date"),
            Map.entry(LocalTime.class, ""),
            Map.entry(OffsetTime.class, "time"),
            Map.entry(LocalDateTime.class, ""),
            Map.entry(OffsetDateTime.class, "date-time"),
            Map.entry(ZonedDateTime.class, "date-time"),
            Map.entry(Instant.class, "date-time"),
            Map.entry(Duration.class, "duration"),
            Map.entry(Period.class, "duration"),
            Map.entry(YearMonth.class, ""),
            Map.entry(MonthDay.class, ""),
            Map.entry(ZoneId.class, ""),
            Map.entry(ZoneOffset.class, ""),
            Map.entry(UUID.class, "uuid"),
            Map.entry(URI.class, "uri"),
            Map.entry(Path.class, ""),
            Map.entry(File.class, ""),
            Map.entry(Locale.class, ""),
            Map.entry(Currency.class, ""));

    /** What a format leaves open, in words. */
    private static final Map<Class<?>, String> IN_WORDS = Map.of(
            LocalTime.class, "local time, ISO 8601, for example 13:30:00",
            LocalDateTime.class, "local date and time, ISO 8601, for example 2024-05-31T13:30:00",
            YearMonth.class, "year and month, for example 2024-05",
            MonthDay.class, "month and day, for example --05-31",
            ZoneId.class, "time zone, for example Europe/Oslo",
            ZoneOffset.class, "offset from UTC, for example +02:00",
            Locale.class, "language tag, for example en-GB",
            Currency.class, "ISO 4217 code, for example EUR");

    private SchemaTypes() {}

    /** Whether a type is written as a string that says more than itself. */
    static boolean isText(Class<?> raw) {
        return STRING_FORMATS.containsKey(raw) || raw == byte[].class || raw == char[].class;
    }

    static @Nullable CustomDefinition define(ResolvedType type, SchemaGenerationContext context) {
        Class<?> raw = type.getErasedType();
        ObjectNode schema = context.getGeneratorConfig().createObjectNode();
        if (raw == Object.class || raw == Json.class) {
            return inline(schema);
        }
        if (raw == byte[].class) {
            return inline(schema.put("type", "string").put("contentEncoding", "base64"));
        }
        if (raw == char[].class) {
            return inline(schema.put("type", "string"));
        }
        if (TYPES.containsKey(raw)) {
            return inline(schema.put("type", TYPES.get(raw)));
        }
        if (STRING_FORMATS.containsKey(raw)) {
            return inline(string(raw, schema));
        }
        if (raw.isEnum()) {
            return inline(enumeration(raw, schema));
        }
        return structure(type, context, schema);
    }

    private static @Nullable CustomDefinition structure(
            ResolvedType type, SchemaGenerationContext context, ObjectNode schema) {
        Class<?> raw = type.getErasedType();
        if (raw == Optional.class) {
            ResolvedType held = type.typeParametersFor(Optional.class).get(0);
            ObjectNode value = context.createDefinitionReference(held);
            return inline(value.isEmpty() ? eitherOrNull(value) : orNull(value));
        }
        boolean container = raw.isArray() || Collection.class.isAssignableFrom(raw) || Map.class.isAssignableFrom(raw);
        if (container) {
            return null;
        }
        if (JsonForms.isFormless(raw) || JsonForms.isPlatform(raw)) {
            throw new JsonException(JsonForms.refusal(raw, JsonForms.inSource(type)));
        }
        AnnotatedMember value = JsonView.valueOf(raw);
        if (value != null) {
            return new CustomDefinition(
                    context.createDefinitionReference(context.getTypeContext().resolve(value.getRawType())), true);
        }
        Optional<Type> written = Creators.delegate(raw);
        if (written.isPresent()) {
            return new CustomDefinition(
                    context.createDefinitionReference(context.getTypeContext().resolve(written.get())), true);
        }
        Creators.check(raw);
        return Modifier.isAbstract(raw.getModifiers()) ? new CustomDefinition(kinds(type, context, schema)) : null;
    }

    /** A finished schema, made to let null pass too. */
    static ObjectNode orNull(ObjectNode schema) {
        boolean already = schema.isEmpty() || schema.path("type").isArray() || hasNull(schema.path("anyOf"));
        if (already) {
            return schema;
        }
        if (schema.path("type").isString() && !schema.has("enum")) {
            return schema.set("type", schema.arrayNode().add(schema.get("type")).add("null"));
        }
        return eitherOrNull(schema);
    }

    /** The same of a schema that may be an empty node as yet, to be filled with a reference when all types are known. */
    private static ObjectNode eitherOrNull(ObjectNode schema) {
        ObjectNode either = schema.objectNode();
        either.putArray("anyOf").add(schema).addObject().put("type", "null");
        return either;
    }

    private static boolean hasNull(JsonNode alternatives) {
        return alternatives
                .valueStream()
                .anyMatch(each -> each.path("type").asString("").equals("null"));
    }

    private static ObjectNode kinds(ResolvedType type, SchemaGenerationContext context, ObjectNode schema) {
        Map<String, Class<?>> kinds = Subtypes.of(type.getErasedType());
        if (kinds.isEmpty()) {
            throw new JsonException(JsonForms.inSource(type)
                    + " has no JSON form: it is abstract and its kinds are not known; seal it or use a record");
        }
        ArrayNode anyOf = schema.putArray("anyOf");
        kinds.values()
                .forEach(kind -> anyOf.add(context.createDefinitionReference(
                        context.getTypeContext().resolveSubtype(type, kind))));
        return schema;
    }

    private static ObjectNode string(Class<?> raw, ObjectNode schema) {
        schema.put("type", "string");
        String format = STRING_FORMATS.getOrDefault(raw, "");
        if (!format.isEmpty()) {
            schema.put("format", format);
        }
        if (IN_WORDS.containsKey(raw)) {
            schema.put("description", IN_WORDS.get(raw));
        }
        return schema;
    }

    private static ObjectNode enumeration(Class<?> raw, ObjectNode schema) {
        ArrayNode values = schema.arrayNode();
        boolean strings = true;
        for (Object constant : raw.getEnumConstants()) {
            Json value = Json.of(constant);
            strings &= value.isString();
            values.add(value.node());
        }
        if (strings) {
            schema.put("type", "string");
        }
        schema.set("enum", values);
        return schema;
    }

    private static CustomDefinition inline(ObjectNode schema) {
        return new CustomDefinition(schema, CustomDefinition.INLINE_DEFINITION, CustomDefinition.INCLUDING_ATTRIBUTES);
    }
}
