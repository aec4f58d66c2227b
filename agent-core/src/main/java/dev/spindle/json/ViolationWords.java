package dev.spindle.json;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaException;
import dev.spindle.json.SchemaValidator.Violation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Puts what the validator found into words from which a model can mend its arguments. */
final class ViolationWords {
    private static final int MOST_ERRORS = 1_000;
    private static final int LONGEST_PLACE = 2_000;
    private static final int MOST_PLACES = 1_000_000;

    private ViolationWords() {}

    static List<Violation> violations(List<Error> errors) {
        if (errors.isEmpty()) return List.of();
        List<Error> first = first(errors);
        List<Error> alternatives = Alternatives.meant(first);
        // What is invalid must never look valid, whatever the alternatives are.
        List<Error> meant = alternatives.isEmpty() ? first : alternatives;
        return meant.stream()
                .map(error -> violation(error, meant))
                .distinct()
                .limit(SchemaValidator.MAX_VIOLATIONS)
                .toList();
    }

    private static List<Error> first(List<Error> errors) {
        int count = 0;
        long room = MOST_PLACES;
        while (count < Math.min(errors.size(), MOST_ERRORS) && room > 0) {
            room -= errors.get(count).getInstanceLocation().toString().length();
            count++;
        }
        return errors.subList(0, count);
    }

    private static Violation violation(Error error, List<Error> all) {
        String keyword = String.valueOf(error.getKeyword());
        String pointer = place(error.getInstanceLocation().toString());
        String property = error.getProperty();
        return switch (keyword) {
            case "required", "dependentRequired" ->
                at(place(pointer + JsonPointers.step(property)), keyword, "missing; this field is required");
            case "additionalProperties", "unevaluatedProperties" ->
                property == null
                        ? at(pointer, keyword, error.getMessage())
                        : at(place(pointer + JsonPointers.step(property)), keyword, "unknown field");
            case "enum" ->
                at(pointer, keyword, found(error) + " found, one of " + allowed(error.getSchemaNode()) + " expected");
            case "const" -> at(pointer, keyword, found(error) + " found, " + constants(error, all) + " expected");
            case "type" ->
                new Violation(pointer, keyword, prefixed(pointer, typeMessage(error)), strings(error.getSchemaNode()));
            default -> at(pointer, keyword, error.getMessage());
        };
    }

    /** Why a schema cannot be used, without the names of exceptions. */
    static String reason(SchemaException e) {
        return JsonWords.printable(String.valueOf(e.getMessage()))
                .replaceFirst("^java\\.io\\.FileNotFoundException: (.*)", "it refers to $1, which is not known here")
                .replaceFirst("^[\\w.]+Exception: ", "");
    }

    /** Names can be long and nest deep: places of millions of characters help nobody, and many fill the memory. */
    private static String place(String pointer) {
        return pointer.length() <= LONGEST_PLACE ? pointer : pointer.substring(0, LONGEST_PLACE) + "…";
    }

    private static Violation at(String pointer, String keyword, String message) {
        return new Violation(pointer, keyword, prefixed(pointer, message), List.of());
    }

    private static String prefixed(String pointer, String message) {
        return pointer.isEmpty() ? message : pointer + ": " + message;
    }

    private static String typeMessage(Error error) {
        return error.getMessage().replaceFirst("\\[(.*), (.*)] expected", "$1 or $2 expected");
    }

    private static List<String> strings(JsonNode node) {
        List<String> strings = new ArrayList<>();
        if (node.isString()) {
            strings.add(node.stringValue());
        }
        node.forEach(item -> strings.add(item.asString()));
        return strings;
    }

    private static String found(Error error) {
        return error.getInstanceNode() == null ? "a value" : JsonWords.describe(error.getInstanceNode());
    }

    /** The constants of all alternatives for one place. */
    private static String constants(Error error, List<Error> all) {
        Set<String> values = new LinkedHashSet<>();
        for (Error each : all) {
            if ("const".equals(each.getKeyword()) && each.getInstanceLocation().equals(error.getInstanceLocation())) {
                values.add(each.getSchemaNode().toString());
            }
        }
        return (values.size() > 1 ? "one of " : "") + JsonWords.names(values);
    }

    private static String allowed(JsonNode values) {
        List<String> names = new ArrayList<>();
        values.forEach(value -> names.add(value.toString()));
        return JsonWords.names(names);
    }
}
