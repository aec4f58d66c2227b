package dev.spindle.mcp;

import dev.spindle.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a server was given in confidence, taken out of what it says: servers do echo their tokens, and what they say is read by models,
 * kept in journals and shown.
 *
 * <p>A secret is found as it is, in Base64, as a part of a URL, and with its characters written as escapes of JSON. Takes time linear in
 * the text. Thread-safe.
 */
final class GivenSecrets {
    private static final String SHOWN = "[secret]";
    private static final int MOST = 64;
    private static final int SHORTEST_WITH_DIGIT = 8;
    private static final int SHORTEST = 12;
    private static final List<String> NAMES =
            List.of("authorization", "key", "token", "secret", "cookie", "password", "signature", "credential");

    private final Deque<String> known = new ArrayDeque<>();
    private volatile List<String> forms = List.of();

    /** The secrets that a server gets with its place. */
    static GivenSecrets of(McpSource.Place place) {
        GivenSecrets secrets = new GivenSecrets();
        if (place instanceof McpSource.Command command) secrets.learnNamed(command.environment());
        if (place instanceof McpSource.Http http) {
            secrets.learnNamed(http.headers());
            String query = http.url().getRawQuery() == null ? "" : http.url().getRawQuery();
            for (String part : query.split("&", -1)) {
                int equals = part.indexOf('=');
                if (equals > 0 && isSecret(part.substring(0, equals))) secrets.learn(part.substring(equals + 1));
            }
        }
        return secrets;
    }

    private void learnNamed(Map<String, String> values) {
        values.forEach((name, value) -> {
            if (!isSecret(name)) return;
            learn(value);
            learn(value.substring(value.indexOf(' ') + 1).strip()); // behind the scheme of an authorization
        });
    }

    private static boolean isSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return NAMES.stream().anyMatch(lower::contains);
    }

    /** One more, unless it may be an ordinary word; of very many, those learnt last are known. */
    synchronized void learn(String secret) {
        boolean digit = secret.chars().anyMatch(c -> c >= '0' && c <= '9');
        if (secret.length() < (digit ? SHORTEST_WITH_DIGIT : SHORTEST) || known.contains(secret)) return;
        known.add(secret);
        if (known.size() > MOST) known.remove();
        // The longest first, since one may begin with another.
        forms = known.stream()
                .flatMap(GivenSecrets::forms)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    private static Stream<String> forms(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        String escaped = escaped(secret);
        return Stream.of(
                secret,
                escaped,
                escaped(escaped), // JSON that is told as a text
                URLEncoder.encode(secret, StandardCharsets.UTF_8),
                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    private static String escaped(String text) {
        String quoted = Json.of(text).text();
        return quoted.substring(1, quoted.length() - 1);
    }

    /** A text, or a text of JSON, without them. */
    String removedFrom(String text) {
        if (forms.isEmpty()) return text;
        String plain = plain(text);
        String clean = plain;
        for (String form : forms) clean = clean.replace(form, SHOWN);
        return clean.equals(plain) ? text : clean;
    }

    /** The same JSON with the characters of ASCII that need no escape written without one. */
    private static String plain(String text) {
        if (!text.contains("\\u") && !text.contains("\\/")) return text;
        StringBuilder plain = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c != '\\' || at + 1 == text.length()) {
                plain.append(c);
                continue;
            }
            char escaped = text.charAt(at + 1);
            int code = escaped == '/' ? '/' : escaped == 'u' ? code(text, at + 2) : -1;
            boolean needless = code >= ' ' && code <= '~' && code != '"' && code != '\\';
            if (needless) plain.append((char) code);
            else plain.append(c).append(escaped);
            at += needless && escaped == 'u' ? 5 : 1;
        }
        return plain.toString();
    }

    private static int code(String text, int from) {
        int code = 0;
        for (int at = from; at < from + 4; at++) {
            int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0) return -1;
            code = 16 * code + digit;
        }
        return code;
    }
}
