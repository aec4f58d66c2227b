package dev.spindle.replay;

import dev.spindle.event.Input;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.journal.InMemoryJournal;
import dev.spindle.journal.Journal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A journal in memory that forgets nothing. */
final class Kept implements Journal {
    private final Journal journal = new InMemoryJournal();
    private final Map<String, List<Recorded>> runs = new LinkedHashMap<>();

    synchronized List<String> runIds() {
        return List.copyOf(runs.keySet());
    }

    @Override
    public synchronized void append(String runId, long position, List<Recorded> events) {
        journal.append(runId, position, events);
        runs.computeIfAbsent(runId, id -> new ArrayList<>()).addAll(events);
    }

    @Override
    public synchronized List<Recorded> read(String runId, long from) {
        List<Recorded> events = runs.getOrDefault(runId, List.of());
        return from >= events.size() ? List.of() : List.copyOf(events.subList((int) from, events.size()));
    }

    @Override
    public void post(String runId, Input input) {
        journal.post(runId, input);
    }

    @Override
    public List<Input> inbox(String runId, long from) {
        return journal.inbox(runId, from);
    }

    @Override
    public List<String> unfinished() {
        return journal.unfinished();
    }

    @Override
    public void release(String runId) {
        journal.release(runId);
    }
}
