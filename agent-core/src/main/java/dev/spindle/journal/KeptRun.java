package dev.spindle.journal;

import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Recorded;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A run that a journal keeps, by its first and its last event.
 *
 * @param started when; null if that cannot be read
 * @param last when something happened last; null if that cannot be read
 * @param finished whether nothing can happen any more
 * @param labels by which it can be found, as it began with them
 * @param trouble why it cannot be read, or not be deleted, for people; null if nothing is wrong
 */
public record KeptRun(
        String runId,
        @Nullable Instant started,
        @Nullable Instant last,
        boolean finished,
        Map<String, String> labels,
        @Nullable String trouble) {
    /** Copies the labels. */
    public KeptRun {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /** A run with these events, of which the first and the last are enough. */
    public static KeptRun of(String runId, List<Recorded> events) {
        if (events.isEmpty() || !(events.get(0) instanceof RunEvent.Started first))
            return troubled(runId, "It does not begin with its start");
        Recorded last = events.get(events.size() - 1);
        return new KeptRun(
                runId,
                first.at().time(),
                last.at().time(),
                last instanceof RunEvent.Finished,
                first.about().labels(),
                null);
    }

    /**
     * A run as a journal keeps it; one that cannot be read has its trouble.
     *
     * @param lines the first event and the last, as {@link KeptEvent} wrote them
     */
    public static KeptRun ofLines(String runId, List<String> lines) {
        try {
            return of(runId, lines.stream().map(KeptEvent::outline).toList());
        } catch (JournalException damaged) {
            return troubled(runId, String.valueOf(damaged.getMessage()));
        }
    }

    /** A run of which nothing is known but what is wrong. */
    public static KeptRun troubled(String runId, String trouble) {
        return new KeptRun(runId, null, null, false, Map.of(), trouble);
    }

    KeptRun withTrouble(String why) {
        return new KeptRun(runId, started, last, finished, labels, why);
    }
}
