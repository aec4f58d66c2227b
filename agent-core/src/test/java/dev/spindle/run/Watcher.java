package dev.spindle.run;

import dev.spindle.event.RunEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A subscriber that remembers what it was told, and leaves when it has seen enough. */
final class Watcher implements Flow.Subscriber<RunEvent> {
    private final List<RunEvent> seen = new ArrayList<>();
    private final int most;
    private final long first;
    private Flow.@Nullable Subscription subscription;
    private @Nullable Throwable failure;
    private boolean over;

    private Watcher(int most, long first) {
        this.most = most;
        this.first = first;
    }

    static Watcher of(Flow.Publisher<RunEvent> events) {
        return subscribed(events, new Watcher(Integer.MAX_VALUE, Long.MAX_VALUE));
    }

    static Watcher asking(Flow.Publisher<RunEvent> events, long first) {
        return subscribed(events, new Watcher(Integer.MAX_VALUE, first));
    }

    static Watcher leaving(Flow.Publisher<RunEvent> events, int after) {
        return subscribed(events, new Watcher(after, Long.MAX_VALUE));
    }

    private static Watcher subscribed(Flow.Publisher<RunEvent> events, Watcher watcher) {
        events.subscribe(watcher);
        return watcher;
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription given) {
        subscription = given;
        notifyAll();
        if (first > 0) given.request(first);
    }

    void request(long events) {
        subscription.request(events);
    }

    @Override
    public synchronized void onNext(RunEvent event) {
        if (over) throw new AssertionError("told after the end: " + event);
        seen.add(event);
        if (seen.size() == most) {
            subscription.cancel();
            over = true;
        }
        notifyAll();
    }

    @Override
    public synchronized void onError(Throwable thrown) {
        failure = thrown;
        over = true;
        notifyAll();
    }

    @Override
    public synchronized void onComplete() {
        over = true;
        notifyAll();
    }

    synchronized List<RunEvent> seen() {
        return List.copyOf(seen);
    }

    synchronized boolean isOver() {
        return over;
    }

    synchronized void awaitEvents(int count) {
        awaitUntil(() -> seen.size() >= count || over);
    }

    synchronized List<RunEvent> awaitEnd() {
        awaitUntil(() -> over);
        if (failure != null) throw new AssertionError("failed", failure);
        return seen();
    }

    synchronized Throwable awaitFailure() {
        awaitUntil(() -> over);
        if (failure == null) throw new AssertionError("it ended well");
        return failure;
    }

    private synchronized void awaitUntil(BooleanSupplier reached) {
        try {
            while (!reached.getAsBoolean()) wait();
        } catch (InterruptedException stopped) {
            throw new AssertionError("interrupted", stopped);
        }
    }
}
