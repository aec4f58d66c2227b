package dev.spindle.http;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import okhttp3.ConnectionPool;
import okhttp3.internal.concurrent.TaskRunner;
import okhttp3.internal.connection.ConnectionListener;

/*
 * OkHttp wakes a thread, often two, whenever a call ends, to see whether a connection has been idle for too long; of a short call that
 * was a sixth of the CPU time. Here that thread looks from time to time, and nobody wakes it.
 *
 * OkHttp does not promise TaskRunner to anybody. Where it is another one, or cannot be reached, create throws a LinkageError.
 */
/** Makes pools that all let one thread of theirs close idle connections, and do not wake it for each call. Thread-safe. */
final class QuietPools {
    private final Duration longestIdle;
    private final Napping naps;
    private final TaskRunner cleaner;

    /** Pools whose connections are closed when they were idle for this long, or a sixth longer. */
    QuietPools(Duration longestIdle) {
        this.longestIdle = longestIdle;
        this.naps = new Napping(longestIdle.toNanos() / 6);
        this.cleaner = new TaskRunner(naps, Logger.getLogger(TaskRunner.class.getName()));
    }

    ConnectionPool create(int idleConnections) {
        return new ConnectionPool(
                idleConnections, longestIdle.toMillis(), TimeUnit.MILLISECONDS, cleaner, new ConnectionListener() {});
    }

    /** Lets the thread look now, and end if there are no connections any more. */
    void wake() {
        synchronized (cleaner) {
            naps.woken = true; // it may be about to nap, and would not hear it
            cleaner.notifyAll();
        }
    }

    private static final class Napping implements TaskRunner.Backend {
        private final ThreadPoolExecutor thread =
                new ThreadPoolExecutor(1, 1, 1, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread made = new Thread(work, "spindle-connections");
                    made.setDaemon(true);
                    return made;
                });

        private final long longestNapNanos;
        private boolean woken;

        private Napping(long longestNapNanos) {
            this.longestNapNanos = longestNapNanos;
            thread.allowCoreThreadTimeOut(true);
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void coordinatorNotify(TaskRunner runner) {}

        /** Holding the runner's monitor, as all do who call this. */
        @Override
        @SuppressWarnings("WaitNotInLoop") // the caller looks again, whatever ended the nap
        public void coordinatorWait(TaskRunner runner, long nanos) {
            try {
                if (!woken) TimeUnit.NANOSECONDS.timedWait(runner, Math.min(nanos, longestNapNanos));
                woken = false;
            } catch (InterruptedException stopped) {
                throw new IllegalStateException("Somebody interrupts a thread that is not theirs", stopped);
            }
        }

        @Override
        public <T> BlockingQueue<T> decorate(BlockingQueue<T> queue) {
            return queue;
        }

        @Override
        public void execute(TaskRunner runner, Runnable work) {
            thread.execute(work);
        }
    }
}
