package dev.spindle.jdbc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/*
 * Who comes first leads: it does its own at once, so whoever is alone waits for nobody. Those who come meanwhile queue. When a leader is
 * done, the first of the queue leads, and does what it wants together with what the others behind it want, as far as the bounds go; so
 * nobody is kept longer than its own work takes. Who alone wants more than the bounds leads a group of its own, and lets those who wait
 * behind it go before, once: so nobody is passed for ever, and nobody waits for two of those. There is no timer and no thread of our own.
 */
/**
 * Does at once what many want at the same time. Thread-safe.
 *
 * @param <W> what one wants
 * @param <R> what one gets
 */
final class Together<W, R> {
    private static final int MOST = 256;

    private final Work<W, R> work;
    private final ToLongFunction<W> size;
    private final long largest;
    private final int mostLeaders;
    private final Deque<Waiting<W, R>> queue = new ArrayDeque<>();
    private int leaders;

    /**
     * For a kind of work.
     *
     * @param size of what one wants
     * @param largest size of all that is done at once, unless one alone is larger
     * @param mostLeaders how many may work at the same time
     */
    Together(Work<W, R> work, ToLongFunction<W> size, long largest, int mostLeaders) {
        this.work = work;
        this.size = size;
        this.largest = largest;
        this.mostLeaders = mostLeaders;
    }

    /** Work for several. */
    @FunctionalInterface
    interface Work<W, R> {
        /** What each of them gets, in the same order; must not fail because of one of them. */
        List<R> of(List<W> wanted);
    }

    /** Does what one wants, as soon as it can be done; an interrupt stays pending and stops nothing. */
    R get(W wanted) {
        Waiting<W, R> own = new Waiting<>(wanted);
        if (leads(own) || own.isCalledToLead()) lead(own);
        return own.outcome();
    }

    private synchronized boolean leads(Waiting<W, R> own) {
        if (leaders < mostLeaders) {
            leaders++;
            return true;
        }
        queue.add(own);
        return false;
    }

    private void lead(Waiting<W, R> leader) {
        List<Waiting<W, R>> group = groupOf(leader);
        Throwable broken = null;
        List<R> results = List.of();
        try {
            results = work.of(group.stream().map(each -> each.wanted).toList());
        } catch (RuntimeException | Error thrown) {
            broken = thrown;
        }
        handOn();
        for (int at = 0; at < group.size(); at++) {
            if (broken == null) group.get(at).end(results.get(at));
            else group.get(at).breakOff(broken);
        }
        if (broken instanceof Error error) throw error;
    }

    private synchronized List<Waiting<W, R>> groupOf(Waiting<W, R> leader) {
        List<Waiting<W, R>> group = new ArrayList<>();
        group.add(leader);
        long sum = size.applyAsLong(leader.wanted);
        for (Iterator<Waiting<W, R>> queued = queue.iterator(); queued.hasNext() && group.size() < MOST; ) {
            Waiting<W, R> next = queued.next();
            long more = size.applyAsLong(next.wanted);
            if (more > largest) continue;
            sum += more;
            if (sum > largest) break;
            queued.remove();
            group.add(next);
        }
        return group;
    }

    private synchronized void handOn() {
        Waiting<W, R> next = nextLeader();
        if (next == null) {
            leaders--;
            return;
        }
        queue.remove(next);
        next.callToLead();
    }

    private @Nullable Waiting<W, R> nextLeader() {
        Waiting<W, R> first = queue.peek();
        if (first == null || first.hasLetOthersGoBefore || !isLarge(first)) return first;
        first.hasLetOthersGoBefore = true;
        return queue.stream().filter(each -> !isLarge(each)).findFirst().orElse(first);
    }

    private boolean isLarge(Waiting<W, R> one) {
        return size.applyAsLong(one.wanted) > largest;
    }

    /** One who waits; its fields are written before its state, and read behind it. */
    private static final class Waiting<W, R> {
        private final W wanted;
        private final Thread thread = Thread.currentThread();
        private volatile State state = State.QUEUED;
        private boolean hasLetOthersGoBefore; // looked at and changed in the queue's lock
        private @Nullable R result;
        private @Nullable Throwable broken;

        private enum State {
            QUEUED,
            LEADING,
            DONE
        }

        Waiting(W wanted) {
            this.wanted = wanted;
        }

        /** Waits until its work is done, or is to be done by itself; whether it is the latter. */
        boolean isCalledToLead() {
            boolean interrupted = false;
            while (state == State.QUEUED) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
            if (interrupted) Thread.currentThread().interrupt();
            return state == State.LEADING;
        }

        void callToLead() {
            state = State.LEADING;
            LockSupport.unpark(thread);
        }

        void end(R with) {
            result = with;
            wake();
        }

        void breakOff(Throwable why) {
            broken = why;
            wake();
        }

        private void wake() {
            state = State.DONE;
            if (thread != Thread.currentThread()) LockSupport.unpark(thread);
        }

        R outcome() {
            if (broken != null) throw new BrokenOffException(broken);
            return Objects.requireNonNull(result, "whoever is done has a result");
        }
    }

    /** Something threw that nobody expects, while the work of one was done with that of others; whether it was done is unknown. */
    static final class BrokenOffException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BrokenOffException(Throwable cause) {
            super("It was broken off: " + cause, cause);
        }
    }
}
