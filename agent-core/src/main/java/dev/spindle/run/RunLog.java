package dev.spindle.run;

import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Live;
import dev.spindle.event.RunEvent.Recorded;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/*
 * A chain in the order in which the events were heard. A subscriber is a place in it and a demand; it walks on by itself, and the run
 * waits for nobody. Facts stay; of sounds the last MOST_LIVE do, since what the others led up to is among the facts.
 */
/** The events of a run that goes on here, for those who watch it. Thread-safe. */
final class RunLog implements RunListener {
    private static final int MOST_LIVE = 1 << 16;

    private final LongFunction<List<Recorded>> journal;
    private final Set<EventSubscription> subscriptions = ConcurrentHashMap.newKeySet();
    private final Queue<Link> live = new ArrayDeque<>();
    private final Link head = new Link(null);
    private Link tail = head;

    /** A link of the chain; the last one of a run that is over is an {@link End}. */
    static class Link {
        private volatile @Nullable RunEvent event;
        private volatile @Nullable Link next;

        private Link(@Nullable RunEvent event) {
            this.event = event;
        }

        /** Null for a sound that is no longer kept, and at both ends of the chain. */
        @Nullable
        RunEvent event() {
            return event;
        }

        /** Null as long as nothing more was heard. */
        @Nullable
        Link next() {
            return next;
        }
    }

    /** The end of the chain. */
    static final class End extends Link {
        private final @Nullable Throwable failure;

        private End(@Nullable Throwable failure) {
            super(null);
            this.failure = failure;
        }

        @Nullable
        Throwable failure() {
            return failure;
        }
    }

    /** @param journal reads the run's recorded events from a position on */
    RunLog(LongFunction<List<Recorded>> journal) {
        this.journal = journal;
    }

    @Override
    public void on(RunEvent event) {
        Link link = new Link(event);
        synchronized (this) {
            append(link);
            if (event instanceof Live) live.add(link);
            if (live.size() > MOST_LIVE) live.remove().event = null;
        }
        subscriptions.forEach(EventSubscription::wake);
    }

    /** No more events come. */
    void end(@Nullable Throwable failure) {
        synchronized (this) {
            append(new End(failure));
        }
        subscriptions.forEach(EventSubscription::wake);
    }

    private void append(Link link) {
        tail.next = link;
        tail = link;
    }

    /** The link of the event that was seen last, or the head of the chain if it is not in it. */
    Link find(RunHandle.Cursor seen) {
        for (Link link = head.next(); link != null; link = link.next()) {
            RunEvent event = link.event();
            if (event != null && RunHandle.Cursor.behind(event).equals(seen)) return link;
        }
        return head;
    }

    /** Whether the run has ended without a sound. */
    boolean isSilent() {
        return head.next() instanceof End;
    }

    /** What was recorded from a position on, before another. */
    List<Recorded> recorded(long from, long before) {
        return journal.apply(from).stream()
                .takeWhile(event -> event.at().position() < before)
                .toList();
    }

    Flow.Publisher<RunEvent> behind(RunHandle.Cursor seen) {
        return subscriber -> {
            EventSubscription subscription = new EventSubscription(this, subscriber, seen);
            subscriptions.add(subscription);
            subscriber.onSubscribe(subscription);
            subscription.wake();
        };
    }

    void forget(EventSubscription subscription) {
        subscriptions.remove(subscription);
    }
}
