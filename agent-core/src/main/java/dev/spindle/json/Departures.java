package dev.spindle.json;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.spindle.json.SchemaValidator.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.BeanPropertyDefinition;

/**
 * Finds every place where a value does not fit a Java type, where the mapper stops at the first.
 *
 * <p>What cannot be bound is taken apart: its parts are bound one by one, each as the type it has there. If all of them fit, the whole
 * is to blame, such as an object whose constructor refuses it. Bounded in depth and in number; for one value, by one thread.
 */
final class Departures {
    private static final int MAX_DEPTH = 12;

    private final List<Violation> found = new ArrayList<>();

    List<Violation> of(JsonNode node, JavaType type) {
        look(node, type, Place.ROOT, 0);
        return List.copyOf(found);
    }

    private void look(JsonNode node, JavaType type, Place place, int depth) {
        if (found.size() >= SchemaValidator.MAX_VIOLATIONS) return;
        try {
            JsonMapping.read(node, type);
        } catch (JacksonException | JsonException e) {
            int before = found.size();
            if (depth < MAX_DEPTH) lookInside(node, type, place, depth + 1);
            if (found.size() == before) add(node, type, place, e);
        }
    }

    private void lookInside(JsonNode node, JavaType type, Place place, int depth) {
        if (type.isReferenceType()) {
            look(node, type.getContentType(), place, depth);
        } else if (type.isContainerType() && node.isArray()) {
            for (int at = 0; at < node.size(); at++) part(node.get(at), type.getContentType(), place.item(at), depth);
        } else if (type.isMapLikeType() && node.isObject()) {
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                part(entry.getValue(), type.getContentType(), place.field(entry.getKey()), depth);
            }
        } else if (node.isObject() && !type.isContainerType()) {
            lookAtProperties(node, concrete(node, type), place, depth);
        }
    }

    private void lookAtProperties(JsonNode node, JavaType type, Place place, int depth) {
        if (JsonForms.isPlatform(type.getRawClass())) return;
        for (BeanPropertyDefinition property : JsonView.properties(type)) {
            JsonNode value = node.get(property.getName());
            if (value != null && isPlain(property)) {
                part(value, property.getPrimaryType(), place.field(property.getName()), depth);
            }
        }
    }

    private void part(JsonNode value, JavaType type, Place place, int depth) {
        if (!value.isNull()) look(value, type, place, depth);
    }

    /** Whether a property is read as its type is anywhere else. */
    private static boolean isPlain(BeanPropertyDefinition property) {
        AnnotatedMember member = property.getPrimaryMember();
        return member != null
                && !member.hasAnnotation(JsonFormat.class)
                && !member.hasAnnotation(JsonDeserialize.class)
                && !member.hasAnnotation(JsonUnwrapped.class);
    }

    /** Of a type that has kinds, the one that the value says it is. */
    private static JavaType concrete(JsonNode node, JavaType type) {
        for (Map.Entry<String, Class<?>> kind : Subtypes.of(type.getRawClass()).entrySet()) {
            boolean named = Subtypes.kindOf(kind.getValue())
                    .filter(known ->
                            known.name().equals(node.path(known.field()).asString("")))
                    .isPresent();
            if (named) return JsonMapping.MAPPER.getTypeFactory().constructSpecializedType(type, kind.getValue());
        }
        return type;
    }

    private void add(JsonNode node, JavaType type, Place at, RuntimeException e) {
        String place = at.pointer();
        Violation violation = e instanceof JacksonException departure
                ? BindingWords.departure(Json.ofNode(node), type, departure)
                : new Violation("", "java", String.valueOf(e.getMessage()), List.of());
        String pointer = place + violation.pointer();
        String message = violation.pointer().isEmpty() && !place.isEmpty()
                ? place + ": " + violation.message()
                : place + violation.message();
        found.add(new Violation(pointer, violation.keyword(), message, List.of()));
    }

    /** Where a value stands; put together only when it is told, for names can be long and values many. */
    private record Place(@Nullable Place around, String name, int index) {
        static final Place ROOT = new Place(null, "", 0);

        Place field(String field) {
            return new Place(this, field, -1);
        }

        Place item(int at) {
            return new Place(this, "", at);
        }

        String pointer() {
            if (around == null) return "";
            return around.pointer() + (index < 0 ? JsonPointers.step(name) : "/" + index);
        }
    }
}
