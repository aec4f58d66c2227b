package dev.spindle.model;

import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.message.Cost;
import dev.spindle.message.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What models cost. Data; a model that is not listed has an unknown price, which is not zero. Immutable. */
public final class Pricing {
    /** The price of the reference model, gpt-5-4-nano-official: 0.16 USD in, 0.96 USD out, per million tokens. */
    public static final Pricing STANDARD =
            new Pricing(Map.of()).with("gpt-5-4-nano-official", Price.of("0.16", "0.16", "0.96"));

    private static final List<String> FIELDS = List.of("input", "cachedInput", "output");
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    private static final int LARGEST_FILE = 1 << 20;

    private final Map<String, Price> prices;

    private Pricing(Map<String, Price> prices) {
        this.prices = prices;
    }

    /**
     * Prices of your own, from a file.
     *
     * @throws JsonException if it does not hold what {@link #parse} takes
     * @throws UncheckedIOException if it cannot be read
     */
    public static Pricing read(Path file) {
        try {
            return parse(Json.parse(text(file)));
        } catch (JsonException wrong) {
            throw new JsonException("The prices in " + file + " cannot be used: " + wrong.getMessage(), wrong);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The prices in " + file + " cannot be read", unreadable);
        }
    }

    private static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
            if (bytes.length > LARGEST_FILE) throw new IOException("it is larger than " + LARGEST_FILE + " bytes");
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException binary) {
            throw new IOException("it is no text in UTF-8", binary);
        }
    }

    /**
     * Prices of your own: US dollars per million tokens, by model.
     *
     * <pre>{@code
     * {"some-model": {"input": 0.16, "cachedInput": 0.04, "output": 0.96}}
     * }</pre>
     *
     * <p>Without {@code cachedInput} there is no discount.
     *
     * @throws JsonException naming the model and the field, if one is missing, unknown, negative or no number
     */
    public static Pricing parse(Json prices) {
        if (!prices.isObject()) throw new JsonException("prices are an object of models");
        Pricing all = new Pricing(Map.of());
        for (String model : prices.names()) all = all.with(model, price(model, prices.get(model)));
        return all;
    }

    private static Price price(String model, Json given) {
        List<String> unknown =
                given.names().stream().filter(field -> !FIELDS.contains(field)).toList();
        if (!unknown.isEmpty()) {
            throw new JsonException(model + " has the field '" + unknown.get(0) + "'; a price has " + FIELDS);
        }
        BigDecimal input = amount(model, "input", given);
        BigDecimal cached = given.find("cachedInput").isPresent() ? amount(model, "cachedInput", given) : input;
        return new Price(input, cached, amount(model, "output", given));
    }

    private static BigDecimal amount(String model, String field, Json price) {
        Json value = price.find(field).orElse(Json.NULL);
        if (!value.isNumber() || value.decimal().signum() < 0) {
            throw new JsonException(model + "." + field + " is " + value + "; it must be a number of at least 0");
        }
        return value.decimal();
    }

    /** These prices, and those of other models; a model in both costs what the others say. */
    public Pricing with(Pricing others) {
        Map<String, Price> copy = new LinkedHashMap<>(prices);
        copy.putAll(others.prices);
        return new Pricing(copy);
    }

    /** These prices and one more, or another in its place. */
    public Pricing with(String model, Price price) {
        Map<String, Price> copy = new LinkedHashMap<>(prices);
        copy.put(model, price);
        return new Pricing(copy);
    }

    /** What the tokens cost at this model; {@link Cost#UNKNOWN} if it is not listed. */
    public Cost cost(String model, Usage usage) {
        Price price = prices.get(model);
        if (price == null) return usage.equals(Usage.NONE) ? Cost.ZERO : Cost.UNKNOWN;
        // Some servers leave the cached tokens out of the others; then nothing was read anew.
        long readAnew = Math.max(0, usage.inputTokens() - usage.cachedTokens());
        return Cost.usd(price.input()
                .multiply(BigDecimal.valueOf(readAnew))
                .add(price.cachedInput().multiply(BigDecimal.valueOf(usage.cachedTokens())))
                .add(price.output().multiply(BigDecimal.valueOf(usage.outputTokens())))
                .divide(MILLION));
    }

    /**
     * The price of one model, in US dollars per million tokens.
     *
     * @param input for tokens read
     * @param cachedInput for tokens read from the provider's cache
     * @param output for tokens written
     */
    public record Price(BigDecimal input, BigDecimal cachedInput, BigDecimal output) {
        /** Checks that they are amounts of money. */
        public Price {
            for (BigDecimal amount : List.of(input, cachedInput, output)) Cost.usd(amount);
        }

        /** A price from decimal texts such as "0.16". */
        public static Price of(String input, String cachedInput, String output) {
            return new Price(new BigDecimal(input), new BigDecimal(cachedInput), new BigDecimal(output));
        }
    }
}
