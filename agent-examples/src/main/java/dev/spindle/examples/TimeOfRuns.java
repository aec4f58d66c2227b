package dev.spindle.examples;

import java.time.Duration;

/** The time that all runs of the tests of a job have together; what the model thinks between them does not count. Thread-safe. */
final class TimeOfRuns {
    private Duration left;

    TimeOfRuns(Duration most) {
        left = most;
    }

    /** Something that runs tests, in so much time. */
    @FunctionalInterface
    interface Running<T> {
        T run(Duration most) throws InterruptedException;
    }

    /** Runs, and takes off what that took. */
    <T> T spend(Running<T> running) throws InterruptedException {
        long begun = System.nanoTime();
        try {
            return running.run(left());
        } finally {
            take(Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    private synchronized void take(Duration used) {
        left = used.compareTo(left) < 0 ? left.minus(used) : Duration.ZERO;
    }

    synchronized Duration left() {
        return left;
    }

    boolean isUp() {
        return left().isZero();
    }
}
