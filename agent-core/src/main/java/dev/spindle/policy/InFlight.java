package dev.spindle.policy;

import dev.spindle.context.Cancellation;
import dev.spindle.context.Cancellation.CancelledException;

/*
 * Additive increase, multiplicative decrease, as in TCP: whoever is told that there is too much halves what may be under way, and
 * every success adds a little. Of the calls that were under way together when there was too much only the first counts.
 */
/** How many calls may be under way at once; learns from how they end. Thread-safe. */
final class InFlight {
    private final int most;
    private double allowed;
    private int underWay;
    private long cuts;

    InFlight(int most) {
        this.most = most;
        this.allowed = most;
    }

    /**
     * Waits for a place.
     *
     * @return how often the number had been cut by then; give it to {@link #cut}
     * @throws CancelledException if cancelled or interrupted meanwhile
     */
    long enter(Cancellation cancellation) {
        try (Cancellation.Registration waking = cancellation.onCancel(this::wake)) {
            return enterWhenFree(cancellation);
        }
    }

    private synchronized long enterWhenFree(Cancellation cancellation) {
        while (underWay >= (int) allowed) {
            cancellation.check();
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancelledException("interrupted while other calls were under way");
            }
        }
        underWay++;
        return cuts;
    }

    private synchronized void wake() {
        notifyAll();
    }

    synchronized void leave() {
        underWay--;
        notifyAll();
    }

    /** There was room for the call. */
    synchronized void grow() {
        allowed = Math.min(most, allowed + 1 / allowed);
        notifyAll();
    }

    /** There was too much under way. */
    synchronized void cut(long cutsBefore) {
        if (cutsBefore != cuts) return;
        cuts++;
        allowed = Math.max(1, allowed / 2);
    }

    /** How many may be under way now. */
    synchronized int allowed() {
        return (int) allowed;
    }
}
