package dev.spindle.run;

import dev.spindle.run.RunEvent.Recorded;
import java.util.ArrayList;
import java.util.List;

/** An in-memory journal that also keeps what finished, to be looked at. */
final class KeepingJournal implements Journal {
    private final Journal journal = new InMemoryJournal();
    private final List<Recorded> all = new ArrayList<>();

    synchronized List<Recorded> events() {
        return List.copyOf(all);
    }

    <T extends Recorded> List<T> events(Class<T> kind) {
        return events().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Override
    public synchronized void append(String runId, long position, List<Recorded> events) {
        journal.append(runId, position, events);
        all.addAll(events);
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
