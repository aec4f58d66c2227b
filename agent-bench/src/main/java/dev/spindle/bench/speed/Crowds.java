package dev.spindle.bench.speed;

import dev.spindle.bench.speed.contestant.Contestant;
import dev.spindle.bench.speed.contestant.Task;
import dev.spindle.bench.speed.server.Script;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/** Many agents at once. */
final class Crowds {
    private static final Script BUSY = Script.ofRounds(5).withCalls(4).withDelay(50);
    private static final Script WORKING = BUSY.withToolTime(20);
    private static final Script WAITING = Script.ofRounds(0).withDelay(2_000);
    private static final int RUNS_EACH = 3;
    private static final double MILLI = 1e-6;

    private Crowds() {}

    /** Agents that each do several runs of five rounds of four tools. */
    static Figures measure(Contestant contestant, int agents) throws InterruptedException {
        return measure(contestant, BUSY, agents);
    }

    /** The same with tools that take their time, and what became of it in the journal. */
    static Figures measureKept(Contestant contestant, int agents) throws InterruptedException {
        Contestant.Written before = contestant.written();
        Meter meter = new Meter();
        Figures figures = measure(contestant, WORKING, agents);
        double seconds = meter.wallMicros() / 1e6;
        Contestant.Written after = contestant.written();
        double appends = after.appends() - before.appends();
        double commits = after.commits() - before.commits();
        return figures.with("appendsPerSecond", appends / seconds)
                .with("commitsPerSecond", commits / seconds)
                .with("appendsPerCommit", commits == 0 ? 0 : appends / commits);
    }

    private static Figures measure(Contestant contestant, Script script, int agents) throws InterruptedException {
        double[] millis = new double[agents * RUNS_EACH];
        AtomicInteger failures = new AtomicInteger();
        Meter meter = new Meter();
        together(agents, agent -> {
            for (int run = 0; run < RUNS_EACH; run++) {
                long started = System.nanoTime();
                if (!answers(contestant, script)) failures.incrementAndGet();
                millis[agent * RUNS_EACH + run] = (System.nanoTime() - started) * MILLI;
            }
        });
        double seconds = meter.wallMicros() / 1e6;
        Arrays.sort(millis);
        return Figures.of("runsPerSecond", millis.length / seconds)
                .with("p50Millis", millis[millis.length / 2])
                .with("p99Millis", millis[millis.length * 99 / 100])
                .with("cpuMicros", meter.cpuMicros() / millis.length)
                .with("failures", failures.get());
    }

    /** Agents that do nothing but wait for a slow model, and the memory that this takes. */
    static Figures measureWaiting(Contestant contestant, int agents) throws InterruptedException, IOException {
        AtomicInteger failures = new AtomicInteger();
        contestant.prepare(WAITING);
        Meter meter = new Meter();
        together(agents, agent -> {
            if (!answers(contestant, WAITING)) failures.incrementAndGet();
        });
        return Figures.of("failures", failures.get())
                .with("residentMegabytes", Meter.peakResidentMegabytes())
                .with("seconds", meter.wallMicros() / 1e6);
    }

    private static boolean answers(Contestant contestant, Script script) {
        try {
            return !contestant.ask(script, Task.QUESTION).isEmpty();
        } catch (RuntimeException failed) {
            System.err.println(failed);
            return false;
        }
    }

    /** What one agent does. */
    @FunctionalInterface
    private interface Work {
        void run(int agent);
    }

    private static void together(int agents, Work work) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(agents);
        ExecutorService threads = Threads.perTask();
        for (int agent = 0; agent < agents; agent++) {
            int own = agent;
            threads.execute(() -> {
                work.run(own);
                over.countDown();
            });
        }
        over.await();
        threads.shutdown();
    }
}
