package dev.spindle.model.openai;

import java.util.Locale;

/** What to look at first when a server refuses a request for a reason that is mostly in the settings. */
final class Hints {
    private Hints() {}

    /** Where the key is refused. */
    static String onKey(Settings settings) {
        boolean given = settings.headers().keySet().stream().anyMatch(SecretNames::isSecret);
        return given
                ? "check the API key (OPENAI_API_KEY)"
                : "no API key was given: call apiKey(\"…\"), or set OPENAI_API_KEY and use OpenAiModel.fromEnvironment()";
    }

    /**
     * Where there is nothing at the address.
     *
     * @param words what the server said, in lower case
     */
    static String onAddress(Settings settings, String words) {
        String model = "that the server knows the model '" + settings.model() + "'";
        return words.contains("model") ? "see " + model : "see " + address(settings) + ", and " + model;
    }

    private static String address(Settings settings) {
        String path = String.valueOf(settings.server().baseUrl().getPath()).toLowerCase(Locale.ROOT);
        if (path.contains("/completions") || path.contains("/embeddings")) {
            return "that the base URL ends before '/chat/completions', which is added to it";
        }
        return "that the base URL is right"
                + (path.matches(".*/v\\d.*") ? "" : ": most servers want one that ends in /v1");
    }
}
