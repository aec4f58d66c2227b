package dev.spindle.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.spindle.http.HttpEndpoint.ServerLimits;
import dev.spindle.http.HttpEndpoint.ServerLimits.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerLimitsTest {
    private static ServerLimits of(Map<String, String> headers) {
        return ServerLimits.of(name -> Optional.ofNullable(headers.get(name)));
    }

    private static ServerLimits withReset(String reset) {
        return of(Map.of(
                "x-ratelimit-limit-tokens", "150000",
                "x-ratelimit-remaining-tokens", "149984",
                "x-ratelimit-reset-tokens", reset));
    }

    @ParameterizedTest
    @CsvSource({
        "6m0s, PT6M",
        "12ms, PT0.012S",
        "1s, PT1S",
        "0s, PT0S",
        "2m59.56s, PT2M59.56S",
        "1h2m3.5s, PT1H2M3.5S",
        "7.66s, PT7.66S",
        "500.5ms, PT0.5005S",
        "30, PT30S",
        "0.25, PT0.25S"
    })
    void resetsAreReadInEveryForm(String text, Duration expected) {
        assertEquals(new Level(150000, 149984, expected), withReset(text).tokens());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "", "soon", "1x", "s", "99999999999999s", "1m1h", "0x10"})
    void aResetThatCannotBeReadIsNotSaid(String text) {
        assertNull(withReset(text).tokens());
    }

    @Test
    void minusOneIsNotSaid() {
        ServerLimits limits = of(Map.of(
                "x-ratelimit-limit-requests", "-1",
                "x-ratelimit-remaining-requests", "-1",
                "x-ratelimit-reset-requests", "0"));

        assertNull(limits.requests());
    }

    @Test
    void aLimitThatIsLessThanWhatRemainsIsNone() {
        ServerLimits limits = of(Map.of(
                "x-ratelimit-limit-requests", "0",
                "x-ratelimit-remaining-requests", "9",
                "x-ratelimit-reset-requests", "10"));

        assertEquals(new Level(9, 9, Duration.ofSeconds(10)), limits.requests());
    }
}
