package dev.spindle.run;

import dev.spindle.event.Input;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.journal.InMemoryJournal;
import dev.spindle.journal.Journal;
import java.util.ArrayList;
import java.util.List;

/** An in-memory journal that also keeps what finished, to be looked at. */
final class KeepingJournal implements Journal {
    private final Journal journal = new InMemoryJournal();
    private final List<List<Recorded>> appends = new ArrayList<>();

    synchronized List<Recorded> events() {
        return appends.stream().flatMap(List::stream).toList();
    }

    /** The kinds of events that were appended together, an append a list. */
    synchronized List<List<String>> appends() {
        return appends.stream()
                .map(events -> events.stream()
                        .map(event -> event.getClass().getSimpleName())
                        .toList())
                .toList();
    }

    <T extends Recorded> List<T> events(Class<T> kind) {
        return events().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Override
    public synchronized void append(String runId, long position, List<Recorded> events) {
        journal.append(runId, position, events);
        appends.add(events);
    }

    @Override
    public List<Recorded> read(String runId, long from) {
        return journal.read(runId, from);
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
