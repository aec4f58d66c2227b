package dev.spindle.json;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.generator.TypeScope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How schemas are generated: names, kinds and requirements are asked of the mapper, so that schema and binder agree. */
final class SchemaGeneration {
    /** Whether the API of Jakarta Validation is there. */
    static final boolean CONSTRAINED = isOnClasspath("jakarta/validation/Constraint.class");

    static final SchemaGenerator GENERATOR = generator();

    private SchemaGeneration() {}

    private static SchemaGenerator generator() {
        SchemaGeneratorConfigBuilder config = new SchemaGeneratorConfigBuilder(
                        JsonMapping.MAPPER, SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .without(
                        Option.SCHEMA_VERSION_INDICATOR,
                        Option.FLATTENED_ENUMS,
                        Option.FLATTENED_SUPPLIERS,
                        Option.VALUES_FROM_CONSTANT_FIELDS)
                .with(
                        Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT,
                        Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES,
                        Option.PLAIN_DEFINITION_KEYS);
        config.forFields()
                .withIgnoreCheck(field -> property(field).isEmpty())
                .withPropertyNameOverrideResolver(field ->
                        property(field).map(BeanPropertyDefinition::getName).orElse(null))
                .withDescriptionResolver(SchemaGeneration::descriptionOf)
                .withRequiredCheck(field ->
                        property(field).map(BeanPropertyDefinition::isRequired).orElse(false))
                .withNullableCheck(SchemaGeneration::mayBeNull);
        config.forTypesInGeneral()
                .withPropertySorter((unusedOne, unusedOther) -> 0)
                .withCustomDefinitionProvider(SchemaTypes::define)
                .withDescriptionResolver(SchemaGeneration::description)
                .withTypeAttributeOverride(SchemaGeneration::finish);
        return new SchemaGenerator(config.build());
    }

    private static boolean isOnClasspath(String resource) {
        return SchemaGeneration.class.getClassLoader().getResource(resource) != null;
    }

    /** What the mapper makes of a field of a class; empty if it never reads it. */
    private static Optional<BeanPropertyDefinition> property(FieldScope field) {
        JsonIgnore ignore = field.getRawMember().getAnnotation(JsonIgnore.class);
        if (ignore != null && ignore.value()) {
            return Optional.empty();
        }
        // Whoever inherits a field may be made of it in another way.
        Class<?> type =
                field.getDeclaringTypeMembers().mainTypeAndOverrides().get(0).getErasedType();
        List<BeanPropertyDefinition> properties = Creators.properties(type);
        return properties.stream()
                .filter(property -> isKeptIn(property, field.getDeclaredName()))
                .findFirst()
                .or(() -> properties.stream()
                        .filter(property -> isMadeOf(property, field.getDeclaredName()))
                        .findFirst());
    }

    /** Whether the mapper keeps a property in a field of this name. */
    static boolean isKeptIn(BeanPropertyDefinition property, String field) {
        return property.getInternalName().equals(field)
                || (property.getField() != null && property.getField().getName().equals(field));
    }

    /** Whether a property that the mapper only hands to a constructor has the name of a field. */
    static boolean isMadeOf(BeanPropertyDefinition property, String field) {
        return property.hasConstructorParameter() && property.getName().equals(field);
    }

    /** What is said of a list is not said of its items. */
    private static @Nullable String descriptionOf(FieldScope field) {
        if (field.isFakeContainerItemScope()) return null;
        return property(field).map(p -> p.getMetadata().getDescription()).orElse(null);
    }

    private static boolean mayBeNull(FieldScope field) {
        return !field.isFakeContainerItemScope() && PlainJava.mayBeAbsent(field.getRawMember());
    }

    private static @Nullable String description(TypeScope scope) {
        return JsonView.description(scope.getType().getErasedType());
    }

    /** Adds to a concrete kind of a sealed or annotated type the field that tells it apart; only objects have properties. */
    private static void finish(ObjectNode schema, TypeScope scope, SchemaGenerationContext context) {
        if (!"object".equals(schema.path("type").asString(""))) {
            schema.remove("additionalProperties");
            return;
        }
        Optional<Subtypes.Kind> kind = Subtypes.kindOf(scope.getType().getErasedType());
        if (kind.isPresent()) {
            nameTheKind(schema, kind.get());
        }
    }

    private static void nameTheKind(ObjectNode schema, Subtypes.Kind kind) {
        String field = kind.field();
        ObjectNode known = schema.withObjectProperty("properties");
        ObjectNode properties = schema.objectNode();
        properties.putObject(field).put("const", kind.name());
        for (Map.Entry<String, JsonNode> property : known.properties()) {
            properties.set(property.getKey(), property.getValue());
        }
        schema.set("properties", properties);
        ArrayNode required = schema.arrayNode().add(field);
        schema.path("required").forEach(required::add);
        schema.set("required", required);
    }
}
