package dev.spindle.run;

import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.journal.ForwardingJournal;
import dev.spindle.journal.InMemoryJournal;
import java.util.ArrayList;
import java.util.List;

/** An in-memory journal that also keeps what finished, to be looked at. */
public final class KeepingJournal extends ForwardingJournal {
    private final List<List<Recorded>> appends = new ArrayList<>();

    /** An empty one. */
    public KeepingJournal() {
        super(new InMemoryJournal());
    }

    /** All that was recorded, in order. */
    public synchronized List<Recorded> events() {
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
        super.append(runId, position, events);
        appends.add(events);
    }
}
