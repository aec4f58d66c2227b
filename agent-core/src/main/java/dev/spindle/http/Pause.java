package dev.spindle.http;

import dev.spindle.context.Cancellation;
import dev.spindle.context.CancelledException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets time pass before the next attempt; a test gives one that takes no time. */
@FunctionalInterface
public interface Pause {
    /** Waits on the caller's thread, and wakes at once on cancellation. */
    Pause REAL = Pause::await;

    /**
     * Returns when the time has passed.
     *
     * @throws CancelledException as soon as the cancellation is cancelled or the thread is interrupted
     */
    void take(Duration length, Cancellation cancellation);

    private static void await(Duration length, Cancellation cancellation) {
        CountDownLatch cancelled = new CountDownLatch(1);
        Cancellation.Registration waking = cancellation.onCancel(cancelled::countDown);
        try {
            if (cancelled.await(length.toNanos(), TimeUnit.NANOSECONDS)) cancellation.check();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted while waiting for the next attempt");
        } finally {
            waking.close();
        }
    }
}
