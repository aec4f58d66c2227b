package dev.spindle.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Function;

/** What a server says about trying again, in its headers. */
final class RetryAfter {
    // Whoever asks for more means "not today"; the cap keeps the arithmetic of durations from overflowing.
    private static final Duration MOST = Duration.ofDays(3650);

    private RetryAfter() {}

    /**
     * The pause that a server asks for.
     *
     * <p>{@code Retry-After-Ms} (milliseconds, maybe with a fraction) counts before {@code Retry-After} (seconds, maybe
     * with a fraction, or an HTTP date). A date that has passed means no pause; what is negative or cannot be read is
     * ignored.
     *
     * @param headers gives the value of a header
     * @param now the time that a date is compared with
     */
    static Optional<Duration> find(Function<String, Optional<String>> headers, Instant now) {
        return headers.apply("retry-after-ms")
                .flatMap(text -> millis(text, 1))
                .or(() -> headers.apply("retry-after").flatMap(text -> millis(text, 1000)))
                .or(() -> headers.apply("retry-after").flatMap(text -> untilDate(text, now)));
    }

    private static Optional<Duration> millis(String text, double unit) {
        try {
            double millis = Double.parseDouble(text.strip()) * unit;
            if (!(millis >= 0)) return Optional.empty();
            return Optional.of(Duration.ofNanos((long) (Math.min(millis, (double) MOST.toMillis()) * 1_000_000)));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> untilDate(String text, Instant now) {
        try {
            Instant date = ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration pause = Duration.between(now, date);
            if (pause.isNegative()) return Optional.of(Duration.ZERO);
            return Optional.of(pause.compareTo(MOST) > 0 ? MOST : pause);
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }
}
