package dev.spindle.json;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.jsontype.NamedType;

/** The kinds of a sealed or annotated type, by the name that stands for each in JSON. */
final class Subtypes {
    private Subtypes() {}

    /** What tells a class apart from its siblings: the name in the field. */
    record Kind(String field, String name) {}

    /** The concrete types of this one, by name, in the order in which they are declared; empty if it has no kinds. */
    static Map<String, Class<?>> of(Class<?> type) {
        DeserializationConfig config = JsonMapping.MAPPER.deserializationConfig();
        AnnotatedClass root = JsonView.annotations(type);
        Map<String, Class<?>> kinds = new LinkedHashMap<>();
        if (info(root).isEmpty()) {
            return kinds;
        }
        for (NamedType kind : config.getSubtypeResolver().collectAndResolveSubtypesByTypeId(config, root)) {
            Class<?> raw = kind.getType();
            if (!Modifier.isAbstract(raw.getModifiers())) {
                kinds.put(kind.hasName() ? kind.getName() : raw.getSimpleName(), raw);
            }
        }
        return kinds;
    }

    /** How a concrete class is told apart; empty if it is nobody's kind. */
    static Optional<Kind> kindOf(Class<?> type) {
        if (type.isPrimitive()
                || type.isArray()
                || JsonForms.isPlatform(type)
                || Modifier.isAbstract(type.getModifiers())) {
            return Optional.empty();
        }
        return info(JsonView.annotations(type)).map(info -> new Kind(field(type, info), name(type)));
    }

    private static Optional<JsonTypeInfo.Value> info(AnnotatedClass type) {
        DeserializationConfig config = JsonMapping.MAPPER.deserializationConfig();
        return Optional.ofNullable(config.getAnnotationIntrospector().findPolymorphicTypeInfo(config, type))
                .filter(info -> info.getIdType() != JsonTypeInfo.Id.NONE);
    }

    private static String field(Class<?> type, JsonTypeInfo.Value info) {
        JsonTypeInfo.As as = info.getInclusionType();
        if (as != JsonTypeInfo.As.PROPERTY && as != JsonTypeInfo.As.EXISTING_PROPERTY) {
            throw new JsonException(JsonWords.name(type) + " has no JSON form here: @JsonTypeInfo(include = " + as
                    + ") is not supported; use PROPERTY");
        }
        String named = info.getPropertyName();
        if (named != null && !named.isEmpty()) return named;
        String usual = info.getIdType().getDefaultPropertyName();
        if (usual != null) return usual;
        throw new JsonException(JsonWords.name(type) + " has no JSON form here: @JsonTypeInfo(use = " + info.getIdType()
                + ") is not supported; use NAME");
    }

    private static String name(Class<?> type) {
        return of(type).entrySet().stream()
                .filter(kind -> kind.getValue() == type)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(type.getSimpleName());
    }
}
