package dev.spindle.json;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A schema of nothing but types, properties and items, as plain tools have it: sees quickly that a value fits.
 *
 * <p>Of a value that may not fit it says nothing; then the validator looks for itself, and finds the words. A schema that is
 * understood is well-formed. Immutable.
 */
final class PlainSchema {
    private static final Set<String> KNOWN =
            Set.of("type", "description", "title", "properties", "required", "additionalProperties", "items");
    private static final Set<String> TYPES =
            Set.of("string", "integer", "number", "boolean", "null", "object", "array");

    private final String type;
    private final Map<String, PlainSchema> properties;
    private final List<String> required;
    private final boolean open;
    private final @Nullable PlainSchema items;

    private PlainSchema(
            String type,
            Map<String, PlainSchema> properties,
            List<String> required,
            boolean open,
            @Nullable PlainSchema items) {
        this.type = type;
        this.properties = properties;
        this.required = required;
        this.open = open;
        this.items = items;
    }

    /** The schema; empty if it says more than is understood here. */
    static Optional<PlainSchema> find(JsonNode schema) {
        String type = schema.path("type").asString("");
        if (!TYPES.contains(type) || !KNOWN.containsAll(schema.propertyNames())) return Optional.empty();
        Map<String, PlainSchema> properties = new HashMap<>();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            Optional<PlainSchema> plain = find(property.getValue());
            if (plain.isEmpty()) return Optional.empty();
            properties.put(property.getKey(), plain.get());
        }
        Optional<PlainSchema> items = find(schema.path("items"));
        boolean known = isOr(schema, "properties", schema.path("properties").isObject())
                && isOr(schema, "required", areNames(schema.path("required")))
                && isOr(schema, "description", schema.path("description").isString())
                && isOr(schema, "title", schema.path("title").isString())
                && isOr(
                        schema,
                        "additionalProperties",
                        schema.path("additionalProperties").isBoolean())
                && isOr(schema, "items", items.isPresent());
        if (!known) return Optional.empty();
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.stringValue()));
        boolean open = schema.path("additionalProperties").asBoolean(true);
        return Optional.of(new PlainSchema(type, properties, List.copyOf(required), open, items.orElse(null)));
    }

    private static boolean isOr(JsonNode schema, String keyword, boolean understood) {
        return !schema.has(keyword) || understood;
    }

    private static boolean areNames(JsonNode names) {
        Set<String> different = new HashSet<>();
        for (JsonNode name : names) {
            if (!name.isString() || !different.add(name.stringValue())) return false;
        }
        return names.isArray();
    }

    /** Whether the value fits beyond doubt. */
    boolean accepts(JsonNode value) {
        return switch (type) {
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            case "object" -> value.isObject() && acceptsFields(value);
            default -> value.isArray() && acceptsItems(value);
        };
    }

    private boolean acceptsFields(JsonNode object) {
        for (String name : required) {
            if (!object.has(name)) return false;
        }
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            PlainSchema schema = properties.get(field.getKey());
            boolean fits = schema == null ? open : schema.accepts(field.getValue());
            if (!fits) return false;
        }
        return true;
    }

    private boolean acceptsItems(JsonNode array) {
        if (items == null) return true;
        for (JsonNode item : array) {
            if (!items.accepts(item)) return false;
        }
        return true;
    }
}
