package dev.spindle.testing.server;

import dev.spindle.context.Cancellation;
import dev.spindle.http.Backoff.Pause;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Time that passes only when somebody waits, and then at once: as a {@link Pause} for policies and as a clock for agents.
 *
 * <p>Thread-safe.
 */
public final class VirtualTime extends Clock implements Pause {
    private final Instant start;
    private final List<Duration> pauses = new ArrayList<>();
    private Instant now;

    private VirtualTime(Instant start) {
        this.start = start;
        this.now = start;
    }

    /** Time that stands at this instant. */
    public static VirtualTime from(Instant start) {
        return new VirtualTime(start);
    }

    /** Time that stands at noon of the first of January 2030. */
    public static VirtualTime create() {
        return from(Instant.parse("2030-01-01T12:00:00Z"));
    }

    /** Lets the time pass. */
    @Override
    public void take(Duration length, Cancellation cancellation) {
        cancellation.check();
        synchronized (pauses) {
            pauses.add(length);
            now = now.plus(length);
        }
    }

    /** Every wait so far, in order. */
    public List<Duration> pauses() {
        synchronized (pauses) {
            return List.copyOf(pauses);
        }
    }

    /** How much time has passed. */
    public Duration elapsed() {
        return Duration.between(start, instant());
    }

    @Override
    public Instant instant() {
        synchronized (pauses) {
            return now;
        }
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** The same time; it has no zone but UTC. */
    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
