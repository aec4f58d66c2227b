package dev.spindle.journal;

import dev.spindle.context.Ids;
import dev.spindle.event.EventJson;
import dev.spindle.event.Input;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.StopReason;
import dev.spindle.journal.Journal.Conflicts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the events of unfinished runs in this process; a finished run is dropped, and of those that stopped without waiting for a person
 * all but the last {@value #MOST_STOPPED}. Thread-safe.
 */
public final class InMemoryJournal implements Journal {
    static final int MOST_STOPPED = 1_000;

    private final Map<String, Kept> runs = new ConcurrentHashMap<>();
    private final Set<String> stopped = new LinkedHashSet<>();

    @Override
    public void append(String runId, long position, List<Recorded> events) {
        runs.compute(Ids.run(runId), (id, known) -> {
            Kept kept = known == null ? new Kept() : known;
            if (position != kept.events.size()) throw Conflicts.positionTaken(id, position, kept.events.size());
            if (Conflicts.takesTheWheel(events) && kept.driven) throw Conflicts.driven(id);
            kept.events.addAll(events);
            kept.driven = !Conflicts.endsDriving(events);
            boolean finished = events.get(events.size() - 1) instanceof RunEvent.Finished;
            return finished ? null : kept;
        });
        keepFew(runId, events.get(events.size() - 1));
    }

    /** A run that goes on again is none of those that stopped. */
    private void keepFew(String runId, Recorded last) {
        boolean stops = last instanceof RunEvent.Stopped stop && stop.reason() != StopReason.WAITING;
        synchronized (stopped) {
            if (!stops) {
                if (!stopped.isEmpty()) stopped.remove(runId);
                return;
            }
            stopped.add(runId);
            if (stopped.size() <= MOST_STOPPED) return;
            String oldest = stopped.iterator().next();
            stopped.remove(oldest);
            runs.computeIfPresent(oldest, (id, kept) -> kept.driven ? kept : null);
        }
    }

    @Override
    public List<Recorded> read(String runId, long from) {
        List<Recorded> found = new ArrayList<>();
        runs.computeIfPresent(runId, (id, kept) -> {
            found.addAll(kept.events.subList((int) Math.min(from, kept.events.size()), kept.events.size()));
            return kept;
        });
        return List.copyOf(found);
    }

    @Override
    public void post(String runId, Input input) {
        EventJson.writeInput(input); // what no other journal takes is not taken here either
        runs.computeIfPresent(Ids.run(runId), (id, kept) -> {
            List<Input> more = new ArrayList<>(kept.inbox);
            more.add(input);
            kept.inbox = List.copyOf(more);
            return kept;
        });
    }

    @Override
    public List<Input> inbox(String runId, long from) {
        Kept kept = runs.get(runId);
        if (kept == null || from >= kept.inbox.size()) return List.of();
        return kept.inbox.subList((int) from, kept.inbox.size());
    }

    @Override
    public List<String> unfinished() {
        return List.copyOf(runs.keySet());
    }

    @Override
    public boolean delete(String runId) {
        // Taken one by one, since a run may be taken up between a look at all of them and the deletion.
        List<String> family = runs.keySet().stream()
                .filter(id -> id.equals(runId) || id.startsWith(runId + "/"))
                .toList();
        for (String id : family) {
            if (isDriven(id)) throw Conflicts.driven(id);
        }
        for (String id : family) {
            runs.computeIfPresent(id, (unused, kept) -> {
                if (kept.driven) throw Conflicts.driven(id);
                return null;
            });
        }
        return !family.isEmpty();
    }

    private boolean isDriven(String runId) {
        boolean[] driven = new boolean[1];
        runs.computeIfPresent(runId, (id, kept) -> {
            driven[0] = kept.driven;
            return kept;
        });
        return driven[0];
    }

    @Override
    public void release(String runId) {
        runs.computeIfPresent(runId, (id, kept) -> {
            kept.driven = false;
            return kept;
        });
    }

    /** Changed only while the map has its run locked. */
    private static final class Kept {
        private final List<Recorded> events = new ArrayList<>();
        private volatile List<Input> inbox = List.of(); // looked at in every step, without a lock
        private boolean driven;
    }
}
