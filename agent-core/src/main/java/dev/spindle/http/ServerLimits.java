package dev.spindle.http;

import dev.spindle.context.Tag;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a server says of its limits, in the {@code x-ratelimit-…} headers of any answer.
 *
 * @param requests how many requests it still takes; null if it does not say
 * @param tokens how many tokens it still takes; null if it does not say
 */
public record ServerLimits(
        @Nullable Level requests, @Nullable Level tokens) {
    // Hours to milliseconds as in "6m0s" or "1.5s", each at most once; the names are those of Go's durations.
    private static final Pattern DURATION = Pattern.compile(
            "(?:(\\d{1,6})h)?(?:(\\d{1,6})m(?!s))?(?:(\\d{1,9}(?:\\.\\d{1,9})?)s)?(?:(\\d{1,9}(?:\\.\\d{1,9})?)ms)?");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(?:\\.\\d{1,9})?");
    private static final Pattern COUNT = Pattern.compile("\\d{1,15}");

    /**
     * How full a server's allowance is.
     *
     * @param limit when it is full; at least what remains
     * @param remaining now
     * @param reset until it is full again
     */
    public record Level(long limit, long remaining, Duration reset) {}

    /**
     * What the headers of an answer say.
     *
     * <p>Durations may be as Go writes them ("6m0s", "12ms") or plain seconds. What is negative, as Azure's -1, missing or cannot be
     * read counts as not said.
     *
     * @param headers gives the value of a header
     */
    public static ServerLimits of(Function<String, Optional<String>> headers) {
        return new ServerLimits(level("requests", headers), level("tokens", headers));
    }

    private static @Nullable Level level(String what, Function<String, Optional<String>> headers) {
        Optional<Long> remaining =
                headers.apply("x-ratelimit-remaining-" + what).flatMap(ServerLimits::findCount);
        Optional<Duration> reset = headers.apply("x-ratelimit-reset-" + what).flatMap(ServerLimits::findDuration);
        if (remaining.isEmpty() || reset.isEmpty()) return null;
        long limit = headers.apply("x-ratelimit-limit-" + what)
                .flatMap(ServerLimits::findCount)
                .orElse(0L);
        return new Level(Math.max(limit, remaining.get()), remaining.get(), reset.get());
    }

    private static Optional<Long> findCount(String text) {
        String digits = text.strip();
        return COUNT.matcher(digits).matches() ? Optional.of(Long.valueOf(digits)) : Optional.empty();
    }

    private static Optional<Duration> findDuration(String text) {
        String given = text.strip();
        if (SECONDS.matcher(given).matches()) return Optional.of(times(given, 1_000_000_000));
        Matcher parts = DURATION.matcher(given);
        if (given.isEmpty() || !parts.matches()) return Optional.empty();
        return Optional.of(times(parts.group(1), 3_600_000_000_000L)
                .plus(times(parts.group(2), 60_000_000_000L))
                .plus(times(parts.group(3), 1_000_000_000))
                .plus(times(parts.group(4), 1_000_000)));
    }

    private static Duration times(@Nullable String count, long nanos) {
        if (count == null) return Duration.ZERO;
        return Duration.ofNanos(
                new BigDecimal(count).multiply(BigDecimal.valueOf(nanos)).longValue());
    }

    /**
     * Hears what servers say of their limits with each answer, be it a reply or a refusal.
     *
     * <p>Whoever wants to hear it puts a listener into the context of a call, under {@link #TAG}. Thread-safe.
     */
    @FunctionalInterface
    public interface Listener {
        /** Under which a call carries its listener. */
        Tag<Listener> TAG = Tag.named("limits listener");

        /** Takes what was said, on the thread of the call and before its reply is read. */
        void heard(ServerLimits limits);
    }
}
