package dev.spindle.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What reading one hostile input may cost its thread: so much work, and so much memory, whether kept or not. */
public final class Budget {
    private static final long MAX_CPU_NANOS = 5_000_000_000L;
    private static final long MAX_BYTES = 192L << 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Budget() {}

    /** Reads an input. */
    @FunctionalInterface
    public interface Reading {
        /** May throw what the reader declares for hostile input only after having caught it. */
        void read() throws Exception;
    }

    /** Reads, and fails if that took too much, twice: the first reading of all loads classes. */
    public static void hold(Reading reading) throws Exception {
        if (!excess(reading).isEmpty()) {
            String excess = excess(reading);
            if (!excess.isEmpty()) throw new AssertionError(excess);
        }
    }

    private static String excess(Reading reading) throws Exception {
        long cpu = THREADS.getCurrentThreadCpuTime();
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        reading.read();
        long bytesSince = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        long cpuSince = THREADS.getCurrentThreadCpuTime() - cpu;
        if (bytesSince > MAX_BYTES) return "it took " + (bytesSince >> 20) + " MiB of memory";
        return cpuSince > MAX_CPU_NANOS ? "it took " + cpuSince / 1_000_000 + " ms of work" : "";
    }
}
