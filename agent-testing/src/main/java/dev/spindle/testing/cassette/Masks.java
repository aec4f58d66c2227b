package dev.spindle.testing.cassette;

import dev.spindle.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What is not shown of a text. Works on JSON, whose form it must not break. */
record Masks(List<String> secrets, List<Pattern> patterns) {
    private static final int SHORTEST = 4;
    private static final String MASK = "[hidden]";

    /** Keys and tokens whose form is well known. */
    static final Masks OF_KEYS = new Masks(
            List.of(),
            List.of(
                    Pattern.compile("\\bsk-[A-Za-z0-9_-]{16,}"),
                    Pattern.compile("(?i)\\bbearer [A-Za-z0-9._~+/-]{16,}"),
                    Pattern.compile("\\bAKIA[0-9A-Z]{16}\\b"),
                    Pattern.compile("\\bAIza[0-9A-Za-z_-]{35}"),
                    Pattern.compile("\\bgh[pousr]_[A-Za-z0-9]{36,}"),
                    Pattern.compile("\\bxox[abprs]-[A-Za-z0-9-]{10,}"),
                    Pattern.compile("\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}"),
                    Pattern.compile(
                            "-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[^\"]*-----END [A-Z ]{0,20}PRIVATE KEY-----")));

    Masks {
        secrets = List.copyOf(secrets);
        patterns = List.copyOf(patterns);
    }

    Masks with(String secret) {
        if (secret.length() < SHORTEST) {
            throw new IllegalArgumentException("A secret of " + secret.length()
                    + " characters occurs in ordinary words; it must have at least " + SHORTEST);
        }
        List<String> more = new ArrayList<>(secrets);
        String quoted = Json.of(secret).text();
        more.add(quoted.substring(1, quoted.length() - 1));
        return new Masks(more, patterns);
    }

    Masks with(Pattern pattern) {
        List<Pattern> more = new ArrayList<>(patterns);
        more.add(pattern);
        return new Masks(secrets, more);
    }

    /** The text of a piece of JSON with all of it masked. */
    String applied(String json) {
        String masked = json;
        for (String secret : secrets) masked = masked.replace(secret, MASK);
        for (Pattern pattern : patterns) masked = pattern.matcher(masked).replaceAll(MASK);
        return masked;
    }

    /** Whether there is something to mask in what is said. */
    boolean find(String said) {
        String json = Json.of(said).text();
        return !applied(json).equals(json);
    }
}
