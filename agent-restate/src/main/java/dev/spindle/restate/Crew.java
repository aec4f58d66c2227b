package dev.spindle.restate;

import dev.spindle.run.StepRunner;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** The threads of handlers and their steps, and how many of them are at work. Thread-safe. */
final class Crew implements Executor {
    private final Executor threads = StepRunner.threads("spindle-restate");
    private int tasks;
    private int steps;
    private boolean leaves;
    private volatile boolean isClosed;

    @Override
    public void execute(Runnable task) {
        change(1, 0);
        threads.execute(() -> {
            try {
                task.run();
            } catch (RejectedExecutionException serverIsGone) {
                if (!isClosed) throw serverIsGone; // else what it has to say reaches nobody, as the engine knows
            } finally {
                change(-1, 0);
            }
        });
    }

    /**
     * Somebody begins a step here.
     *
     * @throws IllegalStateException if no more are begun here, so that the engine goes on elsewhere
     */
    synchronized void beginStep() {
        if (leaves) throw new IllegalStateException("This worker begins no more steps; another goes on with the run");
        steps++;
    }

    /** A step ended here. */
    void endStep() {
        change(0, -1);
    }

    private synchronized void change(int moreTasks, int moreSteps) {
        tasks += moreTasks;
        steps += moreSteps;
        notifyAll();
    }

    synchronized RestateWorker.Status status() {
        return new RestateWorker.Status(leaves, steps);
    }

    /** Lets no more steps begin. */
    synchronized void leave() {
        leaves = true;
    }

    /** Nobody hears any more of what its tasks end with. */
    void close() {
        isClosed = true;
    }

    /** Waits until all steps that were begun have ended. */
    synchronized void awaitSteps(Duration atMost) throws InterruptedException {
        long giveUp = System.nanoTime() + atMost.toNanos();
        while (steps > 0 && System.nanoTime() < giveUp) waitUntil(giveUp);
    }

    /** Waits until nobody is at work. */
    synchronized void awaitTasks(Duration atMost) throws InterruptedException {
        long giveUp = System.nanoTime() + atMost.toNanos();
        while (tasks > 0 && System.nanoTime() < giveUp) waitUntil(giveUp);
    }

    private void waitUntil(long giveUp) throws InterruptedException {
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, giveUp - System.nanoTime()));
    }
}
