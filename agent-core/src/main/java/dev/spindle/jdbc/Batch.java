package dev.spindle.jdbc;

import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.journal.Conflicts;
import dev.spindle.journal.KeptEvent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Events on their way into the journal.
 *
 * @param position of the first
 * @param lines of the events
 * @param contents that the lines refer to, in the order of their hashes, so that two writers never wait for one another
 * @param ending whether the run is driven no more behind them
 * @param finished whether nothing comes behind them
 */
record Batch(
        String runId,
        long position,
        List<String> lines,
        Map<String, String> contents,
        boolean ending,
        boolean finished) {
    static Batch of(String runId, long position, List<Recorded> events) {
        List<KeptEvent> kept = events.stream().map(KeptEvent::of).toList();
        Map<String, String> contents = new TreeMap<>();
        kept.forEach(event -> contents.putAll(event.contents()));
        return new Batch(
                runId,
                position,
                kept.stream().map(KeptEvent::line).toList(),
                contents,
                Conflicts.endsDriving(events),
                events.get(events.size() - 1) instanceof RunEvent.Finished);
    }

    long nextPosition() {
        return position + lines.size();
    }
}
