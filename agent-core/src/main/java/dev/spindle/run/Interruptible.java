package dev.spindle.run;

import dev.spindle.context.Cancellation;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/*
 * An interrupt that comes a moment too late would hit whatever the thread does next: a pooled thread's next tool, or the caller's
 * own code. So the thread is interrupted only between begin and end, and a flag that we set is cleared at the end.
 */
/** Interrupts a thread when a cancellation asks for it, but only while the thread does the work in question. */
final class Interruptible {
    private @Nullable Thread worker = Thread.currentThread();
    private boolean interrupted;

    private Interruptible() {}

    static <T> T call(Cancellation cancellation, Callable<T> work) throws Exception {
        Interruptible guard = new Interruptible();
        try (Cancellation.Registration registration = cancellation.onCancel(guard::interrupt)) {
            return work.call();
        } finally {
            guard.end();
        }
    }

    private synchronized void interrupt() {
        if (worker == null) return;
        interrupted = true;
        worker.interrupt();
    }

    private synchronized void end() {
        worker = null;
        if (interrupted) Thread.interrupted();
    }
}
