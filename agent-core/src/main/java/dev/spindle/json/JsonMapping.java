package dev.spindle.json;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.spindle.json.SchemaValidator.Violation;
import java.lang.reflect.Type;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.cfg.MutableConfigOverride;
import tools.jackson.databind.introspect.AnnotationIntrospectorPair;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/** The house mapper: the one place that decides how Java values and JSON correspond. */
final class JsonMapping {
    static final JsonMapper MAPPER = mapper();
    private static final ObjectWriter ANY = MAPPER.writer();

    /** To make one takes longer than to write a small value with it. */
    private static final ClassValue<ObjectWriter> WRITERS = new ClassValue<>() {
        @Override
        protected ObjectWriter computeValue(Class<?> type) {
            return writer(type);
        }
    };

    private JsonMapping() {}

    private static JsonMapper mapper() {
        JsonFactory factory = JsonFactory.builder()
                .streamWriteConstraints(StreamWriteConstraints.builder()
                        .maxNestingDepth(Json.MAX_DEPTH)
                        .build())
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .withConfigOverride(LocalDate.class, JsonMapping::refuseMore)
                .withConfigOverride(LocalDateTime.class, JsonMapping::refuseMore)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
                .changeDefaultPropertyInclusion(always -> always.withValueInclusion(JsonInclude.Include.NON_ABSENT))
                .withCoercionConfig(LogicalType.Textual, JsonMapping::refuseScalars)
                .accessorNaming(new RecordNames())
                .annotationIntrospector(
                        new AnnotationIntrospectorPair(new JacksonAnnotationIntrospector(), new PlainJava()))
                .addModule(new SimpleModule("spindle")
                        .addSerializer(Json.class, new JsonSerializer())
                        .addDeserializer(Json.class, new JsonDeserializer())
                        .setSerializerModifier(new FormlessTypes())
                        .setDeserializerModifier(new TextOnly()))
                .build();
    }

    /** A time behind a date, or a zone behind a time, would be lost. */
    private static void refuseMore(MutableConfigOverride type) {
        type.setFormat(JsonFormat.Value.forLeniency(false));
    }

    private static void refuseScalars(MutableCoercionConfig config) {
        config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    }

    static String write(@Nullable Object value) {
        return write(value, ANY);
    }

    /** Writes a value as its declared type, whose type arguments say more than the value's class. */
    static String write(@Nullable Object value, Type type) {
        return write(value, type instanceof Class<?> plain ? WRITERS.get(plain) : writer(type));
    }

    private static ObjectWriter writer(Type type) {
        return MAPPER.writerFor(MAPPER.constructType(type));
    }

    private static String write(@Nullable Object value, ObjectWriter writer) {
        Json.TextWriter text = new Json.TextWriter();
        try (JsonGenerator generator = new FiniteNumbers(writer.createGenerator(text))) {
            writer.writeValue(generator, value);
        } catch (JacksonException e) {
            throw BindingWords.notWritten(value, e);
        }
        return text.toString();
    }

    /** The text of a tree that was read. */
    static String write(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    static Object bind(Json json, Type type) {
        return PlainTypes.find(json.node(), type).orElseGet(() -> bindByMapper(json, type));
    }

    private static Object bindByMapper(Json json, Type type) {
        JavaType target = MAPPER.constructType(type);
        try {
            Object value = read(json.node(), target);
            if (value == null) {
                throw new JsonException("null received, but " + BindingWords.expected(target) + " expected");
            }
            return value;
        } catch (JacksonException e) {
            throw BindingWords.notBound(json, target, e);
        }
    }

    /** All places where a value departs from a type; empty if it can be bound. */
    static List<Violation> departures(Json json, Type type) {
        return new Departures().of(json.node(), MAPPER.constructType(type));
    }

    /** Binds a tree, or throws what the mapper throws. */
    static @Nullable Object read(JsonNode node, JavaType target) {
        try (JsonParser tokens = new WholeNumbers(node)) {
            return MAPPER.readerFor(target).readValue(tokens);
        }
    }

    private static final class JsonSerializer extends ValueSerializer<Json> {
        @Override
        public void serialize(Json json, JsonGenerator generator, SerializationContext context) {
            generator.writeRawValue(onOneLine(json.text()));
        }

        /** Ends of lines stand between values only, where they say nothing, and would part the lines of a journal or of a wire. */
        private static String onOneLine(String text) {
            boolean isOne = text.indexOf('\n') < 0 && text.indexOf('\r') < 0;
            return isOne ? text : text.replace('\n', ' ').replace('\r', ' ');
        }
    }

    private static final class JsonDeserializer extends ValueDeserializer<Json> {
        @Override
        public Json deserialize(JsonParser tokens, DeserializationContext context) {
            return Json.ofNode(
                    tokens instanceof WholeNumbers whole ? whole.readVerbatim(context) : context.readTree(tokens));
        }

        @Override
        public Json getNullValue(DeserializationContext context) {
            return Json.NULL;
        }

        /** What is not there is not the value null. */
        @Override
        public @Nullable Object getAbsentValue(DeserializationContext context) {
            return null;
        }
    }
}
