package dev.spindle.run;

import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Live;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.journal.JournalException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/*
 * Whoever brings news (an event, a request, a cancellation) adds to `news`; who finds it at zero starts a delivery, which goes on until
 * it has looked at all of them. So deliveries follow one another, and what they change needs no lock.
 */
/** One who watches a run: how far it has seen, and how much it wants. Source of the rules: Reactive Streams 1.0.4. */
final class EventSubscription implements Flow.Subscription {
    private final RunLog log;
    private final Flow.Subscriber<? super RunEvent> subscriber;
    private final AtomicInteger news = new AtomicInteger();
    private final AtomicLong demand = new AtomicLong();
    private final Queue<Recorded> missed = new ArrayDeque<>();
    private volatile boolean over;
    private volatile boolean misused;
    private RunLog.Link seen;
    private long nextRecorded;
    private boolean caughtUp;

    EventSubscription(RunLog log, Flow.Subscriber<? super RunEvent> subscriber, RunHandle.Cursor place) {
        this.log = log;
        this.subscriber = subscriber;
        this.seen = log.find(place);
        this.nextRecorded = place.nextRecorded();
        this.caughtUp = seen.event() != null || place.equals(RunHandle.Cursor.START);
    }

    @Override
    public void request(long events) {
        if (events < 1) misused = true;
        else demand.accumulateAndGet(events, (had, more) -> had + more < 0 ? Long.MAX_VALUE : had + more);
        wake();
    }

    @Override
    public void cancel() {
        over = true;
        log.forget(this);
    }

    /** There is something new to look at. */
    void wake() {
        if (news.getAndIncrement() == 0) Workers.start(this::deliver);
    }

    private void deliver() {
        int looked;
        do {
            looked = news.get();
            try {
                deliverAsked();
            } catch (RuntimeException | Error thrown) {
                end(thrown);
            }
        } while (news.addAndGet(-looked) != 0);
    }

    private void deliverAsked() {
        if (misused) end(new IllegalArgumentException("request a positive number of events (Reactive Streams, 3.9)"));
        while (!over) {
            RunEvent event = peek();
            if (event == null || demand.get() == 0) return;
            if (demand.get() != Long.MAX_VALUE) demand.decrementAndGet();
            walkOver(event);
            subscriber.onNext(event);
        }
    }

    /** The event to deliver next, and again until it is delivered; null if there is none yet, or no more. */
    private @Nullable RunEvent peek() {
        while (missed.isEmpty()) {
            RunLog.Link next = seen.next();
            if (next == null) return null;
            RunEvent event = next.event();
            if (event instanceof Recorded fact && fact.at().position() > nextRecorded)
                catchUp(fact.at().position());
            else if (next instanceof RunLog.End end) return atEnd(end);
            else if (event != null && !isSeen(event)) return event;
            else seen = next;
        }
        return missed.peek();
    }

    private boolean isSeen(RunEvent event) {
        if (event instanceof Recorded fact) return fact.at().position() < nextRecorded;
        return !caughtUp && ((Live) event).moment().position() < nextRecorded;
    }

    private void catchUp(long before) {
        List<Recorded> events = log.recorded(nextRecorded, before);
        if (events.size() != before - nextRecorded) {
            throw new JournalException(
                    "The journal no longer has the events " + nextRecorded + " to " + (before - 1) + " of the run",
                    null);
        }
        missed.addAll(events);
    }

    private @Nullable RunEvent atEnd(RunLog.End end) {
        // A run that had ended before gives its result again, and nothing is heard of it here.
        if (log.isSilent()) missed.addAll(log.recorded(nextRecorded, Long.MAX_VALUE));
        if (missed.isEmpty()) end(end.failure());
        return missed.peek();
    }

    private void walkOver(RunEvent event) {
        boolean fromJournal = missed.poll() != null;
        if (!fromJournal) seen = Objects.requireNonNull(seen.next(), "it was looked at");
        if (event instanceof Recorded fact) {
            nextRecorded = fact.at().position() + 1;
            caughtUp = true;
        }
    }

    private void end(@Nullable Throwable failure) {
        if (over) return;
        cancel();
        if (failure == null) subscriber.onComplete();
        else subscriber.onError(failure);
    }
}
