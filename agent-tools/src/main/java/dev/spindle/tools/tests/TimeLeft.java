package dev.spindle.tools.tests;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** What is left of a time that several runs of tests share. */
final class TimeLeft {
    private static final Duration ENDLESS = Duration.ofDays(365);

    private final LongSupplier nanos;
    private final long end;

    /** A time that begins now, by a clock of nanoseconds. */
    TimeLeft(Duration time, LongSupplier nanos) {
        this.nanos = nanos;
        end = nanos.getAsLong() + (time.compareTo(ENDLESS) < 0 ? time : ENDLESS).toNanos();
    }

    /** More than anybody waits for. */
    static TimeLeft endless() {
        return new TimeLeft(ENDLESS, System::nanoTime);
    }

    boolean isUp() {
        return nanosLeft() <= 0;
    }

    private long nanosLeft() {
        return end - nanos.getAsLong();
    }

    /** Tests of which each run ends with this time, if not earlier by itself. */
    ProjectTests bound(ProjectTests tests) {
        // Rounded up, so that the time is up for whoever was killed by it.
        Duration left = Duration.ofMillis(1 + Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanosLeft())));
        return left.compareTo(tests.timeout()) < 0 ? tests.withTimeout(left) : tests;
    }
}
