package dev.spindle.json;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.introspect.BeanPropertyDefinition;

/** What is told of a class by the constructor, factory or builder that makes its objects. */
final class Creators {
    private Creators() {}

    /** What the whole of an object is made of, where its annotated creator takes one value that is no property; empty otherwise. */
    static Optional<Type> delegate(Class<?> type) {
        if (JsonForms.isPlatform(type) || type.isEnum()) return Optional.empty();
        List<Executable> creators = annotated(type);
        boolean byProperties =
                JsonView.properties(type).stream().anyMatch(property -> property.hasConstructorParameter());
        boolean one = creators.size() == 1 && creators.get(0).getParameterCount() == 1;
        return one && !byProperties ? Optional.of(creators.get(0).getGenericParameterTypes()[0]) : Optional.empty();
    }

    /** The properties that an object is read from: of a record with a creator of its own those that this one takes. */
    static List<BeanPropertyDefinition> properties(Class<?> type) {
        List<BeanPropertyDefinition> all = JsonView.properties(type);
        boolean made = type.isRecord() && !annotated(type).isEmpty();
        return made
                ? all.stream()
                        .filter(BeanPropertyDefinition::hasConstructorParameter)
                        .toList()
                : all;
    }

    private static List<Executable> annotated(Class<?> type) {
        return Stream.concat(
                        Stream.of(type.getDeclaredConstructors()),
                        Stream.of(type.getDeclaredMethods()).filter(method -> Modifier.isStatic(method.getModifiers())))
                .filter(Creators::isCreator)
                .toList();
    }

    private static boolean isCreator(Executable each) {
        JsonCreator creator = each.getAnnotation(JsonCreator.class);
        return creator != null && creator.mode() != JsonCreator.Mode.DISABLED;
    }

    /**
     * Makes sure that objects of a class can be made, in one way that is known, and that each value that they are made of is known by a
     * field, which tells its kind and what it means.
     *
     * @throws JsonException naming what is not known
     */
    static void check(Class<?> type) {
        if (Modifier.isAbstract(type.getModifiers())) return;
        checkUnwrapped(type);
        if (type.isRecord() || JsonView.hasReader(type)) return;
        checkWays(type);
        List<Field> fields = fields(type);
        for (BeanPropertyDefinition property : JsonView.properties(type)) {
            boolean made = property.hasConstructorParameter();
            boolean kept = fields.stream()
                    .anyMatch(field -> SchemaGeneration.isKeptIn(property, field.getName())
                            || SchemaGeneration.isMadeOf(property, field.getName()));
            if (made && !kept) {
                throw new JsonException(JsonWords.name(type) + " has no JSON form: '" + property.getName()
                        + "' of its constructor is kept in no field of that name; name the field so, or use a record");
            }
        }
    }

    private static void checkWays(Class<?> type) {
        List<Executable> annotated = annotated(type);
        boolean ofProperties =
                JsonView.properties(type).stream().anyMatch(property -> property.hasConstructorParameter());
        if (annotated.size() > 1 && !ofProperties) {
            throw new JsonException(JsonWords.name(type) + " has no JSON form: " + annotated.size()
                    + " creators take one value each; leave @JsonCreator at one of them");
        }
        if (annotated.isEmpty() && !ofProperties && !JsonView.isMadeOfNothing(type)) {
            throw new JsonException(JsonWords.name(type) + " has no JSON form: nothing says how one is made;"
                    + " annotate its constructor with @JsonCreator, or use a record");
        }
    }

    /** What is unwrapped lies among the fields of what it is in, where its kind is not told. */
    private static void checkUnwrapped(Class<?> type) {
        for (BeanPropertyDefinition property : JsonView.properties(type)) {
            if (JsonView.isUnwrapped(property)) {
                throw new JsonException(JsonWords.name(type) + " has no JSON form: @JsonUnwrapped of '"
                        + property.getName() + "' is not supported; name the fields themselves, or take it off");
            }
        }
    }

    private static List<Field> fields(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            fields.addAll(List.of(each.getDeclaredFields()));
        }
        return fields;
    }
}
