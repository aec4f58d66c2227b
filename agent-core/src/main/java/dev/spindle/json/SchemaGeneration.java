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
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationModule;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.Annotation;
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
    private static final boolean CONSTRAINED = isOnClasspath("jakarta/validation/Constraint.class");
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
        if (CONSTRAINED) {
            Constraints.addTo(config);
        }
        config.forFields()
                .withIgnoreCheck(field -> property(field).isEmpty())
                .withPropertyNameOverrideResolver(field ->
                        property(field).map(BeanPropertyDefinition::getName).orElse(null))
                .withDescriptionResolver(field -> property(field)
                        .map(p -> p.getMetadata().getDescription())
                        .orElse(null))
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

    /** Adds to a finished schema what annotations of Jakarta Validation say of its value. */
    static void constrain(ObjectNode schema, List<Annotation> annotations) {
        if (CONSTRAINED) {
            ConstraintKeywords.add(schema, annotations);
        }
    }

    /** Apart, so that nothing of Jakarta Validation is loaded where it is absent. */
    private static final class Constraints {
        static void addTo(SchemaGeneratorConfigBuilder config) {
            config.with(new JakartaValidationModule());
            config.forFields().withInstanceAttributeOverride((schema, field, context) -> {
                Pattern pattern = field.getAnnotationConsideringFieldAndGetter(Pattern.class);
                if (pattern != null) {
                    ConstraintKeywords.add(schema, List.of(pattern));
                }
            });
        }
    }

    /** What the mapper makes of a field of a class; empty if it never reads it. */
    private static Optional<BeanPropertyDefinition> property(FieldScope field) {
        JsonIgnore ignore = field.getRawMember().getAnnotation(JsonIgnore.class);
        if (ignore != null && ignore.value()) {
            return Optional.empty();
        }
        return JsonView.properties(field.getDeclaringType().getErasedType()).stream()
                .filter(property -> property.getInternalName().equals(field.getDeclaredName()))
                .findFirst();
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
