package dev.spindle.tools.files;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Makes calls to the file system on threads that can be left behind.
 *
 * <p>Opening a name waits for ever if somebody has swapped in a pipe without a writer after it was looked at, or if a network disk is
 * gone. Java can neither open without waiting nor wake a thread that does. So the caller waits for a bounded time and hears an
 * interrupt; a thread that is stuck stays behind, and ends when the system lets it. There are at most {@value #MOST}. Thread-safe.
 */
final class PatientCalls {
    private static final int MOST = 32;
    private static final long IDLE_SECONDS = 5;

    private final Duration limit;
    private final Semaphore places = new Semaphore(MOST);
    private final ExecutorService threads = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), Worker::new);

    /** Calls that may take that long. */
    PatientCalls(Duration limit) {
        this.limit = limit;
    }

    private static final class Worker extends Thread {
        Worker(Runnable work) {
            super(work, "spindle-files");
            setDaemon(true);
        }
    }

    /**
     * Makes a call.
     *
     * @throws UnreadableFileException if its time is up, or the thread was interrupted, which it then still is
     */
    <T> T call(Supplier<T> work) {
        return call(limit, work);
    }

    /** Makes a call that may take another time. */
    <T> T call(Duration time, Supplier<T> work) {
        if (Thread.currentThread() instanceof Worker) return work.get();
        try {
            if (!places.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS)) throw stuck(time);
            return result(begun(work), time);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new UnreadableFileException("This was stopped.", stopped);
        }
    }

    /** Has a place until it has ended, and gives it back also if it is cancelled before its thread has begun. */
    private <T> Future<T> begun(Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        boolean begun = false;
        try {
            threads.execute(() -> {
                try {
                    task.run();
                } finally {
                    places.release();
                }
            });
            begun = true;
        } finally {
            if (!begun) places.release();
        }
        return task;
    }

    private static <T> T result(Future<T> call, Duration time) throws InterruptedException {
        try {
            return call.get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException thrown) throw thrown;
            if (failed.getCause() instanceof Error thrown) throw thrown;
            throw new IllegalStateException(failed.getCause());
        } catch (TimeoutException late) {
            throw stuck(time);
        } finally {
            call.cancel(true);
        }
    }

    private static UnreadableFileException stuck(Duration time) {
        return new UnreadableFileException("The disk did not answer within " + time.toSeconds()
                + " s: a file there is no ordinary one, or the disk is gone. Choose another file.");
    }
}
