package dev.spindle.jdbc;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The runs that are driven here, and the one thread that renews their leases while there are any. Thread-safe. */
final class Leases {
    private final Map<String, Long> fences = new HashMap<>();
    private final Duration between;
    private final Renewal renewal;
    private @Nullable Thread heart;

    /** Leases that are renewed so often. */
    Leases(Duration between, Renewal renewal) {
        this.between = between;
        this.renewal = renewal;
    }

    /** Renews leases, of all runs at once. */
    @FunctionalInterface
    interface Renewal {
        /** Which of the leases are not lost. */
        Set<String> renew(Set<String> runIds);
    }

    synchronized void hold(String runId, long fence) {
        fences.put(runId, fence);
        if (heart != null) return;
        Thread beating = new Thread(this::beat, "spindle-leases");
        beating.setDaemon(true);
        heart = beating;
        beating.start();
    }

    synchronized OptionalLong fence(String runId) {
        Long fence = fences.get(runId);
        return fence == null ? OptionalLong.empty() : OptionalLong.of(fence);
    }

    /** Drives a run no more, unless it is driven anew since. */
    synchronized void drop(String runId, long fence) {
        fences.remove(runId, fence);
        if (fences.isEmpty()) notifyAll();
    }

    synchronized Map<String, Long> all() {
        return Map.copyOf(fences);
    }

    /** When nothing is driven here any more: waits for whoever renews at this moment, for so long at most. */
    void awaitRest(Duration most) {
        Thread beating;
        synchronized (this) {
            beating = heart;
        }
        if (beating == null) return;
        try {
            beating.join(most.toMillis());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat() {
        while (isWanted()) {
            Map<String, Long> held = all();
            Set<String> renewed = renewal.renew(held.keySet());
            held.forEach((runId, fence) -> {
                if (!renewed.contains(runId)) drop(runId, fence);
            });
        }
    }

    /** Waits for the next beat; ends the thread when there is nothing left to renew. */
    private synchronized boolean isWanted() {
        long next = System.nanoTime() + between.toNanos();
        try {
            for (long left = between.toNanos(); left > 0; left = next - System.nanoTime()) {
                if (fences.isEmpty()) break;
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException nobodysOrder) {
            // The thread is ours alone; whoever interrupts it ends it, and the next run begins another.
            heart = null;
            return false;
        }
        if (fences.isEmpty()) heart = null;
        return !fences.isEmpty();
    }
}
