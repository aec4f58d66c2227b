package dev.spindle.replay;

import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.journal.ForwardingJournal;
import dev.spindle.journal.InMemoryJournal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A journal in memory that forgets nothing. */
final class Kept extends ForwardingJournal {
    private final Map<String, List<Recorded>> runs = new LinkedHashMap<>();

    Kept() {
        super(new InMemoryJournal());
    }

    synchronized List<String> runIds() {
        return List.copyOf(runs.keySet());
    }

    @Override
    public synchronized void append(String runId, long position, List<Recorded> events) {
        super.append(runId, position, events);
        runs.computeIfAbsent(runId, id -> new ArrayList<>()).addAll(events);
    }

    @Override
    public synchronized List<Recorded> read(String runId, long from) {
        List<Recorded> events = runs.getOrDefault(runId, List.of());
        return from >= events.size() ? List.of() : List.copyOf(events.subList((int) from, events.size()));
    }
}
