package dev.spindle.testing;

import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.json.SchemaValidator;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Fills a JSON Schema with what a text mentions: quoted texts, names, numbers, words of an enumeration.
 *
 * <p>Required properties only. For one schema and one thread.
 */
final class ArgumentFiller {
    private static final int DEEPEST = 4;
    private static final Set<String> FREE_TEXT = Words.stems(
            "query question search keywords text prompt request input message topic task words phrase answer summary");
    private static final Set<String> PATHS = Words.stems("path file folder directory filename");

    private final Json root;
    private final String freeText;
    private final Mentions mentions;
    private final Set<String> stems;
    private boolean specific;
    private boolean free;

    /**
     * A filler of one schema.
     *
     * @param root the schema
     * @param text where values are looked for
     * @param freeText what a property gets that takes any text, such as a query
     */
    ArgumentFiller(Json root, String text, String freeText) {
        this.root = root;
        this.freeText = freeText;
        this.mentions = new Mentions(text);
        this.stems = Words.stems(text);
    }

    /** Whether a schema requires a property that takes any text. */
    static boolean requiresFreeText(Json schema) {
        return schema.find("required").orElse(Json.NULL).items().stream()
                .filter(Json::isString)
                .anyMatch(name -> isFreeText(Words.stems(name.string())));
    }

    private static boolean isFreeText(Set<String> name) {
        return name.stream().anyMatch(FREE_TEXT::contains);
    }

    /** The filled value, which fits the schema; empty if something required is not mentioned. */
    Optional<Json> fill() {
        try {
            return value("", root, 0)
                    .filter(filled -> SchemaValidator.of(root).check(filled).isEmpty());
        } catch (JsonException unusableSchema) {
            return Optional.empty();
        }
    }

    /** Whether a name, a number or the like went in, which speaks for the schema. */
    boolean usedMention() {
        return specific;
    }

    /** Whether the free text went in. */
    boolean usedFreeText() {
        return free;
    }

    private Optional<Json> value(String name, Json schema, int depth) {
        if (depth > DEEPEST) return Optional.empty();
        Optional<Json> reference = schema.find("$ref").filter(Json::isString);
        if (reference.isPresent()) {
            return referred(reference.get().string()).flatMap(target -> value(name, target, depth + 1));
        }
        Optional<Json> fixed = schema.find("const");
        if (fixed.isPresent()) return fixed;
        Optional<Json> choices = schema.find("enum");
        if (choices.isPresent()) return mentioned(choices.get().items()).or(() -> schema.find("default"));
        return ofType(name, schema, depth).or(() -> schema.find("default"));
    }

    private Optional<Json> referred(String reference) {
        return reference.startsWith("#/") ? root.at(reference.substring(1)) : Optional.empty();
    }

    private Optional<Json> mentioned(List<Json> choices) {
        Optional<Json> found = choices.stream()
                .filter(Json::isString)
                .filter(choice -> isMentioned(choice.string()))
                .findFirst();
        specific |= found.isPresent();
        return found;
    }

    private boolean isMentioned(String choice) {
        Set<String> words = Words.stems(choice);
        return !words.isEmpty() && stems.containsAll(words);
    }

    private Optional<Json> ofType(String name, Json schema, int depth) {
        return switch (type(schema)) {
            case "object" -> object(schema, depth);
            case "array" ->
                schema.find("items")
                        .flatMap(items -> value(name, items, depth + 1))
                        .map(item -> Json.of(List.of(item)));
            case "string" -> string(name, schema).map(Json::of);
            case "integer" ->
                specific(mentions.wholeNumber(Words.stems(name)))
                        .map(BigDecimal::longValue)
                        .map(Json::of);
            case "number" -> specific(mentions.number(Words.stems(name))).map(Json::of);
            case "boolean" -> Optional.of(schema.find("default").orElse(Json.of(false)));
            default -> Optional.empty();
        };
    }

    /** The type; of several, the first. */
    private static String type(Json schema) {
        Json type = schema.find("type").orElse(Json.NULL);
        if (type.isArray() && !type.items().isEmpty()) type = type.items().get(0);
        if (type.isString()) return type.string();
        return schema.find("properties").isPresent() ? "object" : "";
    }

    private Optional<Json> object(Json schema, int depth) {
        Map<String, Json> fields = new LinkedHashMap<>();
        Json properties = schema.find("properties").orElse(Json.EMPTY_OBJECT);
        for (Json required : schema.find("required").orElse(Json.NULL).items()) {
            if (!required.isString()) return Optional.empty();
            String name = required.string();
            Optional<Json> value = properties.find(name).flatMap(property -> value(name, property, depth + 1));
            if (value.isEmpty()) return Optional.empty();
            fields.put(name, value.get());
        }
        return Optional.of(Json.object(fields));
    }

    private Optional<String> string(String name, Json schema) {
        Set<String> about = Words.stems(name);
        String format =
                schema.find("format").filter(Json::isString).map(Json::string).orElse("");
        Optional<String> marked = marked(about, format);
        if (marked.isPresent()) return specific(marked);
        if (isFreeText(about)) {
            free = true;
            return Optional.of(mentions.nextQuoted().orElse(freeText));
        }
        return specific(mentions.nextQuoted().or(() -> mentions.behind(about)).or(mentions::nextName));
    }

    private Optional<String> marked(Set<String> about, String format) {
        if (about.stream().anyMatch(PATHS::contains)) return mentions.nextPath();
        return switch (format) {
            case "date" -> mentions.nextDate();
            case "email" -> mentions.nextAddress();
            default -> Optional.empty();
        };
    }

    private <T> Optional<T> specific(Optional<T> value) {
        specific |= value.isPresent();
        return value;
    }
}
