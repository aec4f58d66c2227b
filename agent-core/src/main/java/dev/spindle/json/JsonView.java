package dev.spindle.json;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;

/** What the mapper sees in a class. */
final class JsonView {
    private JsonView() {}

    /** The properties that it reads. */
    static List<BeanPropertyDefinition> properties(Class<?> type) {
        return bean(type).findProperties();
    }

    /** The same of a type with type arguments. */
    static List<BeanPropertyDefinition> properties(JavaType type) {
        return bean(type).findProperties();
    }

    /** The one member in whose place the whole object is written, by {@code @JsonValue}; null for none. */
    static @Nullable AnnotatedMember valueOf(Class<?> type) {
        return bean(type).findJsonValueAccessor();
    }

    /** Whether objects are made without anything, and filled later: by a constructor without parameters, or by a builder. */
    static boolean isMadeOfNothing(Class<?> type) {
        return bean(type).findDefaultConstructor() != null;
    }

    /** Whether a class brings its own code that reads it. */
    static boolean hasReader(Class<?> type) {
        DeserializationConfig config = JsonMapping.MAPPER.deserializationConfig();
        return config.getAnnotationIntrospector().findDeserializer(config, annotations(type)) != null;
    }

    /** Whether the fields of a property's value stand among those of the object that it belongs to. */
    static boolean isUnwrapped(BeanPropertyDefinition property) {
        DeserializationConfig config = JsonMapping.MAPPER.deserializationConfig();
        AnnotatedMember member = property.getPrimaryMember();
        return member != null
                && config.getAnnotationIntrospector().findUnwrappingNameTransformer(config, member) != null;
    }

    /** The description of a class, by annotation; null for none. */
    static @Nullable String description(Class<?> type) {
        DeserializationConfig config = JsonMapping.MAPPER.deserializationConfig();
        return config.getAnnotationIntrospector().findClassDescription(config, annotations(type));
    }

    static AnnotatedClass annotations(Class<?> type) {
        DeserializationConfig config = JsonMapping.MAPPER.deserializationConfig();
        return config.classIntrospectorInstance().introspectClassAnnotations(JsonMapping.MAPPER.constructType(type));
    }

    private static BeanDescription bean(Class<?> type) {
        return bean(JsonMapping.MAPPER.constructType(type));
    }

    private static BeanDescription bean(JavaType javaType) {
        DeserializationConfig config = JsonMapping.MAPPER.deserializationConfig();
        ClassIntrospector introspector = config.classIntrospectorInstance();
        AnnotatedClass annotations = introspector.introspectClassAnnotations(javaType);
        BeanDescription bean = introspector.introspectForDeserialization(javaType, annotations);
        Class<?> builder = config.getAnnotationIntrospector().findPOJOBuilder(config, annotations);
        return builder == null
                ? bean
                : introspector.introspectForDeserializationWithBuilder(JsonMapping.MAPPER.constructType(builder), bean);
    }
}
