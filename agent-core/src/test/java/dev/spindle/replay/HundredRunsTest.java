package dev.spindle.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.event.EventJson;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.memory.InMemoryMemory;
import dev.spindle.memory.Memory;
import dev.spindle.testing.ScriptedModel;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Runs of all kinds, recorded, read back from their JSON, and replayed by the program that made them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HundredRunsTest {
    private final HundredRuns runs = new HundredRuns();
    private final ScriptedModel parentModel = ScriptedModel.empty();
    private final ScriptedModel childModel = ScriptedModel.empty();
    private final Desk desk = new Desk();
    private final Kept untouched = new Kept();

    @BeforeAll
    void record() {
        runs.make();
    }

    @Test
    void anUnchangedProgramReplaysThemAllAndCallsNothing() {
        Memory memory = new InMemoryMemory();
        Agent child = HundredRuns.child(childModel, desk, untouched);
        Agent parent = HundredRuns.parent(parentModel, child, desk, untouched, memory);
        int requests = 0;
        int assessments = 0;

        for (String runId : runs.journal.runIds()) {
            Agent agent = runId.contains("/") ? child : parent;
            Replay.Result result = agent.replay(readBack(runId));
            assertTrue(result.isSame(), result.toString());
            requests += result.requests();
            assessments += result.assessments();
        }

        int calls = parentModel.calls().size() + childModel.calls().size() + desk.calls.get();
        System.out.println("replayed " + runs.journal.runIds().size() + " runs: " + requests + " requests and "
                + assessments + " assessments compared, " + calls + " calls of models and tools");
        assertEquals(0, calls);
        assertEquals(List.of(), untouched.runIds());
        assertTrue(memory.recall("office").messages().isEmpty());
        assertTrue(runs.journal.runIds().size() >= HundredRuns.COUNT);
    }

    @Test
    void theyHoldEveryKindOfEvent() {
        Set<String> kinds = runs.journal.runIds().stream()
                .flatMap(runId -> runs.journal.read(runId, 0).stream())
                .map(event -> event.getClass().getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(
                Set.of(
                        "AskFailed",
                        "Assessed",
                        "Finished",
                        "Received",
                        "Replied",
                        "Resumed",
                        "Started",
                        "Stopped",
                        "ToolFinished",
                        "ToolStarted",
                        "ToolSuspended"),
                kinds);
    }

    @Test
    void eachHasATrajectoryOfItsTurns() {
        for (String runId : runs.journal.runIds()) {
            List<Recorded> events = runs.journal.read(runId, 0);

            Trajectory trajectory = Trajectory.of(events);

            assertEquals(trajectory.work().turns(), trajectory.turns().size(), runId);
        }
    }

    private List<Recorded> readBack(String runId) {
        return runs.journal.read(runId, 0).stream()
                .map(EventJson::write)
                .map(EventJson::read)
                .toList();
    }
}
