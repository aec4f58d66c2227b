package dev.spindle.model.openai;

import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes out the nulls that stand for what was left out: those of optional properties that the original schema does not let be null.
 *
 * <p>The reverse of what {@link StrictConversion} did to the schema. For one use.
 */
final class StrictNulls {
    private static final int MOST_REFERENCES = 20;

    private final Json root;
    private boolean found;

    private StrictNulls(Json root) {
        this.root = root;
    }

    /** The arguments as the original schema means them; unchanged if there is nothing to take out, or they are no JSON. */
    static String removedFrom(String arguments, Json schema) {
        if (!arguments.contains("null")) return arguments;
        try {
            StrictNulls nulls = new StrictNulls(schema);
            Json meant = nulls.without(Json.parse(arguments), schema);
            return nulls.found ? meant.text() : arguments;
        } catch (JsonException notJson) {
            return arguments;
        }
    }

    /** Whether a schema lets a value be null, as far as can be seen. */
    static boolean accepts(Json schema) {
        boolean byType = schema.find("type")
                .filter(type ->
                        type.equals(Json.of("null")) || type.items().stream().anyMatch(Json.of("null")::equals))
                .isPresent();
        boolean byBranch = branches(schema).stream().anyMatch(StrictNulls::accepts);
        return (byType && schema.find("enum").isEmpty())
                || byBranch
                || items(schema, "enum").contains(Json.NULL);
    }

    static List<String> required(Json schema) {
        return items(schema, "required").stream()
                .filter(Json::isString)
                .map(Json::string)
                .toList();
    }

    private Json without(Json value, Json schema) {
        Json meant = resolved(schema);
        if (value.isObject()) return withoutInObject(value, meant);
        Optional<Json> items = meant.find("items");
        if (!value.isArray() || items.isEmpty()) return value;
        return Json.of(
                value.items().stream().map(item -> without(item, items.get())).toList());
    }

    private Json withoutInObject(Json object, Json schema) {
        Json properties = schema.find("properties").orElse(Json.EMPTY_OBJECT);
        List<String> required = required(schema);
        Map<String, Json> left = new LinkedHashMap<>();
        for (String name : object.names()) {
            Json value = object.get(name);
            Optional<Json> property = properties.find(name);
            boolean optional = property.isPresent() && !required.contains(name) && !accepts(property.get());
            if (optional && value.isNull()) found = true;
            else left.put(name, property.map(own -> without(value, own)).orElse(value));
        }
        return Json.object(left);
    }

    /** What is behind references, and in the only branch that is not null. */
    private Json resolved(Json schema) {
        Json at = schema;
        for (int steps = 0; steps < MOST_REFERENCES; steps++) {
            Optional<Json> reference = at.find("$ref").filter(Json::isString);
            List<Json> branches =
                    branches(at).stream().filter(branch -> !accepts(branch)).toList();
            if (reference.isPresent()) at = target(reference.get().string());
            else if (branches.size() == 1) at = branches.get(0);
            else return at;
        }
        return at;
    }

    private Json target(String reference) {
        if (!reference.startsWith("#")) return Json.EMPTY_OBJECT;
        return root.at(reference.substring(1)).orElse(Json.EMPTY_OBJECT);
    }

    private static List<Json> branches(Json schema) {
        return schema.find("anyOf")
                .or(() -> schema.find("oneOf"))
                .map(Json::items)
                .orElse(List.of());
    }

    private static List<Json> items(Json schema, String keyword) {
        return schema.find(keyword).map(Json::items).orElse(List.of());
    }
}
