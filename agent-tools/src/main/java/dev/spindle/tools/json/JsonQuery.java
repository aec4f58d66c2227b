package dev.spindle.tools.json;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import dev.spindle.json.Json;
import dev.spindle.tools.text.QuotedText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A JSONPath that costs no more than it is allowed to. Used once. */
final class JsonQuery {
    private static final int MAX_LENGTH = 500;
    private static final int MAX_MESSAGE = 300;
    private static final Pattern STRING = Pattern.compile("'(?:[^'\\\\]|\\\\.)*+'|\"(?:[^\"\\\\]|\\\\.)*+\"");
    private static final Pattern LAST_FUNCTION = Pattern.compile("\\.(length|keys|first|last)\\(\\)\\s*$");
    /** What calls, matches by backtracking, or compares all of one list with all of another. */
    private static final Pattern COSTLY = Pattern.compile(
            "(?i)=~|[A-Za-z_]\\s*\\(|(?<![A-Za-z0-9_.$@-])(in|nin|subsetof|anyof|noneof|allof|contains|size|sizeof|empty|type|all)(?![A-Za-z0-9_-])");

    private final JsonPath path;
    private final JsonPolicy policy;

    private JsonQuery(JsonPath path, JsonPolicy policy) {
        this.path = path;
        this.policy = policy;
    }

    /**
     * Reads a path.
     *
     * @throws RefusedQueryException if it is malformed or may cost too much
     */
    static JsonQuery of(String query, JsonPolicy policy) {
        if (query.isBlank() || query.length() > MAX_LENGTH) {
            throw new RefusedQueryException(
                    "The query has " + query.length() + " characters; give 1 to " + MAX_LENGTH + ".");
        }
        String bare =
                LAST_FUNCTION.matcher(STRING.matcher(query).replaceAll("''")).replaceAll("");
        if (COSTLY.matcher(bare).find()) {
            throw new RefusedQueryException(
                    "The query uses a function, a regular expression or a comparison of lists that is"
                            + " not known here. Filters compare with == != < <= > >=, joined by && and ||; at the end length(), keys(),"
                            + " first() or last() may stand.");
        }
        try {
            return new JsonQuery(JsonPath.compile(query), policy);
        } catch (JsonPathException | IllegalArgumentException malformed) {
            throw malformed(malformed);
        }
    }

    /** What it finds in a document, in words for a model. */
    String in(Json document) {
        CountingJson values = new CountingJson(policy);
        Configuration configuration = Configuration.builder()
                .jsonProvider(values)
                .mappingProvider(new NoMapping())
                .build();
        try {
            Object found = path.read(tree(document), configuration);
            // A path that leads to one place leads to one value, be it a list.
            return shown(found instanceof List<?> list && !path.isDefinite() ? list : Collections.singletonList(found));
        } catch (JsonPathException nothing) {
            return "Nothing is there: " + QuotedText.line(String.valueOf(nothing.getMessage()), MAX_MESSAGE);
        }
    }

    private String shown(List<?> results) {
        if (results.isEmpty()) return "Nothing is there.";
        StringBuilder text = new StringBuilder();
        int count = 0;
        for (Object result : results) {
            if (count == policy.maxResults() || text.length() >= policy.maxCharacters()) {
                return text.append("[there are more, ")
                        .append(results.size())
                        .append(" in all; ask for fewer]\n")
                        .toString();
            }
            text.append(QuotedText.MARGIN)
                    .append(BoundedText.of(result, policy.maxCharacters() - text.length()))
                    .append('\n');
            count++;
        }
        return text.append("[results: ").append(count).append("]\n").toString();
    }

    private static @Nullable Object tree(Json value) {
        if (value.isObject()) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            for (String name : value.names()) fields.put(name, tree(value.get(name)));
            return fields;
        }
        if (value.isArray()) {
            List<@Nullable Object> items = new ArrayList<>();
            for (Json item : value.items()) items.add(tree(item));
            return items;
        }
        if (value.isNumber()) return value.decimal();
        if (value.isBoolean()) return value.bool();
        return value.isNull() ? null : value.string();
    }

    private static RefusedQueryException malformed(RuntimeException cause) {
        return new RefusedQueryException(
                "The query is no JSONPath: " + QuotedText.line(String.valueOf(cause.getMessage()), MAX_MESSAGE)
                        + " Write it like $.store.book[0].title.");
    }
}
