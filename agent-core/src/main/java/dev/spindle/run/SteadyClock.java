package dev.spindle.run;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A clock that another is asked for the time once, and that then goes on by itself: nobody can set it. */
final class SteadyClock extends Clock {
    private final Clock wall;
    private final LongSupplier nanos;
    private final Instant begun;
    private final long nanosThen;

    SteadyClock(Clock wall, LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
        this.begun = wall.instant();
        this.nanosThen = nanos.getAsLong();
    }

    /** What measures time beside a clock: the machine beside its own, else the clock itself, so that tests can set it. */
    static LongSupplier nanosOf(Clock clock) {
        if (clock.equals(Clock.system(clock.getZone()))) return System::nanoTime;
        return () -> {
            Instant now = clock.instant();
            return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        };
    }

    @Override
    public Instant instant() {
        return begun.plusNanos(nanos.getAsLong() - nanosThen);
    }

    @Override
    public ZoneId getZone() {
        return wall.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new SteadyClock(wall.withZone(zone), nanos);
    }
}
