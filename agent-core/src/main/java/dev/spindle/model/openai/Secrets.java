package dev.spindle.model.openai;

import dev.spindle.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes keys out of what a server says: servers do echo them.
 *
 * <p>A secret is found as it is, in Base64, and with any of its characters written as an escape of JSON, of a URL or of HTML. Takes
 * time linear in the text. Immutable.
 */
final class Secrets {
    /** Without any. */
    static final Secrets NONE = new Secrets(List.of());

    // Anything shorter occurs in ordinary words, and protects nothing.
    static final int SHORTEST = 4;

    private static final int SHORTEST_IN_BASE64 = 8;
    static final String SHOWN = "[key]";
    private static final int ASCII = 128;

    private final List<String> texts; // the longest first, since one may begin with another
    private final boolean[] first = new boolean[ASCII];

    private Secrets(Collection<String> texts) {
        this.texts = texts.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        for (String text : this.texts) {
            if (text.charAt(0) < ASCII) first[text.charAt(0)] = true;
        }
        for (char escape : new char[] {'\\', '%', '&'}) first[escape] = true;
    }

    /** Those of these texts that are long enough. */
    static Secrets of(Collection<String> texts) {
        Set<String> forms = new LinkedHashSet<>();
        for (String text : texts) {
            if (text.length() >= SHORTEST) addForms(text, forms);
        }
        return forms.isEmpty() ? NONE : new Secrets(forms);
    }

    private static void addForms(String secret, Set<String> forms) {
        forms.add(secret);
        String quoted = Json.of(secret).text();
        forms.add(quoted.substring(1, quoted.length() - 1));
        forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
        if (secret.length() < SHORTEST_IN_BASE64) return;
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        forms.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
        forms.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    boolean isEmpty() {
        return texts.isEmpty();
    }

    /** A whole text without secrets. */
    String removedFrom(String text) {
        return isEmpty() ? text : removed(text, null);
    }

    /** The beginning of a text that goes on, without secrets, and without an end that may be the beginning of one. */
    String removedFromBeginning(String text) {
        return isEmpty() ? text : removed(text, new Tail());
    }

    /** JSON without secrets, which stays JSON. */
    String removedFromJson(String json) {
        return removedFrom(json).equals(json) ? json : JsonSecrets.removed(json, this);
    }

    /** What may be the beginning of a secret at the end of a text. */
    static final class Tail {
        String held = "";
    }

    /**
     * Without secrets.
     *
     * @param tail takes the end of a text that goes on; null if it does not
     */
    String removed(String text, @Nullable Tail tail) {
        StringBuilder clean = null;
        int done = 0;
        int at = 0;
        while (at < text.length()) {
            int end = mayBegin(text.charAt(at)) ? find(text, at, tail != null) : SpelledSecret.NO;
            if (end == SpelledSecret.MAYBE) break;
            if (end == SpelledSecret.NO) {
                at++;
                continue;
            }
            if (clean == null) clean = new StringBuilder(text.length());
            clean.append(text, done, at).append(SHOWN);
            at = end;
            done = end;
        }
        if (tail != null) tail.held = text.substring(at);
        if (clean == null) return at == text.length() ? text : text.substring(0, at);
        return clean.append(text, done, at).toString();
    }

    private boolean mayBegin(char c) {
        return c >= ASCII || first[c];
    }

    private int find(String text, int at, boolean goesOn) {
        for (String secret : texts) {
            int end = SpelledSecret.end(secret, text, at);
            if (end >= 0 || (goesOn && end == SpelledSecret.MAYBE)) return end;
        }
        return SpelledSecret.NO;
    }

    /** What must not be shown of the headers that a client sends: values whose names speak of a secret, and what is in them. */
    static List<String> ofHeaders(Map<String, String> headers) {
        List<String> found = new ArrayList<>();
        headers.forEach((name, value) -> {
            if (!SecretNames.isSecret(name)) return;
            found.add(value);
            int scheme = value.indexOf(' ');
            if (scheme > 0) found.add(value.substring(scheme + 1).strip());
        });
        return found;
    }
}
