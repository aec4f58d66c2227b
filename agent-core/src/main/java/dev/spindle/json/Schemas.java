package dev.spindle.json;

import com.github.victools.jsonschema.generator.SchemaBuilder;
import java.lang.annotation.Annotation;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON Schemas (draft 2020-12) of Java types, as {@link Json#of} writes and {@link Json#to} reads them.
 *
 * <p>A property is described by any annotation that {@link Describes} marks, or by Jackson's. Constraints of Jakarta
 * Validation, such as {@code @Min} and {@code @Size}, become keywords if its API is on the class path. Thread-safe. The
 * first schema of a process takes about half a second, the next some milliseconds: make each once.
 */
public final class Schemas {
    private Schemas() {}

    /**
     * One property of an object schema.
     *
     * @param name the name in JSON
     * @param type its Java type, with its type arguments
     * @param description what the property means, in words for a model; empty for none
     * @param required whether an object without it is invalid; one that is not may also be null
     * @param annotations of the property; constraints of Jakarta Validation among them become keywords
     * @param uses the type as it is written, wherever it is, for constraints of its parts
     */
    public record Property(
            String name,
            Type type,
            String description,
            boolean required,
            List<Annotation> annotations,
            List<AnnotatedType> uses) {
        /** Nothing may be null. */
        public Property {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(description, "description");
            annotations = List.copyOf(annotations);
            uses = List.copyOf(uses);
        }

        /** A property without annotations. */
        public Property(String name, Type type, String description, boolean required) {
            this(name, type, description, required, List.of(), List.of());
        }
    }

    /**
     * The schema of a type.
     *
     * @throws JsonException if the type, or one it is made of, has no JSON form; the message names it and what to use
     */
    public static Json of(Type type) {
        Optional<String> plain = PlainTypes.findName(type);
        if (plain.isPresent()) return Json.ofNode(plain(plain.get()));
        ObjectNode schema = SchemaGeneration.GENERATOR.generateSchema(type);
        if (SchemaGeneration.CONSTRAINED) {
            new ConstraintWalk(schema).value(schema, JsonMapping.MAPPER.constructType(type));
        }
        return Json.ofNode(schema);
    }

    private static ObjectNode plain(String name) {
        return JsonNodeFactory.instance.objectNode().put("type", name);
    }

    /**
     * Makes sure that a type has a JSON form, without asking for its schema.
     *
     * @throws JsonException if the type, or one it is made of, has no JSON form; the message names it and what to use
     */
    public static void check(Type type) {
        if (!PlainTypes.hasPlainForm(type)) of(type);
    }

    /**
     * The schema of an object of several properties, in their order, with shared definitions and no others allowed.
     *
     * @throws JsonException if a type has no JSON form; the message names it and what to use
     */
    public static Json object(List<Property> properties) {
        if (!properties.stream().allMatch(Schemas::isPlain)) return generated(properties);
        List<ObjectNode> types = new ArrayList<>();
        properties.forEach(
                property -> types.add(plain(PlainTypes.findName(property.type()).orElseThrow())));
        return Json.ofNode(object(properties, types, JsonNodeFactory.instance.objectNode()));
    }

    private static boolean isPlain(Property property) {
        return property.required()
                && PlainTypes.findName(property.type()).isPresent()
                && PlainTypes.areMute(property.annotations());
    }

    private static Json generated(List<Property> properties) {
        SchemaBuilder builder = SchemaGeneration.GENERATOR.buildMultipleSchemaDefinitions();
        List<ObjectNode> types = new ArrayList<>();
        properties.forEach(property -> types.add(builder.createSchemaReference(property.type())));
        ObjectNode schema = object(properties, types, builder.collectDefinitions("$defs"));
        if (SchemaGeneration.CONSTRAINED) constrain(schema, properties);
        return Json.ofNode(schema);
    }

    private static void constrain(ObjectNode schema, List<Property> properties) {
        ConstraintWalk walk = new ConstraintWalk(schema);
        for (Property property : properties) {
            ObjectNode own = (ObjectNode) schema.path("properties").path(property.name());
            walk.value(own, JsonMapping.MAPPER.constructType(property.type()), property.annotations(), property.uses());
        }
    }

    private static ObjectNode object(List<Property> properties, List<ObjectNode> types, ObjectNode definitions) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        if (!definitions.isEmpty()) {
            schema.set("$defs", definitions);
        }
        schema.put("type", "object");
        ObjectNode fields = schema.putObject("properties");
        ArrayNode required = schema.arrayNode();
        for (int at = 0; at < types.size(); at++) {
            Property property = properties.get(at);
            fields.set(property.name(), described(property, types.get(at)));
            if (property.required()) {
                required.add(property.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema.put("additionalProperties", false);
    }

    private static ObjectNode described(Property property, ObjectNode type) {
        ObjectNode schema = property.required() ? type : SchemaTypes.orNull(type);
        if (!property.description().isEmpty()) {
            String typeSays = schema.path("description").asString("");
            schema.put("description", property.description() + (typeSays.isEmpty() ? "" : " (" + typeSays + ")"));
        }
        return schema;
    }

    /**
     * Marks an annotation that describes a property of an object: its {@code String value()} becomes the description in the
     * schema, and its {@code String name()}, if there is one and it is not empty, the property's name in JSON.
     */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.ANNOTATION_TYPE)
    public @interface Describes {}
}
