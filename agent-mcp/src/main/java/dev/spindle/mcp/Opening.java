package dev.spindle.mcp;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The moment from which a server tells its changes, for which somebody waits, but not for ever. Thread-safe. */
final class Opening {
    private final Runnable whenLate;
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicBoolean settled = new AtomicBoolean();

    /**
     * One that is still to come.
     *
     * @param whenLate called if it comes when nobody waits any more: what has changed meanwhile was not heard
     */
    Opening(Runnable whenLate) {
        this.whenLate = whenLate;
    }

    /** It is there. */
    void done() {
        if (!settled.compareAndSet(false, true)) whenLate.run();
        over.countDown();
    }

    /** It will not come any more. */
    void end() {
        over.countDown();
    }

    /** Waits until it is there or will not come; whether that was in time. */
    boolean await(Duration most) throws InterruptedException {
        return over.await(most.toMillis(), TimeUnit.MILLISECONDS) || !settled.compareAndSet(false, true);
    }
}
