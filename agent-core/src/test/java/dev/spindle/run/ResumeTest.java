package dev.spindle.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.context.AgentException;
import dev.spindle.event.Decision;
import dev.spindle.event.Input;
import dev.spindle.event.Limits;
import dev.spindle.event.RunEvent;
import dev.spindle.event.StopReason;
import dev.spindle.journal.Journal;
import dev.spindle.json.Json;
import dev.spindle.message.UserMessage;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.testing.ScriptedReply;
import dev.spindle.tool.PendingCall;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResumeTest {
    private static final String PAY_BO = "{\"to\":\"Bo\",\"cents\":5}";

    private final Bench bench = new Bench();
    private final KeepingJournal journal = new KeepingJournal();

    private Agent agent(ScriptedModel model) {
        return Agent.builder(model).tools(bench).journal(journal).build();
    }

    @Test
    void anApprovedCallRunsOnce() {
        ScriptedModel model = ScriptedModel.calls("pay", PAY_BO).then("Paid.");
        Agent agent = agent(model);

        RunResult paused = agent.run("Pay Bo.");
        RunResult result = agent.resume(
                paused.runId(), Decision.approve(paused.awaitingApproval().get(0)));

        assertEquals("Paid.", result.text());
        assertEquals(5, bench.paid.get());
        assertEquals("paid 5 to Bo", model.lastCall().toolMessage("c0").text());
    }

    @Test
    void refusalIsAnAnswerTheModelReads() {
        ScriptedModel model = ScriptedModel.calls("pay", PAY_BO).then("OK, I will not.");
        Agent agent = agent(model);

        RunResult paused = agent.run("Pay Bo.");
        agent.resume(paused.runId(), Decision.refuse(paused.awaitingApproval().get(0), "too much"));

        assertEquals("Refused: too much", model.lastCall().toolMessage("c0").text());
        assertEquals(0, bench.paid.get());
    }

    @Test
    void editedArgumentsAreCheckedLikeTheModels() {
        ScriptedModel model = ScriptedModel.calls("pay", PAY_BO).then("Paid less.");
        Agent agent = agent(model);

        RunResult paused = agent.run("Pay Bo.");
        PendingCall call = paused.awaitingApproval().get(0);
        agent.resume(paused.runId(), Decision.edit(call, Json.parse("{\"to\":\"Bo\",\"cents\":3}")));

        assertEquals(3, bench.paid.get());
    }

    @Test
    void editedArgumentsThatDoNotFitAreToldToThePersonAndNotRun() {
        Agent agent = agent(ScriptedModel.calls("pay", PAY_BO));

        RunResult paused = agent.run("Pay Bo.");
        Decision wrong = Decision.edit(paused.awaitingApproval().get(0), Json.parse("{\"to\":7}"));
        AgentException refused = assertThrows(AgentException.class, () -> agent.resume(paused.runId(), wrong));

        assertEquals(0, bench.paid.get());
        assertTrue(refused.getMessage().contains("cents"), refused.getMessage());
        assertTrue(agent.resume(paused.runId()).isPaused());
    }

    @Test
    void anySubsetMayBeDecided() {
        ScriptedModel model = ScriptedModel.empty()
                .thenReplies(ScriptedReply.call("pay", PAY_BO).andCall("pay", "{\"to\":\"Al\",\"cents\":7}"))
                .then("Done.");
        Agent agent = agent(model);

        RunResult paused = agent.run("Pay both.");
        RunResult half = agent.resume(
                paused.runId(), Decision.approve(paused.awaitingApproval().get(1)));
        RunResult done = agent.resume(
                paused.runId(), Decision.approve(half.awaitingApproval().get(0)));

        assertEquals(
                List.of("0.0"),
                half.awaitingApproval().stream().map(PendingCall::path).toList());
        assertEquals("Done.", done.text());
        assertEquals(12, bench.paid.get());
    }

    @Test
    void aDecisionAboutOtherArgumentsIsRefused() {
        Agent agent = agent(ScriptedModel.calls("pay", PAY_BO));
        RunResult paused = agent.run("Pay Bo.");
        PendingCall seen = paused.awaitingApproval().get(0);
        PendingCall other = new PendingCall(
                seen.runId(), seen.path(), "pay", Json.EMPTY_OBJECT, "0000", false, null, seen.asking(), null);

        AgentException refused =
                assertThrows(AgentException.class, () -> agent.resume(paused.runId(), Decision.approve(other)));

        assertTrue(refused.getMessage().contains("fits no waiting call"), refused.getMessage());
        assertEquals(0, bench.paid.get());
        assertTrue(agent.resume(paused.runId()).isPaused(), "the run is free to be resumed");
    }

    @Test
    void aLimitIsResumableWithAnother() {
        ScriptedModel model = ScriptedModel.calls("echo", "{\"word\":\"one\"}").then("Done.");
        Agent agent = agent(model);

        RunResult stopped = agent.run(RunRequest.of("Go.").withLimits(Limits.DEFAULT.withMaxTurns(1)));
        RunResult stillStopped = agent.resume(stopped.runId());
        RunResult done = agent.run(RunRequest.resuming(stopped.runId()).withLimits(Limits.DEFAULT));

        assertEquals(StopReason.TURN_LIMIT, stopped.stopReason());
        assertEquals(StopReason.TURN_LIMIT, stillStopped.stopReason());
        assertEquals("Done.", done.text());
    }

    @Test
    void aKnownIdWithTheSameQuestionGoesOn() {
        ScriptedModel model = ScriptedModel.calls("pay", PAY_BO);
        Agent agent = agent(model);
        RunRequest request = RunRequest.of("Pay Bo.").withRunId("march");

        agent.run(request);
        RunResult again = agent.run(request);

        assertTrue(again.isPaused());
        assertEquals(1, model.calls().size());
    }

    @Test
    void aKnownIdWithAnotherQuestionIsAConflict() {
        Agent agent = agent(ScriptedModel.calls("pay", PAY_BO));
        agent.run(RunRequest.of("Pay Bo.").withRunId("march"));

        assertThrows(
                Journal.ConflictException.class,
                () -> agent.run(RunRequest.of("Pay Al.").withRunId("march")));
    }

    @Test
    void anUnknownRunCannotBeResumed() {
        AgentException unknown = assertThrows(
                AgentException.class, () -> agent(ScriptedModel.empty()).resume("nobody"));

        assertTrue(unknown.getMessage().startsWith("No run 'nobody' is in the journal"), unknown.getMessage());
    }

    @Test
    void wordsPostedToAWaitingRunAreReadAfterTheTurnIsClosed() {
        ScriptedModel model = ScriptedModel.calls("pay", PAY_BO).then("Paid, and hello.");
        Agent agent = agent(model);
        RunResult paused = agent.run("Pay Bo.");

        agent.post(paused.runId(), new Input.Said(UserMessage.of("And say hello.")));
        agent.resume(paused.runId(), Decision.approve(paused.awaitingApproval().get(0)));

        assertEquals("And say hello.", model.lastCall().userMessage().text());
        assertEquals("paid 5 to Bo", model.lastCall().toolMessage("c0").text());
    }

    @Test
    void aPostedCancellationStopsTheRunAndAResumeGoesOn() {
        ScriptedModel model = ScriptedModel.calls("pay", PAY_BO).then("Fine.");
        Agent agent = agent(model);
        RunResult paused = agent.run("Pay Bo.");

        agent.post(paused.runId(), new Input.Cancelled("changed my mind"));
        RunResult cancelled = agent.resume(paused.runId());
        RunResult again = agent.resume(paused.runId());

        assertEquals(StopReason.CANCELLED, cancelled.stopReason());
        assertEquals("changed my mind", cancelled.detail());
        assertTrue(again.isPaused());
        assertEquals(1, model.calls().size());
    }

    @Test
    void aFailedModelIsAskedAgainByResume() {
        ScriptedModel model = ScriptedModel.empty()
                .thenAnswers(call -> {
                    throw new IllegalStateException("bug");
                })
                .then("Back again.");
        Agent agent = agent(model);

        RunResult failed = agent.run("Hello.");
        RunResult result = agent.resume(failed.runId());

        assertEquals(StopReason.MODEL_FAILED, failed.stopReason());
        assertEquals("Back again.", result.text());
    }

    record Trip(String airport) {}

    @Test
    void wordsThatArriveBehindAnAcceptedAnswerAreAnsweredAnew() {
        KeepingJournal posting = new KeepingJournal();
        ScriptedModel model = ScriptedModel.says("{\"airport\":\"OSL\"}").then("{\"airport\":\"BGO\"}");
        Agent agent = Agent.builder(model).journal(posting).build();
        RunRequest request = RunRequest.of("To Oslo.").returning(Trip.class);

        RunResult result = agent.run(request, event -> {
            boolean accepted = event instanceof RunEvent.Assessed assessed && assessed.answer() != null;
            if (accepted && model.calls().size() == 1) {
                agent.post(request.runId(), new Input.Said(UserMessage.of("No, to Bergen.")));
            }
        });

        assertEquals(new Trip("BGO"), result.output(Trip.class));
        assertEquals("No, to Bergen.", model.lastCall().userMessage().text());
    }
}
