package dev.spindle.testing.run;

import dev.spindle.Agent;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.journal.Journal;
import dev.spindle.replay.Replay;
import dev.spindle.run.RunResult;
import java.util.List;

/** Assertions about recorded runs, for any test framework. */
public final class RunAssertions {
    private RunAssertions() {}

    /** Begins a sentence about how a run went. */
    public static RunAssert assertThatRun(RunResult result) {
        return RunAssert.of(result);
    }

    /**
     * Fails unless an agent would do again what was recorded, without asking its model or calling a tool.
     *
     * @return what was compared
     * @throws AssertionError naming the first step that differs, and what has changed as far as that can be known
     */
    public static Replay.Result assertReplays(Agent agent, Replay recorded) {
        Replay.Result result = agent.replay(recorded);
        if (!result.isSame()) throw new AssertionError(result.toString());
        return result;
    }

    /**
     * Fails unless an agent would do again what a journal has recorded of a run.
     *
     * @throws AssertionError if it would not, or if the journal does not know the run
     */
    public static Replay.Result assertReplays(Agent agent, Journal journal, String runId) {
        List<Recorded> events = journal.read(runId, 0);
        if (events.isEmpty()) {
            throw new AssertionError("The journal has no run '" + runId + "'; one in memory drops what is finished");
        }
        return assertReplays(agent, Replay.of(events));
    }
}
