package dev.spindle.testing.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Work on eight threads at once. */
final class Threads {
    private Threads() {}

    /** Returns when all is done, and throws what the first that failed threw. */
    static void runAll(List<Runnable> work) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (Runnable one : work) all.add(threads.submit(one));
            for (Future<?> one : all) one.get();
        } finally {
            threads.shutdownNow();
            threads.awaitTermination(10, TimeUnit.SECONDS);
        }
    }
}
