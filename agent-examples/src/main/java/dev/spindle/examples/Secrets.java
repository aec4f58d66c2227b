package dev.spindle.examples;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Secrets that the environment of this process holds, taken out of what is shown and of what a model reads of a person's commands. */
final class Secrets {
    private static final Pattern NAME = Pattern.compile(
            ".*(KEY|TOKEN|SECRET|PASSW|PASSPHRASE|CREDENTIAL|COOKIE|AUTH(?!OR|_SOCK)).*", Pattern.CASE_INSENSITIVE);

    /** Shorter ones stand in too many texts that tell nothing. */
    private static final int SHORTEST = 8;

    private final List<Map.Entry<String, String>> known = new ArrayList<>();

    private Secrets() {}

    /** Those whose names say that they are some. */
    static Secrets of(Map<String, String> environment) {
        Secrets secrets = new Secrets();
        environment.forEach((name, value) -> {
            String secret = value.strip();
            if (secret.length() >= SHORTEST && NAME.matcher(name).matches()) secrets.known.add(Map.entry(name, secret));
        });
        // A secret may be a part of another.
        secrets.known.sort(Comparator.comparing(each -> -each.getValue().length()));
        return secrets;
    }

    /** A whole text in which each is its name in brackets; cut it afterwards, not before. */
    String without(String text) {
        String clean = text;
        for (Map.Entry<String, String> secret : known) {
            clean = clean.replace(secret.getValue(), "[" + secret.getKey() + "]");
        }
        return clean;
    }

    /** The length of the longest secret that stands at a place of a text; 0 if none does. */
    int lengthAt(CharSequence text, int at) {
        for (Map.Entry<String, String> secret : known) {
            if (standsAt(text, at, secret.getValue(), secret.getValue().length())) {
                return secret.getValue().length();
            }
        }
        return 0;
    }

    /** Whether what comes behind a text may make all of it, from a place on, the beginning of a secret. */
    boolean mayBeginAt(CharSequence text, int at) {
        int left = text.length() - at;
        return known.stream()
                .map(Map.Entry::getValue)
                .anyMatch(secret -> secret.length() > left && standsAt(text, at, secret, left));
    }

    private static boolean standsAt(CharSequence text, int at, String secret, int length) {
        if (length > text.length() - at) return false;
        for (int index = 0; index < length; index++) {
            if (text.charAt(at + index) != secret.charAt(index)) return false;
        }
        return true;
    }
}
