package dev.spindle.examples;

import dev.spindle.context.Cancellation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** While open, cancels a run when the process is told to stop, as by Ctrl-C, and keeps the process until the result is printed. */
final class CancelOnExit implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;

    private final CountDownLatch printed = new CountDownLatch(1);

    private CancelOnExit() {}

    static CancelOnExit of(Cancellation cancellation) {
        CancelOnExit link = new CancelOnExit();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> link.stop(cancellation), "cancel-on-exit"));
        return link;
    }

    /** Once closed, the hook has nothing to wait for, so it need not be removed. */
    private void stop(Cancellation cancellation) {
        if (printed.getCount() == 0) return;
        cancellation.cancel("the program was told to stop");
        try {
            if (!printed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("the run did not stop within " + PATIENCE_SECONDS + " seconds and was left");
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        printed.countDown();
    }
}
