package dev.spindle.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.context.AgentException;
import dev.spindle.event.Decision;
import dev.spindle.event.Input;
import dev.spindle.event.RunEvent;
import dev.spindle.json.Json;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.state.RunState;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.PendingCall;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolResult;
import dev.spindle.tool.ToolSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls that wait for a person: as values, with an end, and under rules that change while they wait. */
class ApprovalTest {
    private static final String PAY_BO = "{\"to\":\"Bo\",\"cents\":5}";
    private static final Instant MONDAY = Instant.parse("2030-01-07T09:00:00Z");

    private final Bench bench = new Bench();
    private final KeepingJournal journal = new KeepingJournal();
    private final Watch watch = new Watch();

    /** A clock that goes when it is told to. */
    private static final class Watch extends Clock {
        private Instant now = MONDAY;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private Agent.Builder agent(ScriptedModel model) {
        return Agent.builder(model).tools(bench).journal(journal).clock(watch);
    }

    private Agent impatient(ScriptedModel model) {
        return agent(model)
                .approval(Approval.AS_DECLARED.expiringAfter(Duration.ofDays(1)))
                .build();
    }

    @Test
    void aWaitingCallAndItsDecisionAreValuesWithAJsonForm() {
        RunResult paused = impatient(ScriptedModel.calls("pay", PAY_BO)).run("Pay Bo.");
        PendingCall call = paused.awaitingApproval().get(0);
        Decision decision =
                Decision.edit(call, Json.parse("{\"to\":\"Bo\",\"cents\":4}")).by("Al");

        PendingCall readCall = Json.parse(Json.of(call).text()).to(PendingCall.class);
        Decision readDecision = Json.parse(Json.of(decision).text()).to(Decision.class);

        assertEquals(call, readCall);
        assertEquals(decision, readDecision);
        assertEquals(MONDAY.plus(Duration.ofDays(1)), call.expires());
    }

    @Test
    void whoDecidedAndWhenIsInTheJournal() {
        Agent agent = impatient(ScriptedModel.calls("pay", PAY_BO).then("Paid."));
        RunResult paused = agent.run("Pay Bo.");

        watch.now = MONDAY.plus(Duration.ofHours(2));
        agent.resume(
                paused.runId(),
                Decision.approve(paused.awaitingApproval().get(0)).by("Al"));

        RunEvent.Received received = journal.events(RunEvent.Received.class).get(0);
        assertEquals("Al", ((Input.Decided) received.input()).decision().by());
        assertEquals(watch.now, received.at().time());
    }

    @Test
    void aDecisionThatComesTooLateIsRefusedToThePersonAndThenToTheModel() {
        ScriptedModel model = ScriptedModel.calls("pay", PAY_BO).then("Nobody approved.");
        Agent agent = impatient(model);
        RunResult paused = agent.run("Pay Bo.");
        Decision late = Decision.approve(paused.awaitingApproval().get(0));

        watch.now = MONDAY.plus(Duration.ofDays(1));
        AgentException refused = assertThrows(AgentException.class, () -> agent.resume(paused.runId(), late));
        RunResult told = agent.resume(paused.runId());

        assertTrue(refused.getMessage().contains("comes too late"), refused.getMessage());
        assertEquals("Nobody approved.", told.text());
        ToolMessage answer = model.lastCall().toolMessage("c0");
        assertEquals(Outcome.REFUSED, answer.outcome());
        assertTrue(answer.text().startsWith("Refused: nobody approved this call in time"), answer.text());
        assertEquals(0, bench.paid.get());
    }

    @Test
    void aPostedDecisionThatIsReadTooLateDoesNotCount() {
        ScriptedModel model = ScriptedModel.calls("pay", PAY_BO).then("Nobody approved.");
        Agent agent = impatient(model);
        RunResult paused = agent.run("Pay Bo.");
        agent.post(
                paused.runId(),
                new Input.Decided(Decision.approve(paused.awaitingApproval().get(0))));

        watch.now = MONDAY.plus(Duration.ofDays(2));
        RunResult told = agent.resume(paused.runId());

        assertEquals("Nobody approved.", told.text());
        assertEquals(0, bench.paid.get());
    }

    @Test
    void goingOnWithoutADecisionDoesNotGiveMoreTime() {
        Agent agent = impatient(ScriptedModel.calls("pay", PAY_BO));
        RunResult paused = agent.run("Pay Bo.");

        watch.now = MONDAY.plus(Duration.ofHours(5));
        RunResult again = agent.resume(paused.runId());

        assertEquals(paused.awaitingApproval(), again.awaitingApproval());
    }

    @Test
    void aChildsCallExpiresToo() {
        ScriptedModel inner = ScriptedModel.calls("pay", PAY_BO).then("I could not.");
        Agent child = impatient(inner);
        Agent parent = agent(
                        ScriptedModel.calls("clerk", "{\"request\":\"Pay.\"}").then("It did not work."))
                .tools(child.asTool("clerk", "Pays."))
                .build();
        RunResult paused = parent.run("Pay.");
        Decision late = Decision.approve(paused.awaitingApproval().get(0));

        watch.now = MONDAY.plus(Duration.ofDays(2));
        assertThrows(AgentException.class, () -> parent.resume(paused.runId(), late));
        RunResult told = parent.resume(paused.runId());

        assertEquals("It did not work.", told.text());
        assertTrue(inner.lastCall().toolMessage("c0").text().contains("in time"));
        assertEquals(0, bench.paid.get());
    }

    @Test
    void theMoreImpatientOfTwoRulesCounts() {
        Approval day = Approval.AS_DECLARED.expiringAfter(Duration.ofDays(1));
        Approval hour = day.expiringAfter(Duration.ofHours(1));

        RunResult paused = agent(ScriptedModel.calls("pay", PAY_BO))
                .approval(Approval.AS_DECLARED.or(day).or(hour))
                .build()
                .run("Pay Bo.");

        assertEquals(
                MONDAY.plus(Duration.ofHours(1)),
                paused.awaitingApproval().get(0).expires());
        assertThrows(IllegalArgumentException.class, () -> day.expiringAfter(Duration.ZERO));
    }

    @Test
    void aCallThatWaitedIsNotRunBecauseTheRuleWasDropped() {
        RunResult paused = agent(ScriptedModel.calls("echo", "{\"word\":\"rm\"}"))
                .approval(call -> true)
                .build()
                .run("Go.");

        RunResult again = agent(ScriptedModel.empty()).build().resume(paused.runId());

        assertEquals(paused.awaitingApproval(), again.awaitingApproval());
    }

    @Test
    void aToolThatWasTakenAwayMeanwhileIsAnsweredAsUnknownWhateverWasDecided() {
        RunResult paused = agent(ScriptedModel.calls("pay", PAY_BO)).build().run("Pay Bo.");
        ScriptedModel model = ScriptedModel.says("No such tool.");

        Agent without = Agent.builder(model).journal(journal).build();
        without.resume(
                paused.runId(), Decision.approve(paused.awaitingApproval().get(0)));

        assertEquals(Outcome.UNKNOWN_TOOL, model.lastCall().toolMessage("c0").outcome());
    }

    @Test
    void anApprovedCallIsCheckedAgainstTheToolAsItIsNow() {
        RunResult paused = agent(ScriptedModel.calls("pay", PAY_BO)).build().run("Pay Bo.");
        ScriptedModel model = ScriptedModel.says("It wants euros now.");
        Json euros = Json.parse(
                "{\"type\":\"object\",\"required\":[\"euros\"],\"properties\":{\"euros\":{\"type\":\"integer\"}}}");
        ToolFunction changed =
                ToolFunction.of(ToolSpec.of("pay", "Pays.", euros, Effect.WRITE), call -> ToolResult.text("paid"));

        Agent later = Agent.builder(model).tools(changed).journal(journal).build();
        later.resume(paused.runId(), Decision.approve(paused.awaitingApproval().get(0)));

        assertEquals(
                Outcome.INVALID_ARGUMENTS, model.lastCall().toolMessage("c0").outcome());
    }

    @Test
    void editedArgumentsStandWhenTheRunDiesBehindTheDecision() {
        Agent agent = agent(ScriptedModel.calls("pay", PAY_BO).then("Paid.")).build();
        RunResult paused = agent.run("Pay Bo.");
        Decision edit = Decision.edit(paused.awaitingApproval().get(0), Json.parse("{\"to\":\"Bo\",\"cents\":3}"));
        RunState state = RunState.of(journal.read(paused.runId(), 0));
        journal.append(
                paused.runId(),
                state.position(),
                List.of(
                        new RunEvent.Resumed(new RunEvent.At(state.position(), watch.now), "me", 1),
                        new RunEvent.Received(
                                new RunEvent.At(state.position() + 1, watch.now), new Input.Decided(edit), false)));
        journal.release(paused.runId());

        RunResult result = agent.resume(paused.runId());

        assertEquals("Paid.", result.text());
        assertEquals(3, bench.paid.get());
    }
}
