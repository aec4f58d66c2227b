package dev.spindle.policy;

import dev.spindle.http.HttpEndpoint.ServerLimits;
import java.time.Duration;
import java.time.Instant;

/*
 * A bucket that fills at a steady rate. Taking always succeeds and may leave a debt; how long that takes to be repaid is how long
 * the taker must wait. So each taker knows its time at once, those who came first go first, and nobody has to ask twice.
 */
/** How much of something may be used, over time. Not thread-safe. */
final class Allowance {
    private static final double NANOS_PER_SECOND = 1e9;

    private double capacity;
    private double perSecond;
    private double level;
    private Instant last;
    private Instant forgotten = Instant.MAX;

    private Allowance(double capacity, double perSecond, Instant now) {
        this.capacity = capacity;
        this.perSecond = perSecond;
        this.level = capacity;
        this.last = now;
    }

    /** So much a minute. */
    static Allowance perMinute(long amount, Instant now) {
        return new Allowance(amount, amount / 60.0, now);
    }

    /** Without limit, until a server says something of one. */
    static Allowance unknown(Instant now) {
        return new Allowance(Double.POSITIVE_INFINITY, 0, now);
    }

    /** Uses some, or gives some back. */
    void take(long amount, Instant now) {
        fill(now);
        level = Math.min(capacity, level - (double) amount);
    }

    /** How long until what was taken is repaid. */
    Duration debt(Instant now) {
        fill(now);
        if (level >= 0) return Duration.ZERO;
        double nanos = -level / perSecond * NANOS_PER_SECOND;
        return Duration.ofNanos((long) Math.ceil(nanos)); // a cast saturates, so no rate at all is "for ever"
    }

    /** Takes over what the server says, for a while. */
    void learn(ServerLimits.Level said, Instant now, Duration length) {
        double seconds = said.reset().toNanos() / NANOS_PER_SECOND;
        double missing = said.limit() - said.remaining();
        fill(now);
        forgotten = now.plus(length);
        if (missing > 0 && seconds > 0) {
            capacity = said.limit();
            perSecond = missing / seconds;
            level = Math.min(level, (double) said.remaining());
        } else if (said.remaining() == 0 && seconds > 0) {
            // It does not say how much there will be then: one, at the least.
            capacity = 1;
            perSecond = 1 / seconds;
            level = Math.min(level, 0);
        } else {
            forget();
        }
    }

    private void forget() {
        capacity = Double.POSITIVE_INFINITY;
        level = Double.POSITIVE_INFINITY;
    }

    private void fill(Instant now) {
        if (now.isAfter(forgotten)) forget();
        double seconds = Duration.between(last, now).toNanos() / NANOS_PER_SECOND;
        if (seconds <= 0) return; // the clock was set back
        last = now;
        level = Math.min(capacity, level + seconds * perSecond);
    }
}
