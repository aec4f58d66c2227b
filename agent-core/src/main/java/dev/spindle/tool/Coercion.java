package dev.spindle.tool;

import dev.spindle.json.Json;
import dev.spindle.json.SchemaValidator.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The only change of meaning that is made to arguments: a string that is exactly a number or a boolean, where the schema
 * wants one, is taken as that.
 *
 * @param json the arguments with the strings replaced
 * @param notes what was replaced; empty if nothing was
 */
record Coercion(Json json, List<String> notes) {
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,200})");
    private static final Pattern NUMBER = Pattern.compile(INTEGER + "(\\.[0-9]{1,200})?([eE][+-]?[0-9]{1,3})?");

    static Coercion none(Json arguments) {
        return new Coercion(arguments, List.of());
    }

    static Coercion of(Json arguments, List<Violation> violations) {
        Map<String, Set<String>> wanted = new LinkedHashMap<>();
        for (Violation violation : violations) {
            wanted.computeIfAbsent(violation.pointer(), none -> new LinkedHashSet<>())
                    .addAll(violation.types());
        }
        Map<String, Json> values = new LinkedHashMap<>();
        List<String> notes = new ArrayList<>();
        for (Map.Entry<String, Set<String>> place : wanted.entrySet()) {
            Optional<Json> found = arguments.at(place.getKey()).filter(Json::isString);
            Optional<String> literal = found.flatMap(string -> literal(string.string(), place.getValue()));
            if (literal.isPresent()) {
                values.put(place.getKey(), Json.parse(literal.get()));
                notes.add(place.getKey() + ": the string \"" + literal.get() + "\" was taken as " + literal.get());
            }
        }
        return new Coercion(arguments.with(values), notes);
    }

    private static Optional<String> literal(String text, Set<String> types) {
        boolean integer = (types.contains("integer") || types.contains("number"))
                && INTEGER.matcher(text).matches();
        boolean number = types.contains("number") && NUMBER.matcher(text).matches();
        boolean bool = types.contains("boolean") && (text.equals("true") || text.equals("false"));
        return integer || number || bool ? Optional.of(text) : Optional.empty();
    }
}
