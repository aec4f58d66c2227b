package dev.spindle.run;

import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/*
 * A cached pool of the JDK does the same, but its idle threads spin before they sleep, which takes processor time for each call, and is in
 * vain where a model is asked between two tools. Here a thread sleeps at once. Whoever takes it out of `idle` owns it: somebody with
 * work, or the thread itself when it was idle for too long.
 */
/** Daemon threads, always enough: an idle one takes the work, the last one first, else a new one does. */
final class Threads implements Executor {
    private final String name;
    private final long mostIdleNanos;
    private final Deque<Worker> idle = new ConcurrentLinkedDeque<>();

    /**
     * No threads yet.
     *
     * @param name of each thread
     * @param mostIdle after which a thread ends
     */
    Threads(String name, Duration mostIdle) {
        this.name = name;
        this.mostIdleNanos = mostIdle.toNanos();
    }

    @Override
    public void execute(Runnable work) {
        Worker worker = idle.pollFirst();
        if (worker != null) worker.take(work);
        else new Worker(work).start();
    }

    private final class Worker extends Thread {
        private volatile @Nullable Runnable work;

        private Worker(Runnable first) {
            super(name);
            this.work = first;
            setDaemon(true);
        }

        private void take(Runnable next) {
            work = next;
            LockSupport.unpark(this);
        }

        @Override
        public void run() {
            for (Runnable next = work; next != null; next = awaited()) {
                next.run();
                work = null;
                idle.addFirst(this);
            }
        }

        /** The next work; null if none came for long, whereupon the thread ends. */
        private @Nullable Runnable awaited() {
            long end = System.nanoTime() + mostIdleNanos;
            while (work == null) {
                long left = end - System.nanoTime();
                if (left <= 0 && idle.remove(this)) return null;
                Thread.interrupted(); // what a tool left behind would keep it awake
                if (left > 0) LockSupport.parkNanos(this, left);
                else Thread.onSpinWait(); // taken, and about to be told
            }
            Thread.interrupted();
            return work;
        }
    }
}
