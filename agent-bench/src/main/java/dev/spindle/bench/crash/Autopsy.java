package dev.spindle.bench.crash;

import dev.spindle.bench.store.Place;
import dev.spindle.bench.store.Store;
import dev.spindle.bench.store.Stores;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.journal.Journal;
import dev.spindle.message.CallId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a process was at when it was killed, as far as it has recorded it. */
final class Autopsy {
    private Autopsy() {}

    /** Whether a tool that this process had started was not recorded as finished. */
    static boolean diedInsideATool(Store store, Place place, long pid) throws Exception {
        try (Stores stores = store.open(place)) {
            Journal journal = stores.journal();
            return journal.unfinished().stream().anyMatch(runId -> isInsideATool(journal.read(runId, 0), pid + "-"));
        }
    }

    private static boolean isInsideATool(List<Recorded> events, String owner) {
        Set<CallId> inside = new HashSet<>();
        boolean driven = false;
        for (Recorded event : events) {
            if (event instanceof RunEvent.Started started)
                driven = started.owner().startsWith(owner);
            else if (event instanceof RunEvent.Resumed resumed)
                driven = resumed.owner().startsWith(owner);
            else if (event instanceof RunEvent.ToolStarted started && driven) inside.add(started.id());
            else if (event instanceof RunEvent.ToolFinished finished) inside.remove(finished.id());
            else if (event instanceof RunEvent.ToolSuspended suspended) inside.remove(suspended.id());
        }
        return !inside.isEmpty();
    }
}
