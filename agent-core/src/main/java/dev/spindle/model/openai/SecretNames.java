package dev.spindle.model.openai;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Which values are secrets, by the names of headers and of parts of a query, and by their own looks. */
final class SecretNames {
    private static final List<String> WORDS =
            List.of("authorization", "key", "token", "secret", "cookie", "password", "signature");

    private static final int SHORTEST_WITH_DIGIT = 8;
    private static final int SHORTEST_WITHOUT = 12;

    private SecretNames() {}

    static boolean isSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return WORDS.stream().anyMatch(lower::contains);
    }

    /** Whether a text is hardly an ordinary word: people give "ollama" or "EMPTY" as key to servers that want none. */
    static boolean isTelling(String secret) {
        boolean digit = secret.chars().anyMatch(c -> c >= '0' && c <= '9');
        return secret.length() >= (digit ? SHORTEST_WITH_DIGIT : SHORTEST_WITHOUT);
    }

    /** The secrets in the query of an address. */
    static List<String> inQuery(URI url) {
        List<String> found = new ArrayList<>();
        String query = url.getRawQuery() == null ? "" : url.getRawQuery();
        for (String part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0 || !isSecret(part.substring(0, equals))) continue;
            found.add(part.substring(equals + 1));
            found.add(decoded(part.substring(equals + 1)));
        }
        return found;
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return value;
        }
    }
}
