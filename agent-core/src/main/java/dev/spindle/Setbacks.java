package dev.spindle;

import dev.spindle.Agents.Worker.Failing;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The runs that failed in this worker's hands, each of which is tried again later and later. Thread-safe. */
final class Setbacks {
    /** The longest pause, in first ones. */
    private static final int LONGEST = 300;

    private final Duration first;
    private final Map<String, Failing> runs = new HashMap<>();

    /** Setbacks whose first pause is so long. */
    Setbacks(Duration first) {
        this.first = first;
    }

    /** A run has failed once more. */
    synchronized void add(String runId, String why) {
        Failing before = runs.get(runId);
        int times = before == null ? 1 : before.times() + 1;
        runs.put(runId, new Failing(runId, times, why, Instant.now().plus(pause(times))));
    }

    /**
     * Takes over what the events of a run tell.
     *
     * @return whether it is not yet to be tried again
     */
    synchronized boolean hold(String runId, Outlook outlook) {
        Instant next = outlook.since().plus(pause(outlook.setbacks()));
        runs.put(runId, new Failing(runId, outlook.setbacks(), outlook.why(), next));
        return Instant.now().isBefore(next);
    }

    private Duration pause(int times) {
        return first.multipliedBy(Math.min(LONGEST, 1L << Math.min(times - 1, Integer.SIZE)));
    }

    synchronized void forget(String runId) {
        runs.remove(runId);
    }

    /** Forgets those that are not among these. */
    synchronized void forgetAllBut(Set<String> runIds) {
        runs.keySet().retainAll(runIds);
    }

    synchronized boolean isHeld(String runId) {
        Failing failing = runs.get(runId);
        return failing != null && Instant.now().isBefore(failing.next());
    }

    /** All of them, those that failed most often first. */
    synchronized List<Failing> all() {
        return runs.values().stream()
                .sorted(Comparator.comparing(Failing::times).reversed().thenComparing(Failing::runId))
                .toList();
    }
}
