package dev.spindle.mcp;

import dev.spindle.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which arguments of a tool also travel in headers, as its schema asks with {@code x-mcp-header}.
 *
 * @param fields the headers, and where in the arguments their values stand
 * @param flaw why the schema's wishes cannot be met; empty if they can
 */
record RoutingHeaders(List<Field> fields, Optional<String> flaw) {
    static final String PREFIX = "Mcp-Param-";
    private static final String KEYWORD = "x-mcp-header";
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
    private static final Set<String> TYPES = Set.of("string", "integer", "boolean");
    private static final int DEEPEST = 16;
    private static final int MOST = 100;

    /** One header. */
    record Field(String header, List<String> path) {}

    static RoutingHeaders of(Json schema) {
        List<Field> fields = new ArrayList<>();
        return new RoutingHeaders(fields, collect(schema, List.of(), fields, new HashSet<>()));
    }

    private static Optional<String> collect(Json schema, List<String> path, List<Field> fields, Set<String> names) {
        Json properties = Fields.object(schema, "properties");
        for (String name : properties.names()) {
            Json property = properties.get(name);
            List<String> place = new ArrayList<>(path);
            place.add(name);
            Optional<String> flaw = property.find(KEYWORD)
                    .flatMap(wish -> flaw(wish, property, names))
                    .or(() -> fields.size() >= MOST ? Optional.of("more than " + MOST + " headers") : Optional.empty());
            if (flaw.isPresent()) return flaw.map(why -> String.join(".", place) + ": " + why);
            property.find(KEYWORD).ifPresent(wish -> fields.add(new Field(PREFIX + wish.string(), place)));
            if (place.size() >= DEEPEST) continue;
            flaw = collect(property, place, fields, names);
            if (flaw.isPresent()) return flaw;
        }
        return Optional.empty();
    }

    private static Optional<String> flaw(Json wish, Json property, Set<String> names) {
        if (!wish.isString() || !TOKEN.matcher(wish.string()).matches())
            return Optional.of(KEYWORD + " is no name of a header");
        if (!TYPES.contains(Fields.string(property, "type")))
            return Optional.of(KEYWORD + " is for a string, an integer or a boolean");
        if (!names.add(wish.string().toLowerCase(Locale.ROOT))) return Optional.of(KEYWORD + " names a header twice");
        return Optional.empty();
    }

    /** The headers of a call; what is missing or null has none. */
    Map<String, String> headers(Json arguments) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Field field : fields)
            findValue(arguments, field).ifPresent(value -> headers.put(field.header(), HeaderText.write(value)));
        return headers;
    }

    /** The text of the argument that a header carries; empty if it is missing or null. */
    static Optional<String> findValue(Json arguments, Field field) {
        Optional<Json> value = Optional.of(arguments);
        for (String step : field.path()) value = value.flatMap(object -> object.find(step));
        return value.filter(each -> !each.isNull()).map(RoutingHeaders::text);
    }

    private static String text(Json value) {
        return value.isString() ? value.string() : value.text();
    }

    /** What the header Mcp-Name of a request says. */
    static Optional<String> findName(Message.Request request) {
        return switch (request.method()) {
            case "tools/call", "prompts/get" -> Fields.findString(request.given(), "name");
            case "resources/read" -> Fields.findString(request.given(), "uri");
            default -> Optional.empty();
        };
    }
}
