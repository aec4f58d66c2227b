package dev.spindle.http;

import dev.spindle.context.Cancellation;
import dev.spindle.context.Cancellation.CancelledException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How often to try again, and how long to wait before each time: pure arithmetic.
 *
 * <p>The pause doubles with each retry and is spread at random from 0.75 to 1.25 of itself, so that many clients do not
 * come back at the same instant. A pause that the server names counts instead. Thread-safe.
 *
 * @param retries how many attempts may follow the first
 * @param first the pause before the first retry
 * @param longest the most that any pause lasts, the server's own included
 * @param random a number from 0 to 1
 */
public record Backoff(int retries, Duration first, Duration longest, DoubleSupplier random) {
    /** Three retries after about 1, 2 and 4 seconds; a server may ask for up to five minutes. */
    public static final Backoff DEFAULT = new Backoff(
            3,
            Duration.ofSeconds(1),
            Duration.ofMinutes(5),
            () -> ThreadLocalRandom.current().nextDouble());

    /** Refuses negative numbers. */
    public Backoff {
        if (retries < 0) throw new IllegalArgumentException("retries is " + retries + "; it must be at least 0");
        if (first.isNegative() || longest.isNegative()) {
            throw new IllegalArgumentException("The pauses " + first + " and " + longest + " must not be negative");
        }
    }

    /** These pauses with another number of retries. */
    public Backoff withRetries(int other) {
        return new Backoff(other, first, longest, random);
    }

    /** These retries with another first pause. */
    public Backoff withFirst(Duration other) {
        return new Backoff(retries, other, longest, random);
    }

    /** These retries with another longest pause. */
    public Backoff withLongest(Duration other) {
        return new Backoff(retries, first, other, random);
    }

    /** These pauses with another source of randomness; a constant 0.5 takes it away. */
    public Backoff withRandom(DoubleSupplier other) {
        return new Backoff(retries, first, longest, other);
    }

    /**
     * The pause before a retry; empty if there shall be none.
     *
     * @param retry which one it would be, from 1
     * @param retryAfter the pause that the server asks for; null if it does not
     */
    public Optional<Duration> findPause(int retry, @Nullable Duration retryAfter) {
        if (retry < 1) throw new IllegalArgumentException("retry is " + retry + "; the first one is 1");
        if (retry > retries) return Optional.empty();
        return Optional.of(atMostLongest(retryAfter != null ? retryAfter : ownPause(retry)));
    }

    private Duration ownPause(int retry) {
        double factor = Math.scalb(0.75 + 0.5 * random.getAsDouble(), retry - 1);
        return Duration.ofNanos((long) (first.toNanos() * factor)); // a cast saturates, so a high retry cannot overflow
    }

    private Duration atMostLongest(Duration pause) {
        return pause.compareTo(longest) > 0 ? longest : pause;
    }

    /** Lets time pass before the next attempt; a test gives one that takes no time. */
    @FunctionalInterface
    public interface Pause {
        /** Waits on the caller's thread, and wakes at once on cancellation. */
        Pause REAL = Pause::await;

        /**
         * Returns when the time has passed.
         *
         * @throws CancelledException as soon as the cancellation is cancelled or the thread is interrupted
         */
        void take(Duration length, Cancellation cancellation);

        private static void await(Duration length, Cancellation cancellation) {
            CountDownLatch cancelled = new CountDownLatch(1);
            Cancellation.Registration waking = cancellation.onCancel(cancelled::countDown);
            try {
                if (cancelled.await(length.toNanos(), TimeUnit.NANOSECONDS)) cancellation.check();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancelledException("interrupted while waiting for the next attempt");
            } finally {
                waking.close();
            }
        }
    }
}
