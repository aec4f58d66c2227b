package dev.spindle.examples;

import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.message.Cost;
import dev.spindle.message.Usage;
import dev.spindle.model.Pricing;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * What models cost.
 *
 * <p>A few prices are built in. They are those of OpenAI's public list (platform.openai.com/docs/pricing, standard tier) as copies of that page
 * had them in September 2025; nothing keeps them up to date, and a file takes precedence over each of them.
 */
final class PriceOption {
    private static final String LISTED_IN = "September 2025";

    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description = {
                "What models cost, in US dollars per million tokens, as JSON:",
                "{\"NAME\": {\"input\": 0.16, \"cachedInput\": 0.04, \"output\": 0.96}};",
                "in place of SPINDLE_PRICES and of OpenAI's list prices of " + LISTED_IN
                        + ", which are built in for gpt-5," + " gpt-4.1 and gpt-4o, their minis and nanos."
            })
    private @Nullable Path file;

    /**
     * The prices that hold.
     *
     * @throws UsageException if the file has none
     */
    Pricing pricing(Surroundings surroundings) {
        Pricing builtIn = Pricing.STANDARD.with(listed());
        Path own = own(surroundings);
        if (own == null) return builtIn;
        try {
            return builtIn.with(Pricing.read(own));
        } catch (JsonException wrong) {
            throw new UsageException(String.valueOf(wrong.getMessage()));
        } catch (UncheckedIOException unreadable) {
            throw new UsageException(unreadable.getMessage() + ": " + unreadable.getCause());
        }
    }

    private @Nullable Path own(Surroundings surroundings) {
        String variable = surroundings.variable("SPINDLE_PRICES");
        if (file != null || variable.isEmpty()) return file;
        return Path.of(variable);
    }

    /**
     * Sees to it that a budget can be kept, before anything is spent.
     *
     * @throws UsageException if the price of the model is not known
     */
    void checkKnown(String model, Surroundings surroundings) {
        if (!isKnown(model, pricing(surroundings))) {
            throw new UsageException("--budget needs the price of '" + model
                    + "', which is not known; name a file with --prices FILE" + " that holds {\"" + model
                    + "\": {\"input\": …, \"output\": …}}, in US dollars per million tokens");
        }
        if (own(surroundings) == null && isKnown(model, listed())) {
            surroundings
                    .err()
                    .println("the budget counts with OpenAI's list price of " + LISTED_IN + " for " + model
                            + "; --prices FILE gives another");
        }
    }

    private static boolean isKnown(String model, Pricing prices) {
        return !prices.cost(model, Usage.of(1, 1)).equals(Cost.UNKNOWN);
    }

    private static Pricing listed() {
        try (InputStream prices = PriceOption.class.getResourceAsStream("list-prices.json")) {
            byte[] text = Objects.requireNonNull(prices, "list-prices.json").readAllBytes();
            return Pricing.parse(Json.parse(new String(text, StandardCharsets.UTF_8)));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
