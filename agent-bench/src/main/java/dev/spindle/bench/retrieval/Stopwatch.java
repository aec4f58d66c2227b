package dev.spindle.bench.retrieval;

import java.lang.management.ManagementFactory;

/** Time since it was made, by the clock and of the processor that its thread had. For one thread. */
final class Stopwatch {
    private final long start = System.nanoTime();
    private final long used = processorNanos();

    double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    double processorMillis() {
        return (processorNanos() - used) / 1e6;
    }

    private static long processorNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
