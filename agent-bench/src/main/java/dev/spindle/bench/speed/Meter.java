package dev.spindle.bench.speed;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process has used since the meter was started. */
final class Meter {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Path STATUS = Path.of("/proc/self/status");

    private final long wall = System.nanoTime();
    private final long cpu = SYSTEM.getProcessCpuTime();
    private final long allocated = allocatedByAllThreads();

    /** CPU time of all threads, those of the compiler and the collector among them. */
    double cpuMicros() {
        return (SYSTEM.getProcessCpuTime() - cpu) / 1e3;
    }

    double wallMicros() {
        return (System.nanoTime() - wall) / 1e3;
    }

    /** Bytes allocated by all threads that still live. */
    double allocatedBytes() {
        return allocatedByAllThreads() - allocated;
    }

    private static long allocatedByAllThreads() {
        long sum = 0;
        for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) sum += Math.max(0, bytes);
        return sum;
    }

    /** CPU time of the calling thread alone. */
    static double threadCpuMicros() {
        return THREADS.getCurrentThreadCpuTime() / 1e3;
    }

    /** What is left on the heap when nobody needs the rest. */
    static double heapBytes() {
        // One collection queues what only references hold, the next frees it.
        for (int times = 0; times < 3; times++) System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** The most memory that this process had from the operating system at any time. */
    static double peakResidentMegabytes() throws IOException {
        for (String line : Files.readAllLines(STATUS)) {
            if (line.startsWith("VmHWM:")) return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
        }
        throw new IOException(STATUS + " does not tell VmHWM; this measurement needs Linux");
    }
}
