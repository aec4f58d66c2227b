package dev.spindle.run;

import dev.spindle.run.RunEvent.Recorded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps the events of unfinished runs in this process; a finished run is dropped. Thread-safe. */
public final class InMemoryJournal implements Journal {
    private final Map<String, Kept> runs = new HashMap<>();

    @Override
    public synchronized void append(String runId, long position, List<Recorded> events) {
        Kept kept = runs.computeIfAbsent(runId, id -> new Kept());
        if (position != kept.events.size()) throw Conflicts.positionTaken(runId, position, kept.events.size());
        if (Conflicts.takesTheWheel(events) && kept.driven) throw Conflicts.driven(runId);
        kept.events.addAll(events);
        kept.driven = !Conflicts.endsDriving(events);
        if (events.get(events.size() - 1) instanceof RunEvent.Finished) runs.remove(runId);
    }

    @Override
    public synchronized List<Recorded> read(String runId, long from) {
        Kept kept = runs.get(runId);
        if (kept == null || from >= kept.events.size()) return List.of();
        return List.copyOf(kept.events.subList((int) from, kept.events.size()));
    }

    @Override
    public synchronized void post(String runId, Input input) {
        Kept kept = runs.get(runId);
        if (kept != null) kept.inbox.add(input);
    }

    @Override
    public synchronized List<Input> inbox(String runId, long from) {
        Kept kept = runs.get(runId);
        if (kept == null || from >= kept.inbox.size()) return List.of();
        return List.copyOf(kept.inbox.subList((int) from, kept.inbox.size()));
    }

    @Override
    public synchronized List<String> unfinished() {
        return List.copyOf(runs.keySet());
    }

    @Override
    public synchronized void release(String runId) {
        Kept kept = runs.get(runId);
        if (kept != null) kept.driven = false;
    }

    private static final class Kept {
        private final List<Recorded> events = new ArrayList<>();
        private final List<Input> inbox = new ArrayList<>();
        private boolean driven;
    }
}
