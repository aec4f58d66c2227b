package dev.spindle.model.openai;

import dev.spindle.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Takes keys out of texts that people read: servers do echo them. */
final class Secrets {
    private static final List<String> SECRET_HEADERS = List.of("authorization", "key", "token", "secret", "cookie");

    // Anything shorter occurs in ordinary words, and protects nothing.
    static final int SHORTEST = 4;

    private final List<String> texts = new ArrayList<>();

    /**
     * What must not be shown.
     *
     * @param others named by the user
     */
    Secrets(String apiKey, Map<String, String> headers, List<String> others) {
        add(apiKey);
        others.forEach(this::add);
        headers.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (SECRET_HEADERS.stream().anyMatch(lower::contains)) add(value);
        });
    }

    private void add(String secret) {
        if (secret.length() < SHORTEST) return;
        texts.add(secret);
        String quoted = Json.of(secret).text();
        String inJson = quoted.substring(1, quoted.length() - 1);
        if (!inJson.equals(secret)) texts.add(inJson);
    }

    String removedFrom(String text) {
        String clean = text;
        for (String secret : texts) clean = clean.replace(secret, "[key]");
        return clean;
    }
}
