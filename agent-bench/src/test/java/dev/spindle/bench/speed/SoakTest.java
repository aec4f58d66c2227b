package dev.spindle.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.bench.speed.contestant.Contestant;
import dev.spindle.bench.speed.contestant.Entry;
import dev.spindle.bench.speed.contestant.Task;
import dev.spindle.bench.speed.server.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Very many runs in one process, over real sockets, from several threads: nothing may be left of them.
 *
 * <p>As many as the system property {@code spindle.soak} says, 5,000 unless it is set.
 */
class SoakTest {
    private static final int RUNS = Integer.getInteger("spindle.soak", 5_000);
    private static final int THREADS = 8;
    private static final Script TWO_TOOLS = Script.ofRounds(1).withCalls(2);

    @TempDir
    private Path folder;

    @Test
    void nothingIsLeftOfVeryManyRuns() throws IOException, InterruptedException {
        try (ServerThread serving = ServerThread.started()) {
            Contestant spindle = Entry.SPINDLE.open(serving.server().url(), folder);
            runs(spindle, RUNS / 5); // what is made once is made
            double heapBefore = Meter.heapBytes();
            int threadsBefore = Thread.activeCount();

            int answered = runs(spindle, RUNS);

            double left = (Meter.heapBytes() - heapBefore) / RUNS;
            int connections = serving.server().connections();
            System.out.printf(
                    "%,d runs: %.1f bytes left of each, %d threads more, %d connections%n",
                    RUNS, left, Thread.activeCount() - threadsBefore, connections);
            assertEquals(RUNS / THREADS * THREADS, answered);
            assertThat(left).as("bytes left of each run").isLessThan(64 + 500_000.0 / RUNS);
            assertThat(Thread.activeCount()).as("threads").isLessThanOrEqualTo(threadsBefore + 2 * THREADS);
            assertThat(connections).as("connections").isLessThanOrEqualTo(THREADS);
            spindle.close();
            assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
                while (serving.server().connections() > 0) Thread.onSpinWait();
            });
        }
    }

    private static int runs(Contestant contestant, int runs) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        CountDownLatch over = new CountDownLatch(THREADS);
        AtomicInteger answered = new AtomicInteger();
        for (int thread = 0; thread < THREADS; thread++) {
            threads.execute(() -> {
                for (int run = 0; run < runs / THREADS; run++) {
                    if (!contestant.ask(TWO_TOOLS, Task.QUESTION).isEmpty()) answered.incrementAndGet();
                }
                over.countDown();
            });
        }
        over.await();
        threads.shutdown();
        assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS));
        return answered.get();
    }
}
