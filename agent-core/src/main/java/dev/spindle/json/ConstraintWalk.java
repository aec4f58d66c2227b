package dev.spindle.json;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.node.ObjectNode;

/**
 * Goes through a finished schema beside the Java types that it tells of, and says in it what constraints say of each value.
 *
 * <p>Wherever a value is declared counts: component, field, getter, setter, parameter of a constructor, those that are inherited, and the
 * parts of its type, as in {@code List<@Size(max = 3) String>}. Loaded only where the API of Jakarta Validation is present.
 */
final class ConstraintWalk {
    private static final List<String> ORDER = List.of(
            "NotEmpty",
            "NotBlank",
            "Size",
            "Min",
            "DecimalMin",
            "Positive",
            "PositiveOrZero",
            "Max",
            "DecimalMax",
            "Negative",
            "NegativeOrZero",
            "Email",
            "Pattern");

    private final ObjectNode root;
    private final Set<JsonNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    ConstraintWalk(ObjectNode root) {
        this.root = root;
    }

    /** A value of this type, and all that it is made of. */
    void value(ObjectNode schema, JavaType type) {
        value(schema, type, List.of(), List.of());
    }

    /**
     * A value that is declared somewhere, and all that it is made of.
     *
     * @param said of the value itself
     * @param uses its type as it is written, in each place where it is declared
     */
    void value(ObjectNode schema, JavaType type, List<Annotation> said, List<AnnotatedType> uses) {
        if (type.isReferenceType()) {
            value(schema, type.getContentType(), allOf(said, uses), parts(uses, 0));
            return;
        }
        ConstraintKeywords.add(schema, typesOf(schema), allOf(said, uses));
        ObjectNode whole = meant(schema);
        if (type.isMapLikeType()) {
            part(whole.path("additionalProperties"), type.getContentType(), parts(uses, 1));
        } else if (type.isContainerType()) {
            part(whole.path("items"), type.getContentType(), parts(uses, 0));
        } else if (seen.add(whole)) {
            inside(whole, type);
        }
    }

    private void part(JsonNode schema, JavaType type, List<AnnotatedType> uses) {
        if (schema instanceof ObjectNode object) value(object, type, List.of(), uses);
    }

    private void inside(ObjectNode schema, JavaType type) {
        JsonNode properties = schema.path("properties");
        if (properties.isObject()) {
            for (BeanPropertyDefinition property : JsonView.properties(type)) {
                if (properties.get(property.getName()) instanceof ObjectNode own) {
                    value(own, property.getPrimaryType(), said(property), uses(property));
                }
            }
        }
        int at = 0;
        for (Class<?> kind : kinds(schema, type)) {
            JsonNode alternative = schema.path("anyOf").path(at++);
            if (alternative instanceof ObjectNode object) {
                value(object, JsonMapping.MAPPER.getTypeFactory().constructSpecializedType(type, kind));
            }
        }
    }

    private static Iterable<Class<?>> kinds(ObjectNode schema, JavaType type) {
        Map<String, Class<?>> kinds =
                type.isAbstract() && schema.has("anyOf") ? Subtypes.of(type.getRawClass()) : Map.of();
        return kinds.values();
    }

    /** Where a schema refers to another, that; of one that lets null pass, the other alternative. */
    private ObjectNode meant(ObjectNode schema) {
        ObjectNode at = schema;
        for (int steps = 0; steps < 10; steps++) {
            String reference = at.path("$ref").asString("");
            JsonNode next = reference.startsWith("#")
                    ? root.at(reference.substring(1))
                    : at.path("anyOf").size() == 2
                                    && at.path("anyOf")
                                            .path(1)
                                            .path("type")
                                            .asString("")
                                            .equals("null")
                            ? at.path("anyOf").path(0)
                            : at.path("allOf").path(0);
            if (!(next instanceof ObjectNode object)) return at;
            at = object;
        }
        return at;
    }

    private Set<String> typesOf(ObjectNode schema) {
        Set<String> types = new LinkedHashSet<>();
        for (ObjectNode each : List.of(schema, meant(schema))) {
            if (each.path("type").isString()) types.add(each.path("type").asString(""));
            each.path("type").forEach(type -> types.add(type.asString("")));
        }
        return types;
    }

    private static List<Annotation> allOf(List<Annotation> said, List<AnnotatedType> uses) {
        return Stream.concat(said.stream(), uses.stream().flatMap(use -> Stream.of(use.getAnnotations())))
                .distinct()
                .sorted(Comparator.comparingInt(ConstraintWalk::rank))
                .toList();
    }

    /** One order on every start: the mapper's own hangs on the hashes of classes. */
    private static int rank(Annotation constraint) {
        int at = ORDER.indexOf(constraint.annotationType().getSimpleName());
        return at < 0 ? ORDER.size() : at;
    }

    private static List<AnnotatedType> parts(List<AnnotatedType> uses, int at) {
        List<AnnotatedType> parts = new ArrayList<>();
        for (AnnotatedType use : uses) {
            AnnotatedType[] arguments = use instanceof AnnotatedParameterizedType generic
                    ? generic.getAnnotatedActualTypeArguments()
                    : use instanceof AnnotatedArrayType array
                            ? new AnnotatedType[] {array.getAnnotatedGenericComponentType()}
                            : new AnnotatedType[0];
            if (at < arguments.length) parts.add(arguments[at]);
        }
        return parts;
    }

    private static Stream<AnnotatedMember> members(BeanPropertyDefinition property) {
        Stream<@Nullable AnnotatedMember> all = Stream.of(
                property.getField(), property.getGetter(), property.getSetter(), property.getConstructorParameter());
        return all.flatMap(Stream::ofNullable);
    }

    private static List<Annotation> said(BeanPropertyDefinition property) {
        return members(property)
                .flatMap(AnnotatedMember::annotations)
                .distinct()
                .toList();
    }

    private static List<AnnotatedType> uses(BeanPropertyDefinition property) {
        return members(property).flatMap(ConstraintWalk::uses).toList();
    }

    private static Stream<AnnotatedType> uses(AnnotatedMember member) {
        Member declared = member.getMember();
        if (member instanceof AnnotatedParameter parameter) {
            return parameter.getOwner().getMember() instanceof Executable creator
                    ? Stream.of(creator.getParameters()[parameter.getIndex()].getAnnotatedType())
                    : Stream.of();
        }
        if (declared instanceof Field field) return Stream.of(field.getAnnotatedType());
        if (!(declared instanceof Method method)) return Stream.of();
        boolean sets = method.getParameterCount() == 1;
        return Stream.of(sets ? method.getParameters()[0].getAnnotatedType() : method.getAnnotatedReturnType());
    }
}
