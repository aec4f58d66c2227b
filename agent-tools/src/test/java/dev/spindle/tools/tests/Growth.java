package dev.spindle.tools.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** How much more work is done for eight times as much, by memory that is taken and by the processor's time. */
final class Growth {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int TIMES = 8;
    private static final double MOST = 24;
    /** Less than this is no work, and all of it chance. */
    private static final long LEAST_NANOS = 5_000_000;

    private Growth() {}

    /** What is done to so much. */
    interface Work {
        void of(int count) throws Exception;
    }

    private record Cost(long bytes, long nanos) {
        static Cost of(Work work, int count) throws Exception {
            long bytes = THREADS.getCurrentThreadAllocatedBytes();
            long nanos = THREADS.getCurrentThreadCpuTime();
            work.of(count);
            return new Cost(
                    THREADS.getCurrentThreadAllocatedBytes() - bytes, THREADS.getCurrentThreadCpuTime() - nanos);
        }

        Cost least(Cost other) {
            return new Cost(Math.min(bytes, other.bytes), Math.min(nanos, other.nanos));
        }
    }

    /** Eight times as much takes about eight times the work; in square, it would take 64 times. */
    static void assertLinear(int few, Work work) throws Exception {
        work.of(few);
        // Twice, since whatever comes between makes it more.
        Cost little = Cost.of(work, few).least(Cost.of(work, few));
        Cost much = Cost.of(work, TIMES * few).least(Cost.of(work, TIMES * few));

        assertThat((double) much.bytes / little.bytes).as("memory").isLessThan(MOST);
        assertThat((double) much.nanos / Math.max(LEAST_NANOS, little.nanos))
                .as("time")
                .isLessThan(MOST);
    }
}
