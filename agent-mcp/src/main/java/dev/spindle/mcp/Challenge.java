package dev.spindle.mcp;

import dev.spindle.http.HttpEndpoint.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A server's answer that a token is missing, no longer good, or not enough. Source: RFC 6750, 3 and RFC 9728, 5.1.
 *
 * @param status 401 or 403
 * @param parameters of the scheme Bearer, their names in lower case; empty if the server says no more
 */
record Challenge(int status, Map<String, String> parameters) {
    private static final int LONGEST = 8_192;
    private static final String SCHEME = "bearer";

    /** What a reply demands; empty if it is answered with what it is about. */
    static Optional<Challenge> find(Reply reply) {
        Map<String, String> parameters = new LinkedHashMap<>();
        // Each way in may have a header of its own.
        for (String header : reply.headers("WWW-Authenticate")) parse(header).forEach(parameters::putIfAbsent);
        Challenge challenge = new Challenge(reply.status(), parameters);
        boolean demands = reply.status() == 401 || (reply.status() == 403 && challenge.wantsMoreScope());
        return demands ? Optional.of(challenge) : Optional.empty();
    }

    boolean wantsMoreScope() {
        return "insufficient_scope".equals(parameters.get("error"));
    }

    /** Where the server says that its metadata are. */
    Optional<String> findMetadata() {
        return Optional.ofNullable(parameters.get("resource_metadata"));
    }

    /** The scopes that the request needs. */
    List<String> scopes() {
        return Scopes.of(parameters.getOrDefault("scope", ""));
    }

    /** The parameters of the scheme Bearer in a header that may name several schemes. */
    static Map<String, String> parse(String header) {
        return header.length() > LONGEST ? Map.of() : new Reader(header).read();
    }

    /** Lists of scopes, as OAuth writes them. */
    static final class Scopes {
        private static final int MOST = 200;

        private Scopes() {}

        /** The scopes of a text, parted by blanks; what cannot be one is left out. */
        static List<String> of(String text) {
            return legal(List.of(text.split(" ", MOST + 1)));
        }

        static List<String> legal(List<String> scopes) {
            return scopes.stream()
                    .filter(scope -> !scope.isEmpty()
                            && scope.chars()
                                    .allMatch(each -> each > 0x20 && each < 0x7f && each != '"' && each != '\\'))
                    .distinct()
                    .limit(MOST)
                    .toList();
        }

        /** Those of the first, and then those that the second has besides. */
        static List<String> union(List<String> first, List<String> second) {
            List<String> all = new ArrayList<>(first);
            all.addAll(second);
            return legal(all);
        }
    }

    /** Reads schemes and their parameters, each character once. For one use. */
    private static final class Reader {
        private final String text;
        private int at;

        private Reader(String text) {
            this.text = text;
        }

        private Map<String, String> read() {
            Map<String, String> own = new LinkedHashMap<>();
            String scheme = "";
            while (at < text.length()) {
                skip(" \t,");
                String word = token();
                if (word.isEmpty()) {
                    at++; // nothing that a header of this kind has here
                    continue;
                }
                skip(" \t");
                if (!isAt('=')) {
                    scheme = word.toLowerCase(Locale.ROOT);
                    continue;
                }
                at++;
                skip(" \t");
                String value = isAt('"') ? quoted() : token();
                if (scheme.equals(SCHEME)) own.putIfAbsent(word.toLowerCase(Locale.ROOT), value);
            }
            return own;
        }

        private boolean isAt(char wanted) {
            return at < text.length() && text.charAt(at) == wanted;
        }

        private void skip(String these) {
            while (at < text.length() && these.indexOf(text.charAt(at)) >= 0) at++;
        }

        private String token() {
            int from = at;
            while (at < text.length() && " \t,=\"".indexOf(text.charAt(at)) < 0) at++;
            return text.substring(from, at);
        }

        private String quoted() {
            StringBuilder value = new StringBuilder();
            at++;
            while (at < text.length() && !isAt('"')) {
                if (isAt('\\') && at + 1 < text.length()) at++;
                value.append(text.charAt(at++));
            }
            at++;
            return value.toString();
        }
    }
}
