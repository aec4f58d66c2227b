package dev.spindle.tool;

import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A schema in a form that a model reads at a glance: {@code {"city": string, "unit"?: "C" | "F"}}.
 *
 * <p>It is a hint next to an exact message, so it leaves out what does not fit: bounds, patterns, deep nesting. One sketch
 * draws a bounded number of parts, whatever the schema. Not thread-safe: make one for each message.
 */
final class SchemaSketch {
    private static final int MAX_DEPTH = 4;
    private static final int MOST_ALTERNATIVES = 20;
    private static final int MAX_REFERENCES = 10;
    private static final int MAX_PARTS = 200;

    private final Json root;
    private int parts;

    SchemaSketch(Json root) {
        this.root = root;
    }

    /** The sketch of the part of the schema that is about the value at a JSON Pointer, if it can be found. */
    Optional<String> at(String pointer) {
        Json part = root;
        if (!pointer.isEmpty()) {
            for (String step : pointer.substring(1).split("/", -1)) {
                Optional<Json> inner = step(resolved(part), step);
                if (inner.isEmpty()) {
                    return Optional.empty();
                }
                part = inner.get();
            }
        }
        return Optional.of(sketch(part, 0));
    }

    /** The names of the properties of the object at a JSON Pointer; empty if that is no object with known properties. */
    List<String> namesAt(String pointer) {
        Json part = root;
        for (String step :
                pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
            part = step(resolved(part), step).orElse(Json.EMPTY_OBJECT);
        }
        return resolved(part).find("properties").map(Json::names).orElse(List.of());
    }

    private static Optional<Json> step(Json schema, String step) {
        String name = step.replace("~1", "/").replace("~0", "~");
        return schema.find("properties")
                .flatMap(properties -> properties.find(name))
                .or(() -> schema.find("items").filter(Json::isObject))
                .or(() -> schema.find("additionalProperties").filter(Json::isObject));
    }

    private Json resolved(Json schema) {
        Json part = schema;
        for (int hops = 0; hops < MAX_REFERENCES; hops++) {
            Optional<Json> target = part.find("$ref").filter(Json::isString).flatMap(this::target);
            if (target.isEmpty()) {
                return part;
            }
            part = target.get();
        }
        return part;
    }

    private Optional<Json> target(Json reference) {
        String text = reference.string();
        try {
            return text.startsWith("#") ? root.at(text.substring(1)) : Optional.empty();
        } catch (JsonException anchor) {
            return Optional.empty();
        }
    }

    private String sketch(Json schema, int depth) {
        Json part = resolved(schema);
        if (++parts > MAX_PARTS || depth > MAX_DEPTH || !part.isObject()) {
            return "…";
        }
        if (part.find("const").isPresent()) {
            return part.get("const").text();
        }
        if (part.find("enum").isPresent()) {
            return alternatives(part.get("enum").items().stream()
                    .limit(MOST_ALTERNATIVES + 1)
                    .map(Json::text)
                    .toList());
        }
        for (String choice : List.of("anyOf", "oneOf")) {
            if (part.find(choice).isPresent()) {
                return alternatives(part.get(choice).items().stream()
                        .limit(MOST_ALTERNATIVES + 1)
                        .map(each -> sketch(each, depth + 1))
                        .toList());
            }
        }
        return typed(part, depth);
    }

    private String typed(Json part, int depth) {
        List<String> types = types(part);
        return types.isEmpty()
                ? "any value"
                : alternatives(
                        types.stream().map(type -> typed(type, part, depth)).toList());
    }

    private String typed(String type, Json part, int depth) {
        if (type.equals("object") && part.find("properties").isPresent()) {
            return object(part, depth);
        }
        if (type.equals("array") && part.find("items").isPresent()) {
            return "[" + sketch(part.get("items"), depth + 1) + "]";
        }
        return type;
    }

    private String object(Json part, int depth) {
        List<String> required = part.find("required").map(Json::items).orElse(List.of()).stream()
                .map(Json::text)
                .toList();
        Json properties = part.get("properties");
        List<String> fields = new ArrayList<>();
        for (String name : properties.names()) {
            if (parts > MAX_PARTS) {
                fields.add("…");
                break;
            }
            String quoted = Json.of(name).text();
            String optional = required.contains(quoted) ? "" : "?";
            fields.add(quoted + optional + ": " + sketch(properties.get(name), depth + 1));
        }
        return "{" + String.join(", ", fields) + "}";
    }

    private static String alternatives(List<String> texts) {
        String first = texts.stream().limit(MOST_ALTERNATIVES).collect(Collectors.joining(" | "));
        return texts.size() > MOST_ALTERNATIVES ? first + " | …" : first;
    }

    private static List<String> types(Json part) {
        Optional<Json> type = part.find("type");
        if (type.isEmpty()) {
            return part.find("properties").isPresent() ? List.of("object") : List.of();
        }
        List<Json> named = type.get().isArray() ? type.get().items() : List.of(type.get());
        return named.stream().filter(Json::isString).map(Json::string).toList();
    }
}
