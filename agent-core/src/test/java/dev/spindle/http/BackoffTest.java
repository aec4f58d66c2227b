package dev.spindle.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void pausesDoubleThreeTimesAndEnd() {
        Backoff backoff = Backoff.DEFAULT.withRandom(() -> 0.5);

        assertEquals(Optional.of(Duration.ofSeconds(1)), backoff.findPause(1, null));
        assertEquals(Optional.of(Duration.ofSeconds(2)), backoff.findPause(2, null));
        assertEquals(Optional.of(Duration.ofSeconds(4)), backoff.findPause(3, null));
        assertEquals(Optional.empty(), backoff.findPause(4, null));
    }

    @Test
    void pausesAreSpreadByAQuarter() {
        assertEquals(
                Optional.of(Duration.ofMillis(1500)),
                Backoff.DEFAULT.withRandom(() -> 0).findPause(2, null));
        assertEquals(
                Optional.of(Duration.ofMillis(2500)),
                Backoff.DEFAULT.withRandom(() -> 1).findPause(2, null));
    }

    @Test
    void serversPauseWinsAndIsCapped() {
        Backoff backoff = Backoff.DEFAULT.withLongest(Duration.ofSeconds(60));

        assertEquals(Optional.of(Duration.ofMillis(20)), backoff.findPause(1, Duration.ofMillis(20)));
        assertEquals(Optional.of(Duration.ofSeconds(60)), backoff.findPause(1, Duration.ofDays(365)));
    }

    @Test
    void highRetryDoesNotOverflow() {
        Backoff patient = Backoff.DEFAULT.withRetries(5000);

        assertEquals(Optional.of(patient.longest()), patient.findPause(4000, null));
    }

    @Test
    void retryAfterIsReadInAllItsForms() {
        assertEquals(Duration.ofNanos(1_500_000), retryAfter("retry-after-ms", "1.5"));
        assertEquals(Duration.ofSeconds(2), retryAfter("retry-after", "2"));
        assertEquals(Duration.ofMillis(250), retryAfter("retry-after", "0.25"));
        assertEquals(Duration.ofSeconds(90), retryAfter("retry-after", "Sun, 01 Mar 2026 12:01:30 GMT"));
        assertEquals(Duration.ZERO, retryAfter("retry-after", "Sun, 01 Mar 2026 11:00:00 GMT"));
        assertEquals(Duration.ofDays(3650), retryAfter("retry-after", "1e300"));
        assertEquals(Duration.ofDays(3650), retryAfter("retry-after", "Fri, 31 Dec 9999 23:59:59 GMT"));
    }

    @Test
    void retryAfterThatMakesNoSenseIsIgnored() {
        for (String nonsense : new String[] {"-5", "soon", "", "NaN", "2026-03-01"}) {
            assertTrue(RetryAfter.find(headers("retry-after", nonsense), NOW).isEmpty(), nonsense);
        }
    }

    @Test
    void millisecondsCountBeforeSeconds() {
        Map<String, String> both = Map.of("retry-after-ms", "30", "retry-after", "9");

        assertEquals(
                Optional.of(Duration.ofMillis(30)), RetryAfter.find(name -> Optional.ofNullable(both.get(name)), NOW));
    }

    private static Duration retryAfter(String header, String value) {
        return RetryAfter.find(headers(header, value), NOW).orElseThrow();
    }

    private static Function<String, Optional<String>> headers(String header, String value) {
        return name -> name.equals(header) ? Optional.of(value) : Optional.empty();
    }
}
