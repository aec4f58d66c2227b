package dev.spindle.journal;

import dev.spindle.event.Input;
import dev.spindle.event.RunEvent.Recorded;
import java.util.List;
import java.util.Map;

/** Passes everything on to another journal; a test says what it does otherwise. */
public class ForwardingJournal implements Journal {
    private final Journal journal;

    /** Creates it in front of a journal. */
    public ForwardingJournal(Journal journal) {
        this.journal = journal;
    }

    @Override
    public void append(String runId, long position, List<Recorded> events) {
        journal.append(runId, position, events);
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
    public Map<String, Long> undriven() {
        return journal.undriven();
    }

    @Override
    public void release(String runId) {
        journal.release(runId);
    }
}
