package dev.spindle.mcp;

import dev.spindle.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The schema of a stranger as a model is shown it: what it demands stays as it is, and its words hide nothing. */
final class ShownSchema {
    private static final Set<String> WORDS = Set.of("title", "description", "$comment");
    private static final Set<String> VALUES = Set.of("const", "enum", "default", "examples", "example");
    /** Keywords that hold schemas under names of the server's own, which may be those of keywords. */
    private static final Set<String> NAMED =
            Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");

    private ShownSchema() {}

    static Json of(Json schema) {
        if (schema.isArray())
            return Json.of(schema.items().stream().map(ShownSchema::of).toList());
        if (!schema.isObject()) return schema;
        Map<String, Json> shown = new LinkedHashMap<>();
        for (String name : schema.names()) shown.put(name, shown(name, schema.get(name)));
        return Json.object(shown);
    }

    private static Json shown(String keyword, Json value) {
        if (VALUES.contains(keyword)) return value;
        if (WORDS.contains(keyword) && value.isString())
            return Json.of(CleanText.block(value.string(), Integer.MAX_VALUE));
        if (!NAMED.contains(keyword) || !value.isObject()) return of(value);
        Map<String, Json> schemas = new LinkedHashMap<>();
        for (String name : value.names()) schemas.put(name, of(value.get(name)));
        return Json.object(schemas);
    }
}
