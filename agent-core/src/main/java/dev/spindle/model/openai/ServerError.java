package dev.spindle.model.openai;

import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a server says went wrong, in whatever form it says it.
 *
 * @param words its message, or an excerpt of what came instead; never empty
 * @param code its code, be it a word or a number; empty if not given, as are type and param
 * @param status the HTTP status that the error names in its body; 0 if none
 */
record ServerError(String words, String type, String code, String param, int status) {
    private static final int LONGEST_WORDS = 2000;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_EXCERPT = 300;
    private static final Pattern MARKUP =
            Pattern.compile("<(?:style|script)\\b.*?</(?:style|script)>|<[^<>]{0,500}>", Pattern.DOTALL);
    private static final Pattern SPACE = Pattern.compile("\\s+");

    /**
     * Of a body, which may be JSON of any form, a page, or nothing, or the beginning of such.
     *
     * @param secrets taken out of the whole before it is cut
     */
    static ServerError ofBody(String body, Secrets secrets) {
        try {
            Json json = Json.parse(body);
            return of(json.isArray() && !json.items().isEmpty() ? json.items().get(0) : json, secrets);
        } catch (JsonException notJson) {
            return ofWords(excerpt(body, secrets));
        }
    }

    /** Of a JSON value: an error object, something that holds one under "error", or a text. */
    static ServerError of(Json json, Secrets secrets) {
        Json error = json.find("error").filter(ServerError::saysSomething).orElse(json);
        if (error.isString()) return ofWords(shortened(error.string(), LONGEST_WORDS, secrets));
        String words = firstText(error, "message", "detail", "msg", "error_description", "title");
        return new ServerError(
                words.isBlank() ? excerpt(json.text(), secrets) : shortened(words, LONGEST_WORDS, secrets),
                shortened(firstText(error, "type"), LONGEST_NAME, secrets),
                shortened(firstText(error, "code"), LONGEST_NAME, secrets),
                shortened(firstText(error, "param"), LONGEST_NAME, secrets),
                status(error));
    }

    static ServerError ofWords(String words) {
        return new ServerError(words, "", "", "", 0);
    }

    private static boolean saysSomething(Json json) {
        return json.isObject() || json.isString();
    }

    private static String firstText(Json error, String... fields) {
        for (String field : fields) {
            Optional<Json> value = error.find(field).filter(found -> !found.isNull());
            if (value.isPresent())
                return value.get().isString()
                        ? value.get().string()
                        : value.get().text();
        }
        return "";
    }

    private static int status(Json error) {
        for (String field : List.of("status", "status_code", "code")) {
            String text = firstText(error, field);
            if (text.matches("[45][0-9][0-9]")) return Integer.parseInt(text);
        }
        return 0;
    }

    /** A readable beginning of something that may be a page, without its markup. */
    static String excerpt(String body, Secrets secrets) {
        if (body.isBlank()) return "(the body is empty)";
        String start = cut(secrets.removedFromBeginning(body), 20 * LONGEST_EXCERPT);
        String plain =
                start.stripLeading().startsWith("<") ? MARKUP.matcher(start).replaceAll(" ") : start;
        String text = SPACE.matcher(plain).replaceAll(" ").strip();
        return text.isEmpty() ? "(a page without text)" : shortened(text, LONGEST_EXCERPT, secrets);
    }

    /** The beginning of a text from which secrets were taken first. */
    static String shortened(String text, int longest, Secrets secrets) {
        return cut(secrets.removedFrom(text), longest);
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + "…";
    }
}
