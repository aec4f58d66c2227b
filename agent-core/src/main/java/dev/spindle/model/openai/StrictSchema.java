package dev.spindle.model.openai;

import dev.spindle.json.Json;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether a schema lies in the subset that servers hold exactly. What is not known to fit does not: a request must not
 * fail for it.
 */
final class StrictSchema {
    private static final int MOST_LEVELS = 10;
    private static final int MOST_PROPERTIES = 5_000;
    private static final int MOST_ENUM_VALUES = 1_000;
    private static final int MOST_NAME_CHARACTERS = 120_000;

    private static final Set<String> KEYWORDS = Set.of(
            "type",
            "description",
            "title",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "enum",
            "const",
            "anyOf",
            "$ref",
            "$defs",
            "pattern",
            "format",
            "multipleOf",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "minItems",
            "maxItems",
            "$schema");
    private static final Set<String> TYPING = Set.of("type", "anyOf", "enum", "const", "$ref");
    private static final Set<String> FORMATS =
            Set.of("date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid");

    private static final Pattern BEYOND_REGULAR = Pattern.compile("\\(\\?[=!<]|\\\\[1-9]");
    private static final int LONG_ENUM = 250;
    private static final int LONG_ENUM_CHARACTERS = 15_000;

    private boolean enumTooLong;
    private int properties;
    private int enumValues;
    private int nameCharacters;

    private StrictSchema() {}

    static boolean fits(Json schema) {
        StrictSchema strict = new StrictSchema();
        boolean root = isObject(schema) && schema.find("anyOf").isEmpty();
        return root
                && strict.fits(schema, 1)
                && !strict.enumTooLong
                && strict.properties <= MOST_PROPERTIES
                && strict.enumValues <= MOST_ENUM_VALUES
                && strict.nameCharacters <= MOST_NAME_CHARACTERS;
    }

    private boolean fits(Json schema, int level) {
        if (!schema.isObject() || level > MOST_LEVELS || !KEYWORDS.containsAll(schema.names())) return false;
        if (schema.find("$ref").isPresent() && schema.names().size() > 1) return false;
        if (schema.find("format").filter(format -> !knowsFormat(format)).isPresent()) return false;
        if (schema.find("pattern").filter(pattern -> !knowsPattern(pattern)).isPresent()) return false;
        if (TYPING.stream().noneMatch(schema.names()::contains)) return false;
        if (is("array", schema) && schema.find("items").isEmpty()) return false;
        count(schema);
        return (!isObject(schema) || isClosed(schema))
                && allFit(values(schema, "properties"), level + 1)
                && allFit(values(schema, "$defs"), level)
                && allFit(items(schema, "anyOf"), level)
                && schema.find("items").map(items -> fits(items, level + 1)).orElse(true);
    }

    private boolean allFit(List<Json> schemas, int level) {
        return schemas.stream().allMatch(schema -> fits(schema, level));
    }

    private void count(Json schema) {
        List<String> names = schema.find("properties").map(Json::names).orElse(List.of());
        properties += names.size();
        for (String name : names) nameCharacters += name.length();
        int enumCharacters = 0;
        for (Json value : items(schema, "enum")) enumCharacters += value.text().length();
        int values = items(schema, "enum").size();
        enumValues += values;
        nameCharacters += enumCharacters;
        enumTooLong |= values > LONG_ENUM && enumCharacters > LONG_ENUM_CHARACTERS;
    }

    private static boolean isObject(Json schema) {
        return is("object", schema);
    }

    private static boolean is(String type, Json schema) {
        return schema.find("type")
                .filter(types -> types.text().contains('"' + type + '"'))
                .isPresent();
    }

    /** Whether no other property may come and each must, so that what may be left out has to be null instead. */
    private static boolean isClosed(Json schema) {
        List<String> names = schema.find("properties").map(Json::names).orElse(List.of());
        List<String> required = items(schema, "required").stream()
                .map(name -> name.isString() ? name.string() : "")
                .toList();
        boolean noOthers = schema.find("additionalProperties")
                .filter(others -> others.isBoolean() && !others.bool())
                .isPresent();
        return noOthers && required.containsAll(names);
    }

    static boolean knowsFormat(Json format) {
        return format.isString() && FORMATS.contains(format.string());
    }

    /** Whether a pattern looks neither ahead nor back. */
    static boolean knowsPattern(Json pattern) {
        return pattern.isString() && !BEYOND_REGULAR.matcher(pattern.string()).find();
    }

    private static List<Json> items(Json schema, String keyword) {
        return schema.find(keyword).map(Json::items).orElse(List.of());
    }

    private static List<Json> values(Json schema, String keyword) {
        Json object = schema.find(keyword).orElse(Json.EMPTY_OBJECT);
        return object.names().stream().map(object::get).toList();
    }
}
