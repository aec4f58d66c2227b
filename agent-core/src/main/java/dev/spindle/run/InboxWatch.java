package dev.spindle.run;

import dev.spindle.context.Cancellation;
import dev.spindle.event.Input;
import dev.spindle.journal.Journal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * The driving thread takes from the inbox between two steps, and a step may be a reply that streams for minutes. So the inboxes of all
 * runs that go on are looked at meanwhile: the JDK's one timer thread waits, and a worker looks, for all of them at once. What is seen
 * is not taken: the driver records it at its next step, which is now.
 */
/** Hears, while runs are driven, of the cancellations that somebody posts. Thread-safe. */
final class InboxWatch {
    private static final Logger log = LoggerFactory.getLogger(InboxWatch.class);
    private static final long MILLIS_BETWEEN_LOOKS = 250;
    private static final Executor LATER =
            CompletableFuture.delayedExecutor(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS, Workers::start);

    private final Journal journal;
    private final Set<Watched> driven = new HashSet<>();
    private boolean waiting;

    InboxWatch(Journal journal) {
        this.journal = journal;
    }

    /**
     * Watches a run until that is closed.
     *
     * @param received how much of the inbox the driver has taken
     * @param cancellation is cancelled if a cancellation is found behind that
     */
    synchronized Watched watch(String runId, LongSupplier received, Cancellation cancellation) {
        Watched watched = new Watched(runId, received, cancellation);
        driven.add(watched);
        if (!waiting) waitForNext();
        return watched;
    }

    private void waitForNext() {
        waiting = true;
        LATER.execute(this::look);
    }

    private void look() {
        try {
            lookInto(driven());
        } catch (RuntimeException unread) {
            log.debug("inboxes cannot be read now; their drivers will try again", unread);
        } finally {
            goOn();
        }
    }

    private synchronized List<Watched> driven() {
        return List.copyOf(driven);
    }

    private synchronized void goOn() {
        waiting = false;
        if (!driven.isEmpty()) waitForNext();
    }

    /** Of a journal that nobody uses any more, nothing is asked: its folder may be gone. */
    private void lookInto(List<Watched> runs) {
        if (runs.isEmpty()) return;
        Map<String, Long> taken = new HashMap<>();
        for (Watched run : runs) taken.put(run.runId, run.received.getAsLong());
        Set<String> withMore = journal.havingPosts(taken);
        for (Watched run : runs) if (withMore.contains(run.runId)) run.look();
    }

    /** One run that is watched. */
    final class Watched implements AutoCloseable {
        private final String runId;
        private final LongSupplier received;
        private final Cancellation cancellation;

        private Watched(String runId, LongSupplier received, Cancellation cancellation) {
            this.runId = runId;
            this.received = received;
            this.cancellation = cancellation;
        }

        private void look() {
            try {
                for (Input posted : journal.inbox(runId, received.getAsLong())) {
                    if (posted instanceof Input.Cancelled cancelled) {
                        // What it does may take long, and the others shall be heard.
                        Workers.start(() -> cancel(cancelled.reason()));
                        return;
                    }
                }
            } catch (RuntimeException unread) {
                log.debug("run={} has an inbox that cannot be read now; its driver will try again", runId, unread);
            }
        }

        private void cancel(String reason) {
            try {
                cancellation.cancel(reason);
            } catch (RuntimeException thrown) {
                log.warn("run={} is cancelled, but who was to hear of it threw", runId, Failures.loggable(thrown));
            }
        }

        @Override
        public void close() {
            synchronized (InboxWatch.this) {
                driven.remove(this);
            }
        }
    }
}
