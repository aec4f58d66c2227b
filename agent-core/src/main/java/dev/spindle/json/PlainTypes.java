package dev.spindle.json;

import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The types that most tools are made of, whose schemas and values need no machinery.
 *
 * <p>It takes half a second until the schema generator has made its first schema, which a program with plain tools never needs.
 */
final class PlainTypes {
    private static final Map<Type, String> NAMES = Map.of(
            String.class, "string",
            int.class, "integer",
            Integer.class, "integer",
            long.class, "integer",
            Long.class, "integer",
            boolean.class, "boolean",
            Boolean.class, "boolean",
            double.class, "number",
            Double.class, "number");

    private PlainTypes() {}

    /** The one word that a schema says of a type; empty of one that is not plain. */
    static Optional<String> findName(Type type) {
        return Optional.ofNullable(NAMES.get(type));
    }

    /** Whether the type is plain, or a record of nothing else. */
    static boolean hasPlainForm(Type type) {
        if (NAMES.containsKey(type)) return true;
        if (!(type instanceof Class<?> declared) || !declared.isRecord()) return false;
        if (declared.getAnnotations().length > 0 || declared.getInterfaces().length > 0) return false;
        for (RecordComponent component : declared.getRecordComponents()) {
            boolean plain = NAMES.containsKey(component.getGenericType()) && component.getAnnotations().length == 0;
            if (!plain) return false;
        }
        return true;
    }

    /** Whether none of these can be a constraint. */
    static boolean areMute(List<Annotation> annotations) {
        for (Annotation annotation : annotations) {
            String name = annotation.annotationType().getName();
            if (!name.startsWith("dev.spindle.") && !name.startsWith("org.jspecify.")) return false;
        }
        return true;
    }

    /** The value of a plain type that stands in JSON exactly; empty where it takes a closer look. */
    static Optional<Object> find(JsonNode node, Type type) {
        if (type == String.class && node.isString()) return Optional.of(node.stringValue());
        boolean whole = node.isIntegralNumber();
        if ((type == int.class || type == Integer.class) && whole && node.canConvertToInt()) {
            return Optional.of(node.intValue());
        }
        if ((type == long.class || type == Long.class) && whole && node.canConvertToLong()) {
            return Optional.of(node.longValue());
        }
        boolean truth = (type == boolean.class || type == Boolean.class) && node.isBoolean();
        return truth ? Optional.of(node.booleanValue()) : Optional.empty();
    }
}
