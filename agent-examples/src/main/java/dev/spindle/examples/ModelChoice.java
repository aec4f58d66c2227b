package dev.spindle.examples;

import dev.spindle.model.Model;
import dev.spindle.model.Pricing;
import dev.spindle.model.openai.OpenAiModel;
import dev.spindle.testing.OfflineModel;
import org.jspecify.annotations.Nullable;

/** Which model is asked: the one that the options and the environment name, or the offline stand-in if they name none. */
final class ModelChoice {
    private ModelChoice() {}

    static Model of(RunOptions options, Surroundings surroundings) {
        return named(either(options.model, surroundings.variable("OPENAI_MODEL")), options, surroundings);
    }

    /** The model of a name, at the server that the options and the environment name; the stand-in if nothing is named. */
    static Model named(String name, RunOptions options, Surroundings surroundings) {
        String key = surroundings.variable("OPENAI_API_KEY");
        String baseUrl = either(options.baseUrl, surroundings.variable("OPENAI_BASE_URL"));
        if (key.isEmpty() && name.isEmpty() && baseUrl.isEmpty()) return standIn(surroundings);
        if (key.isEmpty()) {
            throw new UsageException("a model or a server is named, but no key; set OPENAI_API_KEY"
                    + " (any word, for a server that asks for none)");
        }
        if (name.isEmpty()) {
            throw new UsageException(
                    "OPENAI_API_KEY is set, but no model is named; set OPENAI_MODEL or give --model NAME");
        }
        if (options.budget != null) options.prices.checkKnown(name, surroundings);
        Pricing prices = options.prices.pricing(surroundings);
        try {
            OpenAiModel.Builder model =
                    OpenAiModel.builder().model(name).apiKey(key).pricing(prices);
            return baseUrl.isEmpty() ? model.build() : model.baseUrl(baseUrl).build();
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(
                    "no model can be asked with these settings (OPENAI_BASE_URL or --base-url, OPENAI_API_KEY,"
                            + " OPENAI_MODEL or --model): " + wrong.getMessage());
        }
    }

    private static Model standIn(Surroundings surroundings) {
        surroundings.err().println("no OPENAI_API_KEY: using the offline stand-in, not a language model");
        return new OfflineModel();
    }

    private static String either(@Nullable String option, String variable) {
        return option == null ? variable : option.strip();
    }
}
