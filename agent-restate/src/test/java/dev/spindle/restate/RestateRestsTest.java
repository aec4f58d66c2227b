package dev.spindle.restate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.context.AgentException;
import dev.spindle.event.Decision;
import dev.spindle.event.RunEvent;
import dev.spindle.event.StopReason;
import dev.spindle.run.Approval;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.PendingCall;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs that have come to rest, and what lets them go on: nothing but what should. */
@NeedsRestate
class RestateRestsTest {
    private static final String PAY = "{\"to\":\"Bo\"}";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    final Site site = new Site();

    private RestateRuns serve(ScriptedModel model, Approval approval) {
        return site.serve(site.agent(model).approval(approval).build());
    }

    @Test
    void aCancelledRunThatWaitedIsNotWokenWhenItsApprovalExpires() {
        ScriptedModel model =
                ScriptedModel.calls("pay", PAY).thenCalls("pay", PAY).then("Too late.");
        RestateRuns runs = serve(model, Approval.AS_DECLARED.expiringAfter(Duration.ofSeconds(2)));
        runs.run(RunRequest.of("Pay.").withRunId("cancelled"));

        runs.cancel("cancelled", "enough");
        RunResult cancelled = runs.attach("cancelled");
        runs.start(RunRequest.of("Pay.").withRunId("expires-later"));
        model.awaitCalls(3, PATIENCE);

        assertEquals(StopReason.CANCELLED, cancelled.stopReason());
        assertEquals("Too late.", runs.attach("expires-later").text());
        assertEquals(StopReason.CANCELLED, runs.attach("cancelled").stopReason());
        assertEquals(0, site.desk.paid.get());
    }

    @Test
    void aCancelledRunThatWaitedLetsTheNextOfItsConversationBegin() {
        ScriptedModel model = ScriptedModel.calls("pay", PAY).then("Good morning.");
        RestateRuns runs = serve(model, Approval.AS_DECLARED);
        RunRequest first = RunRequest.of("Pay.").withRunId("first").inConversation("c");
        runs.run(first);

        runs.cancel("first", "enough");
        runs.start(RunRequest.of("Hello.").withRunId("second").inConversation("c"));
        RunResult second = runs.attach("second", PATIENCE).orElseThrow();

        assertEquals("Good morning.", second.text());
    }

    @Test
    void anApprovalThatHasExpiredBeforeItsRunCameToRestLetsItGoOn() {
        ScriptedModel model = ScriptedModel.calls("pay", PAY).then("Too late.");
        RestateRuns runs = serve(model, Approval.AS_DECLARED.expiringAfter(Duration.ofNanos(1)));

        runs.start(RunRequest.of("Pay.").withRunId("at-once"));
        model.awaitCalls(2, PATIENCE);

        assertEquals("Too late.", runs.attach("at-once").text());
        assertEquals(0, site.desk.paid.get());
    }

    @Test
    void aDecisionCountsOnceAndForItsRunAlone() {
        ScriptedModel model =
                ScriptedModel.calls("pay", PAY).thenCalls("pay", PAY).then("Paid.");
        RestateRuns runs = serve(model, Approval.AS_DECLARED);
        PendingCall first = runs.run(RunRequest.of("Pay.").withRunId("decided"))
                .awaitingApproval()
                .get(0);

        runs.decide("decided", Decision.approve(first), Decision.approve(first));
        RunResult again = runs.attach("decided");

        assertThrows(AgentException.class, () -> runs.decide("other", Decision.approve(first)));
        assertTrue(again.isPaused(), again::toString);
        assertEquals("1.0", again.awaitingApproval().get(0).path());
        assertEquals(1, site.desk.paid.get());
        assertEquals(1, refusals(runs, "decided"));
    }

    private static long refusals(RestateRuns runs, String runId) {
        return runs.events(runId).stream()
                .filter(event -> event instanceof RunEvent.Received came && came.refusal() != null)
                .count();
    }

    @Test
    void aCancelledParentCancelsItsChildThatWaits() {
        Agent child = Agent.builder(ScriptedModel.calls("pay", PAY))
                .name(site.name() + ".clerk")
                .tools(site.desk)
                .build();
        Agent parent = Agent.builder(ScriptedModel.calls("clerk", "{\"request\":\"Pay Bo.\"}"))
                .name(site.name())
                .tools(child.asTool("clerk", "Pays."))
                .build();
        RestateRuns runs = site.serve(parent, child);
        runs.run(RunRequest.of("Pay.").withRunId("parent"));

        runs.cancel("parent", "enough");
        RunResult cancelled = runs.attach("parent");
        RunResult ofChild = site.runs(site.name() + ".clerk").attach("parent/0.0");

        assertEquals(StopReason.CANCELLED, cancelled.stopReason());
        assertEquals(StopReason.CANCELLED, ofChild.stopReason());
        assertEquals("enough", ofChild.detail());
    }

    @Test
    void aCancelledParentAndItsChildGoOnWithADecision() {
        Agent child = Agent.builder(ScriptedModel.calls("pay", PAY).then("I paid."))
                .name(site.name() + ".clerk")
                .tools(site.desk)
                .build();
        Agent parent = Agent.builder(ScriptedModel.calls("clerk", "{\"request\":\"Pay Bo.\"}")
                        .then("Done."))
                .name(site.name())
                .tools(child.asTool("clerk", "Pays."))
                .build();
        RestateRuns runs = site.serve(parent, child);
        PendingCall call = runs.run(RunRequest.of("Pay.").withRunId("parent"))
                .awaitingApproval()
                .get(0);
        runs.cancel("parent", "enough");
        runs.attach("parent");

        runs.decide("parent", Decision.approve(call));
        RunResult result = runs.attach("parent");

        assertEquals("Done.", result.text());
        assertEquals(1, site.desk.paid.get());
    }
}
