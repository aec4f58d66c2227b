package dev.spindle.tools.files;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long a piece of work may go on: until its time is up or its thread is interrupted. Every loop over what others wrote asks it. Used by
 * one thread.
 */
final class Patience {
    private static final int STRIDE = 1 << 12;

    private final LongSupplier clock;
    private final long start;
    private final Duration time;
    private int steps;

    Patience(Duration time) {
        this(time, System::nanoTime);
    }

    /** Patience by a clock of nanoseconds. */
    Patience(Duration time, LongSupplier clock) {
        this.time = time;
        this.clock = clock;
        this.start = clock.getAsLong();
    }

    /** Whether to stop; the thread stays interrupted. */
    boolean isOver() {
        return Thread.currentThread().isInterrupted() || clock.getAsLong() - start > time.toNanos();
    }

    /**
     * Counts a small step; looks at the clock now and then.
     *
     * @throws UnreadableFileException if it is time to stop
     */
    void step() {
        if ((++steps & (STRIDE - 1)) == 0 && isOver()) {
            throw new UnreadableFileException(
                    "This took longer than " + time.toSeconds() + " s and was given up. Choose a smaller file.");
        }
    }
}
