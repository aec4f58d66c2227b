package dev.spindle.run;

import dev.spindle.context.Cancellation;
import dev.spindle.event.Input;
import dev.spindle.journal.Journal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * The driving thread takes from the inbox between two steps, and a step may be a reply that streams for minutes. So the inbox of a run
 * that goes on for longer is looked at meanwhile: the JDK's one timer thread waits, and a worker looks, briefly and on its own, so that
 * a slow store holds up no other run. What is seen is not taken: the driver records it at its next step, which is now.
 */
/** Hears, while a run is driven, of a cancellation that somebody posts. */
final class InboxWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(InboxWatch.class);
    private static final long MILLIS_BETWEEN_LOOKS = 400;

    private final Journal journal;
    private final String runId;
    private final LongSupplier received;
    private final Cancellation cancellation;
    private CompletableFuture<@Nullable Void> next = new CompletableFuture<>();
    private boolean closed;

    /**
     * A watch that begins now.
     *
     * @param received how much of the inbox the driver has taken
     * @param cancellation is cancelled if a cancellation is found behind that
     */
    InboxWatch(Journal journal, String runId, LongSupplier received, Cancellation cancellation) {
        this.journal = journal;
        this.runId = runId;
        this.received = received;
        this.cancellation = cancellation;
        waitForNext();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what a look throws is told by the look
    private synchronized void waitForNext() {
        if (closed) return;
        next = new CompletableFuture<@Nullable Void>()
                .completeOnTimeout(null, MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
        next.thenRunAsync(this::look, Workers::start);
    }

    private void look() {
        try {
            for (Input posted : journal.inbox(runId, received.getAsLong())) {
                if (posted instanceof Input.Cancelled cancelled) {
                    cancellation.cancel(cancelled.reason());
                    return;
                }
            }
        } catch (RuntimeException unread) {
            log.debug("run={} has an inbox that cannot be read now; its driver will try again", runId, unread);
        }
        waitForNext();
    }

    @Override
    public synchronized void close() {
        closed = true;
        next.cancel(false);
    }
}
