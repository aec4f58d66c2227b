package dev.spindle.restate;

import dev.spindle.event.Input;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.journal.InMemoryJournal;
import dev.spindle.journal.Journal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A journal of one run, which keeps what is finished, too. */
final class KeepingJournal implements Journal {
    private final InMemoryJournal inbox = new InMemoryJournal();
    private final List<Recorded> events = new CopyOnWriteArrayList<>();

    @Override
    public void append(String runId, long position, List<Recorded> more) {
        events.addAll(more);
    }

    @Override
    public List<Recorded> read(String runId, long from) {
        return events.subList((int) from, events.size());
    }

    @Override
    public void post(String runId, Input input) {
        inbox.post(runId, input);
    }

    @Override
    public List<Input> inbox(String runId, long from) {
        return inbox.inbox(runId, from);
    }

    @Override
    public List<String> unfinished() {
        return List.of();
    }

    @Override
    public void release(String runId) {}
}
