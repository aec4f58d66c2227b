package dev.spindle.examples;

import dev.spindle.journal.Journal;
import dev.spindle.journal.JournalException;
import dev.spindle.message.Cost;
import dev.spindle.replay.Trajectory;
import dev.spindle.run.RunResult.Work;
import java.time.Instant;
import java.util.Locale;

/**
 * A run of a journal in a few words.
 *
 * @param state how it ended; "open" if it goes on or its process died, "damaged" if it cannot be read
 * @param started the epoch if that is not known
 */
record ListedRun(
        String runId,
        String state,
        Instant started,
        int turns,
        int toolCalls,
        long tokens,
        Cost cost,
        String question) {
    /** What a journal knows of a run; one that is damaged does not keep the others from being listed. */
    static ListedRun read(Journal journal, String runId) {
        try {
            return of(Trajectory.of(journal.read(runId, 0)));
        } catch (JournalException | IllegalArgumentException damaged) {
            return new ListedRun(
                    runId, "damaged", Instant.EPOCH, 0, 0, 0, Cost.ZERO, String.valueOf(damaged.getMessage()));
        }
    }

    private static ListedRun of(Trajectory run) {
        Work work = run.work();
        return new ListedRun(
                run.head().runId(),
                state(run),
                run.head().started(),
                work.turns(),
                work.toolCalls(),
                work.spent().usage().totalTokens(),
                work.spent().cost(),
                run.head().question());
    }

    /** How a run ended, in words. */
    static String state(Trajectory run) {
        return run.end() == null
                ? "open"
                : run.end().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
