package dev.spindle.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.context.AgentException;
import dev.spindle.event.Decision;
import dev.spindle.event.Input;
import dev.spindle.event.RunEvent.Origin;
import dev.spindle.event.RunEvent.Received;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.ToolStarted;
import dev.spindle.event.StopReason;
import dev.spindle.journal.FileJournal;
import dev.spindle.journal.Journal;
import dev.spindle.memory.InMemoryMemory;
import dev.spindle.memory.Memory;
import dev.spindle.message.UserMessage;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.state.RunState;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.testing.ScriptedReply;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that goes on otherwise from a step of another. */
class ForkTest {
    private final Kept journal = new Kept();
    private final Desk desk = new Desk();

    private Agent agent(ScriptedModel model) {
        return agent(model, journal);
    }

    private Agent agent(ScriptedModel model, Journal kept) {
        return Agent.builder(model)
                .instructions("You keep the books.")
                .tools(desk)
                .journal(kept)
                .build();
    }

    private List<Recorded> recorded() {
        ScriptedModel model = ScriptedModel.calls("add", "{\"a\":2,\"b\":3}").then("Five.");
        agent(model).run(RunRequest.of("Two and three?").withRunId("sum"));
        return journal.read("sum", 0);
    }

    @Test
    void anotherModelGoesOnFromATurnWithoutRepeatingWhatWasDone() {
        List<Recorded> events = recorded();
        ScriptedModel other = ScriptedModel.says("It is five.");
        Agent agent = agent(other);

        RunResult result = agent.run(agent.fork(Fork.beforeTurn(1, events).withRunId("fork")));

        assertEquals("It is five.", result.text());
        assertEquals("fork", result.runId());
        assertEquals("5", other.lastCall().toolMessages().get(0).text());
        assertEquals(1, desk.calls.get());
        assertEquals(events, journal.read("sum", 0));
        assertEquals(2, result.work().turns());
    }

    @Test
    void theForkKnowsWhereItComesFromAndCanItselfBeReplayed() {
        List<Recorded> events = recorded();
        Agent agent = agent(ScriptedModel.says("It is five."));
        agent.run(agent.fork(Fork.beforeTurn(1, events).withRunId("fork")));

        List<Recorded> forked = journal.read("fork", 0);

        Origin origin = RunState.of(forked).started().origin();
        assertEquals(new Origin("sum", 5), origin);
        assertTrue(agent.replay(forked).isSame());
    }

    @Test
    void otherInstructionsAnotherQuestionAndWordsMoreReachTheModel() {
        List<Recorded> events = recorded();
        ScriptedModel model = ScriptedModel.says("Seven.");
        Agent agent = agent(model);
        Fork fork = Fork.beforeTurn(1, events)
                .withInstructions("You are proud.")
                .withInput(UserMessage.of("Three and four?"));

        agent.run(agent.fork(fork).saying("Be brief."));

        assertEquals("You are proud.", model.lastCall().instructions());
        assertEquals("Three and four?", model.lastCall().messages().get(1).text());
        assertEquals("Be brief.", model.lastCall().userMessage().text());
    }

    @Test
    void aWaitingCallCanBeDecidedOtherwiseInTheFork() {
        ScriptedModel model =
                ScriptedModel.calls("pay", "{\"to\":\"Bo\",\"cents\":5}").then("Paid.");
        RunResult paused = agent(model).run(RunRequest.of("Pay.").withRunId("pay"));
        List<Recorded> waiting = journal.read("pay", 0);
        agent(model).resume("pay", Decision.approve(paused.awaitingApproval().get(0)));
        Agent agent = agent(ScriptedModel.says("Then not."));

        RunRequest request = agent.fork(Fork.at(waiting.size(), waiting).withRunId("not"));
        Decision refused = Decision.refuse(paused.awaitingApproval().get(0), "too much");
        RunResult result = agent.run(request.deciding(List.of(refused.at("not", refused.path()))));

        assertEquals("Then not.", result.text());
        assertEquals(1, desk.calls.get());
    }

    @Test
    void anApprovalOfTheFirstRunRunsNothingInAFork() {
        ScriptedModel model =
                ScriptedModel.calls("pay", "{\"to\":\"Bo\",\"cents\":5}").then("Paid.");
        RunResult paused = agent(model).run(RunRequest.of("Pay.").withRunId("pay"));
        agent(model).resume("pay", Decision.approve(paused.awaitingApproval().get(0)));
        List<Recorded> events = journal.read("pay", 0);
        int decided = 0;
        while (!(events.get(decided) instanceof Received)) decided++;
        int behind = decided + 1;
        Agent agent = agent(ScriptedModel.says("Paid again."));

        AgentException refused = assertThrows(AgentException.class, () -> Fork.at(behind, events));
        RunResult result = agent.run(agent.fork(Fork.at(decided, events).withRunId("fork")));

        assertTrue(
                refused.getMessage()
                        .contains("was decided about in run 'pay' and has not run at position " + behind
                                + "; fork before that, at position " + decided),
                refused.getMessage());
        assertTrue(result.isPaused(), result.toString());
        assertEquals(1, desk.calls.get());
    }

    @Test
    void whatIsPostedToTheForkIsReadFromTheFirstOn() {
        ScriptedModel model =
                ScriptedModel.calls("pay", "{\"to\":\"Bo\",\"cents\":5}").then("Paid.");
        RunResult paused = agent(model).run(RunRequest.of("Pay.").withRunId("pay"));
        journal.post("pay", new Input.Said(UserMessage.of("And hurry.")));
        agent(model).resume("pay", Decision.approve(paused.awaitingApproval().get(0)));
        ScriptedModel other = ScriptedModel.says("Done.");
        Agent agent = agent(other);

        RunRequest request = agent.fork(Fork.beforeTurn(1, journal.read("pay", 0)));
        journal.post(request.runId(), new Input.Said(UserMessage.of("In French.")));
        agent.run(request);

        assertEquals("In French.", other.lastCall().userMessage().text());
    }

    @Test
    void aForkIsNoTurnOfTheConversation() {
        Memory memory = new InMemoryMemory();
        Agent first = Agent.builder(ScriptedModel.says("Hello."))
                .journal(journal)
                .memory(memory)
                .build();
        first.run(RunRequest.of("Hi.").withRunId("hi").inConversation("c"));
        Agent second = Agent.builder(ScriptedModel.says("Hey."))
                .journal(journal)
                .memory(memory)
                .build();

        second.run(second.fork(Fork.beforeTurn(0, journal.read("hi", 0))));

        assertEquals(2, memory.recall("c").size());
    }

    @Test
    void aPlaceWhereToolsRunIsRefusedWithTheOneBefore() {
        ScriptedModel model = ScriptedModel.empty()
                .thenReplies(ScriptedReply.call("add", "{\"a\":2,\"b\":3}").andCall("letter", "{}"))
                .then("Done.");
        agent(model).run(RunRequest.of("Go.").withRunId("two"));
        List<Recorded> events = journal.read("two", 0);
        assertTrue(events.get(4) instanceof ToolStarted);

        AgentException refused = assertThrows(AgentException.class, () -> Fork.at(5, events));

        assertTrue(
                String.valueOf(refused.getMessage()).contains("fork before it, at position 3"), refused.getMessage());
        assertThrows(AgentException.class, () -> Fork.at(4, events));
        agent(model).fork(Fork.at(3, events).withRunId("fork"));
        assertEquals(3, journal.read("fork", 0).size());
    }

    @Test
    void anEndedRunAMissingTurnAndATakenIdAreRefused() {
        List<Recorded> events = recorded();
        Agent agent = agent(ScriptedModel.empty());

        assertThrows(AgentException.class, () -> Fork.at(events.size(), events));
        assertThrows(AgentException.class, () -> Fork.at(0, events));
        assertThrows(AgentException.class, () -> Fork.beforeTurn(2, events));
        Fork taken = Fork.beforeTurn(1, events).withRunId("fork");
        agent.fork(taken);
        assertThrows(Journal.ConflictException.class, () -> agent.fork(taken));
    }

    @Test
    void aForkInFilesCanBeResumedByAnotherProcess(@TempDir Path directory) {
        List<Recorded> events = recorded();
        try (FileJournal files = FileJournal.in(directory)) {
            agent(ScriptedModel.empty(), files).fork(Fork.beforeTurn(1, events).withRunId("fork"));
        }

        try (FileJournal files = FileJournal.in(directory)) {
            RunResult result = agent(ScriptedModel.says("Five it is."), files).resume("fork");

            assertEquals("Five it is.", result.text());
            assertFalse(files.unfinished().contains("fork"));
        }
        assertEquals(StopReason.ANSWERED, Trajectory.of(events).end());
    }
}
