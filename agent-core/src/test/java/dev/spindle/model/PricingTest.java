package dev.spindle.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.event.Limits;
import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.message.Cost;
import dev.spindle.message.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PricingTest {
    private static final Usage USAGE = new Usage(1_000_000, 400_000, 500_000, 0, 1_500_000);

    private static void assertUsd(String expected, Cost cost) {
        assertTrue(cost.complete());
        assertEquals(0, new BigDecimal(expected).compareTo(cost.usd()), cost::toString);
    }

    @Test
    void theReferenceModelHasItsPrice() {
        assertUsd("0.64", Pricing.STANDARD.cost("gpt-5-4-nano-official", USAGE));
    }

    @Test
    void cachedInputHasItsOwnPrice() {
        Pricing pricing = Pricing.parse(Json.parse("{\"m\":{\"input\":1.0,\"cachedInput\":0.1,\"output\":2}}"));

        assertUsd("1.64", pricing.cost("m", USAGE));
    }

    @Test
    void aFileThatIsTooLargeOrNoTextIsRefused(@TempDir Path folder) throws IOException {
        Path large = Files.write(folder.resolve("large.json"), new byte[2 << 20]);
        Path binary = Files.write(folder.resolve("binary.json"), new byte[] {'{', (byte) 0xff, '}'});

        UncheckedIOException tooLarge = assertThrows(UncheckedIOException.class, () -> Pricing.read(large));
        UncheckedIOException noText = assertThrows(UncheckedIOException.class, () -> Pricing.read(binary));

        assertEquals("it is larger than 1048576 bytes", tooLarge.getCause().getMessage());
        assertEquals("it is no text in UTF-8", noText.getCause().getMessage());
    }

    @Test
    void anAmountThatNoSumCanBeMadeOfIsRefused() {
        String most = "1e999999999";

        assertThrows(IllegalArgumentException.class, () -> Pricing.Price.of(most, "0", "0"));
        assertThrows(IllegalArgumentException.class, () -> Cost.usd(new BigDecimal("1e-999999999")));
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Limits.DEFAULT.withMaxCost(new BigDecimal(most)));

        assertEquals("1E+999999999 is no amount of US dollars; it may have 10000 digits", refused.getMessage());
    }

    @Test
    void withoutAPriceForCachedInputThereIsNoDiscount() {
        Pricing pricing = Pricing.parse(Json.parse("{\"m\":{\"input\":1.0,\"output\":2}}"));

        assertUsd("2", pricing.cost("m", USAGE));
    }

    @Test
    void aModelWithoutAPriceCostsAnUnknownAmount() {
        assertEquals(Cost.UNKNOWN, Pricing.STANDARD.cost("another", USAGE));
        assertEquals(Cost.ZERO, Pricing.STANDARD.cost("another", Usage.NONE));
    }

    @Test
    void pricesOfAFileJoinOthers(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("prices.json"), "{\"m\":{\"input\":1,\"output\":1}}");

        Pricing pricing = Pricing.STANDARD.with(Pricing.read(file));

        assertUsd("1.5", pricing.cost("m", USAGE));
        assertUsd("0.64", pricing.cost("gpt-5-4-nano-official", USAGE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | prices are an object of models",
                "{\"m\":{\"input\":1}} | m.output is null; it must be a number of at least 0",
                "{\"m\":{\"input\":-1,\"output\":1}} | m.input is -1; it must be a number of at least 0",
                "{\"m\":{\"input\":\"1\",\"output\":1}} | m.input is \"1\"; it must be a number of at least 0",
                "{\"m\":{\"in\":1}} | m has the field 'in'; a price has [input, cachedInput, output]"
            })
    void whatIsWrongIsNamed(String prices, String message) {
        JsonException wrong = assertThrows(JsonException.class, () -> Pricing.parse(Json.parse(prices)));

        assertEquals(message, wrong.getMessage());
    }

    @Test
    void aFileThatIsWrongIsNamed(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("prices.json"), "[]");

        JsonException wrong = assertThrows(JsonException.class, () -> Pricing.read(file));

        assertTrue(wrong.getMessage().startsWith("The prices in " + file + " cannot be used: "), wrong.getMessage());
    }
}
