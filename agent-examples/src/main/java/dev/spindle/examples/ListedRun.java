package dev.spindle.examples;

import dev.spindle.event.RunEvent.Origin;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.Started;
import dev.spindle.event.StopReason;
import dev.spindle.journal.Journal;
import dev.spindle.message.Cost;
import dev.spindle.replay.Trajectory;
import dev.spindle.run.RunResult.Work;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run of a journal in a few words.
 *
 * @param state how it ended; "open" if it goes on or its process died, "damaged" if it cannot be read
 * @param started when it began, a fork when it left its run; the epoch if that is not known
 */
record ListedRun(
        String runId,
        String state,
        Instant started,
        int turns,
        int toolCalls,
        long tokens,
        Cost cost,
        String question,
        Map<String, String> labels) {
    /** What a journal knows of a run; one that is damaged does not keep the others from being listed. */
    static ListedRun read(Journal journal, String runId) {
        try {
            List<Recorded> events = journal.read(runId, 0);
            return of(Trajectory.of(events), events);
        } catch (RuntimeException damaged) {
            return new ListedRun(
                    runId,
                    "damaged",
                    Instant.EPOCH,
                    0,
                    0,
                    0,
                    Cost.ZERO,
                    String.valueOf(damaged.getMessage()),
                    Map.of());
        }
    }

    /** What a fork has copied happened before it began. */
    static Instant began(List<Recorded> events) {
        Recorded first = events.get(0);
        @Nullable Origin origin = first instanceof Started started ? started.origin() : null;
        if (origin == null || origin.position() >= events.size())
            return first.at().time();
        return events.get((int) origin.position()).at().time();
    }

    private static ListedRun of(Trajectory run, List<Recorded> events) {
        Work work = run.work();
        return new ListedRun(
                run.head().runId(),
                state(run),
                began(events),
                work.turns(),
                work.toolCalls(),
                work.spent().usage().totalTokens(),
                work.spent().cost(),
                run.head().question(),
                events.get(0) instanceof Started started ? started.about().labels() : Map.of());
    }

    /** How a run ended, in words. */
    static String state(Trajectory run) {
        return run.end() == null ? "open" : words(run.end());
    }

    /** All the ways that runs end, in words. */
    static List<String> endings() {
        return Stream.of(StopReason.values()).map(ListedRun::words).toList();
    }

    private static String words(StopReason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
