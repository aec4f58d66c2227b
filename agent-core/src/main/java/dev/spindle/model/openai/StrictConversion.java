package dev.spindle.model.openai;

import dev.spindle.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/*
 * Strict servers know less of JSON Schema, and want every property to be there. So a property that may be left out may be null
 * instead (StrictNulls takes those nulls out again), and a keyword that only narrows goes into the description in words: what a
 * model makes of it is checked against the original schema anyway. What cannot be narrowed without losing values, such as a map
 * with any keys, cannot be converted.
 */
/** Rewrites a schema into the subset that servers hold exactly. For one use. */
final class StrictConversion {
    private static final int MOST_LEVELS = 40; // of the text, which has several for each level of the value

    private static final Set<String> KEPT = Set.of(
            "type",
            "title",
            "enum",
            "const",
            "multipleOf",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "minItems",
            "maxItems");
    private static final Set<String> DROPPED = Set.of(
            "$schema", "$id", "$comment", "examples", "deprecated", "readOnly", "writeOnly", "definitions", "$defs");
    private static final Set<String> HANDLED =
            Set.of("description", "properties", "required", "additionalProperties", "items", "anyOf", "oneOf", "$ref");
    private static final Set<String> OPENING =
            Set.of("patternProperties", "prefixItems", "unevaluatedProperties", "allOf", "$dynamicRef", "$anchor");
    private static final String OLD_DEFINITIONS = "#/definitions/";
    private static final Json NULL_TYPE = Json.trusted("{\"type\":\"null\"}");

    private final boolean nullsAllowed;

    private StrictConversion(boolean nullsAllowed) {
        this.nullsAllowed = nullsAllowed;
    }

    /** Thrown within, since a schema can turn out to be inconvertible anywhere. */
    private static final class Inconvertible extends Exception {
        private static final long serialVersionUID = 1L;

        private Inconvertible(String why) {
            super(why);
        }
    }

    /**
     * The strict form of a schema; empty if it has none.
     *
     * @param nullsAllowed whether a property that may be left out may be null instead even if it could not be before
     */
    static Optional<Json> convert(Json schema, boolean nullsAllowed) {
        if (StrictSchema.fits(schema)) return Optional.of(schema);
        try {
            Json strict = new StrictConversion(nullsAllowed).root(schema);
            return Optional.of(strict).filter(StrictSchema::fits);
        } catch (Inconvertible asItIs) {
            return Optional.empty();
        }
    }

    private Json root(Json schema) throws Inconvertible {
        Map<String, Json> strict = fields(schema, true, 0);
        Map<String, Json> definitions = new LinkedHashMap<>();
        for (String keyword : List.of("$defs", "definitions")) {
            Json given = schema.find(keyword).orElse(Json.EMPTY_OBJECT);
            for (String name : given.names()) definitions.put(name, convert(given.get(name), nullsAllowed, 1));
        }
        if (!definitions.isEmpty()) strict.put("$defs", Json.object(definitions));
        return Json.object(strict);
    }

    /**
     * One schema within.
     *
     * @param alone whether no other branch could be meant by the same value, so that its nulls can be taken out again
     */
    private Json convert(Json schema, boolean alone, int level) throws Inconvertible {
        if (level > MOST_LEVELS) throw new Inconvertible("it nests too deep");
        return Json.object(fields(schema, alone, level));
    }

    private Map<String, Json> fields(Json schema, boolean alone, int level) throws Inconvertible {
        if (!schema.isObject()) throw new Inconvertible("a schema that is no object");
        if (schema.find("$ref").isPresent()) return reference(schema);
        Map<String, Json> strict = new LinkedHashMap<>();
        List<String> words = new ArrayList<>();
        for (String keyword : schema.names()) {
            Json value = schema.get(keyword);
            if (OPENING.contains(keyword)) throw new Inconvertible(keyword);
            if (isKept(keyword, value)) strict.put(keyword, value);
            else if (!HANDLED.contains(keyword) && !DROPPED.contains(keyword)) words.add(inWords(keyword, value));
        }
        describe(schema, words, strict);
        branches(schema, alone, level, strict);
        if (isKind(schema, "object", "properties")) object(schema, alone, level, strict);
        if (isKind(schema, "array", "items")) strict.put("items", items(schema, alone, level));
        if (!strict.containsKey("type") && !strict.containsKey("anyOf")) strict.put("type", typeOfValues(schema));
        return strict;
    }

    private static Json typeOfValues(Json schema) throws Inconvertible {
        List<Json> values = schema.find("enum").map(Json::items).orElse(List.of());
        List<Json> listed = schema.find("const").map(List::of).orElse(values);
        boolean strings = !listed.isEmpty() && listed.stream().allMatch(Json::isString);
        if (!strings) throw new Inconvertible("a value of any type");
        return Json.of("string");
    }

    private static boolean isKept(String keyword, Json value) {
        if (keyword.equals("pattern")) return StrictSchema.knowsPattern(value);
        if (keyword.equals("format")) return StrictSchema.knowsFormat(value);
        return KEPT.contains(keyword);
    }

    private static String inWords(String keyword, Json value) {
        return keyword + ": " + value.text();
    }

    private static void describe(Json schema, List<String> words, Map<String, Json> strict) {
        String description = schema.find("description")
                .filter(Json::isString)
                .map(Json::string)
                .orElse("");
        String more = words.isEmpty() ? "" : "(" + String.join("; ", words) + ")";
        String both = (description + " " + more).strip();
        if (!both.isEmpty()) strict.put("description", Json.of(both));
    }

    /** A reference may stand with nothing else, so what is beside it goes around it. */
    private static Map<String, Json> reference(Json schema) throws Inconvertible {
        String target = schema.get("$ref").isString() ? schema.get("$ref").string() : "";
        String strictTarget =
                target.startsWith(OLD_DEFINITIONS) ? "#/$defs/" + target.substring(OLD_DEFINITIONS.length()) : target;
        if (!strictTarget.equals("#") && !strictTarget.startsWith("#/$defs/")) throw new Inconvertible("$ref");
        Map<String, Json> reference = new LinkedHashMap<>();
        reference.put("$ref", Json.of(strictTarget));
        List<String> words = new ArrayList<>();
        for (String keyword : schema.names()) {
            boolean known = keyword.equals("$ref") || keyword.equals("description") || DROPPED.contains(keyword);
            if (!known) words.add(inWords(keyword, schema.get(keyword)));
        }
        Map<String, Json> around = new LinkedHashMap<>();
        describe(schema, words, around);
        if (around.isEmpty()) return reference;
        around.put("anyOf", Json.of(List.of(Json.object(reference))));
        return around;
    }

    private void branches(Json schema, boolean alone, int level, Map<String, Json> strict) throws Inconvertible {
        Json given = schema.find("anyOf").or(() -> schema.find("oneOf")).orElse(Json.NULL);
        if (given.isNull()) return;
        if (schema.find("anyOf").isPresent() && schema.find("oneOf").isPresent())
            throw new Inconvertible("anyOf and oneOf");
        long meant = given.items().stream()
                .filter(branch -> !StrictNulls.accepts(branch))
                .count();
        List<Json> branches = new ArrayList<>();
        for (Json branch : given.items()) branches.add(convert(branch, alone && meant <= 1, level + 1));
        strict.put("anyOf", Json.of(branches));
    }

    private static boolean isKind(Json schema, String type, String keyword) {
        Optional<Json> given = schema.find("type");
        if (given.isEmpty()) return schema.find(keyword).isPresent();
        return given.get().text().contains('"' + type + '"');
    }

    private void object(Json schema, boolean alone, int level, Map<String, Json> strict) throws Inconvertible {
        Optional<Json> others = schema.find("additionalProperties");
        boolean open = others.isPresent() && !others.get().equals(Json.of(false));
        Json properties = schema.find("properties").orElse(Json.EMPTY_OBJECT);
        boolean anyKeys = properties.names().isEmpty() && others.isEmpty() && level > 0;
        if (open || anyKeys) throw new Inconvertible("an object with any keys");
        List<String> required = StrictNulls.required(schema);
        if (!properties.names().containsAll(required)) throw new Inconvertible("a required property without a schema");
        Map<String, Json> all = new LinkedHashMap<>();
        for (String name : properties.names()) {
            Json property = convert(properties.get(name), alone, level + 1);
            boolean optional = !required.contains(name) && !StrictNulls.accepts(properties.get(name));
            if (optional && !(nullsAllowed && alone)) throw new Inconvertible("a property that may be left out");
            all.put(name, optional ? orNull(property) : property);
        }
        strict.putIfAbsent("type", Json.of("object"));
        strict.put("properties", Json.object(all));
        strict.put("required", Json.of(properties.names()));
        strict.put("additionalProperties", Json.of(false));
    }

    private Json items(Json schema, boolean alone, int level) throws Inconvertible {
        Optional<Json> items = schema.find("items");
        if (items.isEmpty()) throw new Inconvertible("an array of anything");
        return convert(items.get(), alone, level + 1);
    }

    private static Json orNull(Json schema) {
        Map<String, Json> fields = new LinkedHashMap<>();
        for (String keyword : schema.names()) fields.put(keyword, schema.get(keyword));
        Json type = fields.getOrDefault("type", Json.NULL);
        boolean listed = fields.containsKey("enum") || fields.containsKey("const") || fields.containsKey("anyOf");
        if (type.isString() && !listed) {
            fields.put("type", Json.of(List.of(type, Json.of("null"))));
            return Json.object(fields);
        }
        Map<String, Json> either = new LinkedHashMap<>();
        Json description = fields.remove("description");
        if (description != null) either.put("description", description);
        either.put("anyOf", Json.of(List.of(Json.object(fields), NULL_TYPE)));
        return Json.object(either);
    }
}
