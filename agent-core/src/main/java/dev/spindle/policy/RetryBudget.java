package dev.spindle.policy;

import java.util.function.LongSupplier;

/**
 * How many retries a client may make in all, so that it does not multiply the load of a server that is down.
 *
 * <p>Each call saves a part of a retry, so does each minute, and each retry spends a whole one. While a server is well, there is always
 * enough; while it is down, a busy client soon makes hardly more requests than it has calls. Thread-safe.
 */
public final class RetryBudget {
    private static final double NANOS_PER_MINUTE = 60e9;

    private final double perCall;
    private final double perMinute;
    private final double most;
    private final LongSupplier nanoTime;
    private double saved;
    private long last;

    private RetryBudget(double perCall, double perMinute, double most, LongSupplier nanoTime) {
        this.perCall = perCall;
        this.perMinute = perMinute;
        this.most = most;
        this.nanoTime = nanoTime;
        this.saved = most;
        this.last = nanoTime.getAsLong();
    }

    /** One retry for every five calls, ten more a minute, and up to 30 saved. */
    public static RetryBudget standard() {
        return of(0.2, 10, 30, System::nanoTime);
    }

    /**
     * A budget that is full.
     *
     * @param perCall how much of a retry each call saves
     * @param perMinute how many retries each minute saves
     * @param most how many can be saved
     * @param nanoTime a clock that only goes forward, in nanoseconds
     */
    public static RetryBudget of(double perCall, double perMinute, double most, LongSupplier nanoTime) {
        if (!(perCall >= 0 && perMinute >= 0 && most >= 1)) {
            throw new IllegalArgumentException(
                    "A budget of " + perCall + " retries a call, " + perMinute + " a minute and up to " + most
                            + " is none; the first two must be at least 0, the last at least 1");
        }
        return new RetryBudget(perCall, perMinute, most, nanoTime);
    }

    /** A call is made. */
    synchronized void deposit() {
        save(perCall);
    }

    /** Whether a retry may be made; if so, it is spent. */
    synchronized boolean withdraw() {
        long now = nanoTime.getAsLong();
        save((now - last) / NANOS_PER_MINUTE * perMinute);
        last = now;
        if (saved < 1) return false;
        saved--;
        return true;
    }

    private void save(double more) {
        saved = Math.min(most, saved + more);
    }
}
