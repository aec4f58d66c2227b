package dev.spindle.mcp;

import java.time.Duration;

/**
 * An instant by which something must be done.
 *
 * @param length how much time there was; zero for any
 * @param at by {@link System#nanoTime}
 */
record Deadline(Duration length, long at) {
    static Deadline in(Duration length) {
        return new Deadline(length, System.nanoTime() + length.toNanos());
    }

    /** What is left, at least a millisecond; zero for ever. */
    Duration left() {
        if (length.isZero()) return length;
        return Duration.ofNanos(Math.max(1_000_000, at - System.nanoTime()));
    }

    boolean isOver() {
        return !length.isZero() && System.nanoTime() - at >= 0;
    }
}
