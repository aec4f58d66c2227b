package dev.spindle.bench.journal;

import dev.spindle.journal.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs that append at the same time.
 *
 * @param runs how many there are
 * @param events of each
 */
record Neighbours(Journal journal, int runs, int events) {
    private static final int GIANT = 1_000_000;

    /** How long their appends take. */
    AppendTimes alone() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(runs);
        try {
            return together(threads, "alone-");
        } finally {
            threads.shutdown();
        }
    }

    /** How long they take while another run appends as fast as it can, a megabyte at a time. */
    AppendTimes besideGiant() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(runs + 1);
        AtomicBoolean over = new AtomicBoolean();
        try {
            Future<?> giant =
                    threads.submit(() -> AppendTimes.appendWhile(journal, "giant", GIANT, written -> !over.get()));
            AppendTimes times = together(threads, "beside-");
            over.set(true);
            giant.get();
            return times;
        } finally {
            over.set(true);
            threads.shutdown();
        }
    }

    private AppendTimes together(ExecutorService threads, String name) throws InterruptedException, ExecutionException {
        List<Future<AppendTimes>> running = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            String runId = name + run;
            running.add(threads.submit(() -> AppendTimes.of(journal, runId, events)));
        }
        List<AppendTimes> all = new ArrayList<>();
        for (Future<AppendTimes> each : running) all.add(each.get());
        return AppendTimes.joined(all);
    }
}
