package dev.spindle.jdbc;

import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.journal.Journal.Conflicts;
import dev.spindle.journal.KeptEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Events on their way into the journal.
 *
 * @param position of the first
 * @param lines of the events
 * @param contents that the lines refer to, in the order of their hashes, so that two writers never wait for one another
 * @param references the hashes of those to which the lines refer by themselves
 * @param ending whether the run is driven no more behind them
 * @param finished whether nothing comes behind them
 */
record Batch(
        String runId,
        long position,
        List<String> lines,
        Map<String, String> contents,
        Set<String> references,
        boolean ending,
        boolean finished) {
    static Batch of(String runId, long position, List<Recorded> events) {
        List<KeptEvent> kept = events.stream().map(KeptEvent::of).toList();
        Map<String, String> contents = new TreeMap<>();
        kept.forEach(event -> contents.putAll(event.contents()));
        Set<String> references = new TreeSet<>();
        kept.forEach(event -> references.addAll(KeptEvent.references(event.line())));
        return new Batch(
                runId,
                position,
                kept.stream().map(KeptEvent::line).toList(),
                contents,
                references,
                Conflicts.endsDriving(events),
                events.get(events.size() - 1) instanceof RunEvent.Finished);
    }

    /** These contents, to be kept for the run before the events that refer to them. */
    Batch ahead(Map<String, String> some) {
        return new Batch(runId, position, List.of(), some, some.keySet(), ending, finished);
    }

    /** In characters. */
    long sizeOfLines() {
        long size = 0;
        for (String line : lines) size += line.length();
        return size;
    }

    long nextPosition() {
        return position + lines.size();
    }
}
