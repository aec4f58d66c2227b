package dev.spindle.bench.retrieval;

import java.lang.management.ManagementFactory;

/** Time since it was made, by the clock and of processors. For one thread. */
final class Stopwatch {
    private final long start = System.nanoTime();
    private final long used = processorNanos();
    private final long usedByAll = processorNanosOfAll();

    double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    /** What the thread had of a processor. */
    double processorMillis() {
        return (processorNanos() - used) / 1e6;
    }

    /** What all threads of this process had, compiler and collector included; 0 if the system does not tell. */
    double processorMillisOfAll() {
        return (processorNanosOfAll() - usedByAll) / 1e6;
    }

    private static long processorNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long processorNanosOfAll() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return system instanceof com.sun.management.OperatingSystemMXBean known ? known.getProcessCpuTime() : 0;
    }
}
