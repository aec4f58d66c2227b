package dev.spindle.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.context.Cancellation;
import dev.spindle.event.CallAssessment;
import dev.spindle.event.Decision;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.StopReason;
import dev.spindle.journal.Events;
import dev.spindle.journal.Journal;
import dev.spindle.message.CallId;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.message.Transcript;
import dev.spindle.state.RunState;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Param;
import dev.spindle.tool.Reconciler.Reconciliation;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolRegistry;
import dev.spindle.tool.ToolSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of calls that were cut short. A crash is a journal that ends there. */
@Timeout(30)
class ReconcileTest {
    private static final String PAY_BO = "{\"to\":\"Bo\"}";

    private final Bank bank = new Bank();

    /** Asks a service of its own what became of a payment. */
    static final class Bank {
        private final List<String> paid = Collections.synchronizedList(new ArrayList<>());
        private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
        private Function<String, Reconciliation> service = key -> Reconciliation.unknown("the bank is closed");
        private boolean hanging;

        @Tool(value = "Pays.", effect = Effect.WRITE, timeout = "PT0.5S", reconcile = "stateOf")
        public String pay(@Param("To whom") String to, ToolInvocation call) throws InterruptedException {
            paid.add(call.idempotencyKey());
            if (hanging) new CountDownLatch(1).await();
            return "paid " + to;
        }

        Reconciliation stateOf(ToolInvocation cutShort, String to) {
            asked.add(cutShort.idempotencyKey() + " " + to);
            return service.apply(cutShort.idempotencyKey());
        }

        @Tool(value = "Looks.", effect = Effect.READ)
        public String look(ToolInvocation call) {
            paid.add("looked " + call.idempotencyKey());
            return "5";
        }
    }

    private Agent.Builder agent(ScriptedModel model, Journal journal) {
        return Agent.builder(model).tools(bank).journal(journal);
    }

    /** A journal as a process leaves it that dies inside its only tool call. */
    private KeepingJournal killedInside(String tool, String arguments) {
        KeepingJournal whole = new KeepingJournal();
        agent(ScriptedModel.calls(tool, arguments).then("Never heard."), whole)
                .build()
                .run(RunRequest.of("Go.").withRunId("r"));
        KeepingJournal cut = new KeepingJournal();
        List<Recorded> kept = new ArrayList<>();
        for (Recorded event : whole.events()) {
            if (event instanceof RunEvent.ToolFinished) break;
            kept.add(event);
        }
        cut.append("r", 0, kept);
        cut.release("r");
        bank.paid.clear();
        return cut;
    }

    private static CallAssessment lastAssessment(KeepingJournal journal) {
        List<RunEvent.Assessed> all = journal.events(RunEvent.Assessed.class);
        return all.get(all.size() - 1).calls().get(0);
    }

    private static Reconciliation.Kind kind(CallAssessment found) {
        return Objects.requireNonNull(found.reconciled(), "the tool was asked").kind();
    }

    @Test
    void aWriteThatTookEffectIsNotRepeatedAndTheModelReadsItsResult() {
        KeepingJournal journal = killedInside("pay", PAY_BO);
        bank.service = key -> Reconciliation.tookEffect("paid Bo, says the bank");
        ScriptedModel model = ScriptedModel.says("Done.");

        RunResult result = agent(model, journal).build().resume("r");

        assertEquals("Done.", result.text());
        assertEquals(
                "paid Bo, says the bank", model.lastCall().toolMessage("c0").text());
        assertEquals(List.of(), bank.paid);
        assertEquals(List.of("r/0.0 Bo"), bank.asked);
        assertEquals(Reconciliation.Kind.TOOK_EFFECT, kind(lastAssessment(journal)));
    }

    @Test
    void aWriteThatTookNoEffectRunsAgainWithTheSameKey() {
        KeepingJournal journal = killedInside("pay", PAY_BO);
        bank.service = key -> Reconciliation.tookNoEffect();

        RunResult result = agent(ScriptedModel.says("Done."), journal).build().resume("r");

        assertEquals("Done.", result.text());
        assertEquals(List.of("r/0.0"), bank.paid);
        assertEquals(Reconciliation.Kind.TOOK_NO_EFFECT, kind(lastAssessment(journal)));
    }

    @Test
    void whatNobodyKnowsWaitsForAPerson() {
        KeepingJournal journal = killedInside("pay", PAY_BO);

        RunResult result = agent(ScriptedModel.empty(), journal).build().resume("r");

        assertTrue(result.awaitingApproval().get(0).inDoubt());
        assertEquals(
                "the bank is closed",
                Objects.requireNonNull(lastAssessment(journal).reconciled()).why());
        assertEquals(List.of(), bank.paid);
    }

    @Test
    void whatNobodyKnowsIsToldToTheModelByPolicy() {
        KeepingJournal journal = killedInside("pay", PAY_BO);
        ScriptedModel model = ScriptedModel.says("I will look.");

        agent(model, journal).inDoubt(Approval.InDoubt.TELL_MODEL).build().resume("r");

        assertTrue(model.lastCall().toolMessage("c0").text().startsWith("In doubt"));
    }

    @Test
    void aReconcilerThatThrowsLeavesTheCallInDoubt() {
        KeepingJournal journal = killedInside("pay", PAY_BO);
        bank.service = key -> {
            throw new IllegalStateException("no line");
        };

        RunResult result = agent(ScriptedModel.empty(), journal).build().resume("r");

        assertTrue(result.awaitingApproval().get(0).inDoubt());
        assertTrue(Objects.requireNonNull(lastAssessment(journal).reconciled())
                .why()
                .contains("no line"));
    }

    @Test
    void aReconcilerThatHangsIsStoppedAndTheCallStaysInDoubt() {
        KeepingJournal journal = killedInside("pay", PAY_BO);
        bank.service = key -> {
            try {
                new CountDownLatch(1).await();
                throw new AssertionError("nobody counts down");
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        };

        RunResult result = agent(ScriptedModel.empty(), journal).build().resume("r");

        assertTrue(result.awaitingApproval().get(0).inDoubt());
        assertTrue(Objects.requireNonNull(lastAssessment(journal).reconciled())
                .why()
                .startsWith("Timed out"));
    }

    @Test
    void itIsAskedAgainWhenTheRunGoesOn() {
        KeepingJournal journal = killedInside("pay", PAY_BO);
        agent(ScriptedModel.empty(), journal).build().resume("r");

        bank.service = key -> Reconciliation.tookEffect("paid after all");
        RunResult result = agent(ScriptedModel.says("Done."), journal).build().resume("r");

        assertEquals("Done.", result.text());
    }

    @Test
    void aPersonsDecisionGoesBeforeAskingAgain() {
        KeepingJournal journal = killedInside("pay", PAY_BO);
        RunResult paused = agent(ScriptedModel.empty(), journal).build().resume("r");
        bank.asked.clear();

        ScriptedModel model = ScriptedModel.says("Done.");
        agent(model, journal)
                .build()
                .resume(
                        "r",
                        Decision.answer(paused.awaitingApproval().get(0), "It was paid.")
                                .by("Al"));

        assertEquals("It was paid.", model.lastCall().toolMessage("c0").text());
        assertEquals(List.of(), bank.asked);
        assertEquals(List.of(), bank.paid);
    }

    @Test
    void anApprovedDoubtRunsAgain() {
        KeepingJournal journal = killedInside("pay", PAY_BO);
        RunResult paused = agent(ScriptedModel.empty(), journal).build().resume("r");

        RunResult result = agent(ScriptedModel.says("Done."), journal)
                .build()
                .resume("r", Decision.repeat(paused.awaitingApproval().get(0)));

        assertEquals("Done.", result.text());
        assertEquals(List.of("r/0.0"), bank.paid);
    }

    @Test
    void aWriteThatTimedOutWithoutEffectIsTheModelsToCallAgain() {
        bank.hanging = true;
        bank.service = key -> Reconciliation.tookNoEffect();
        ScriptedModel model = ScriptedModel.calls("pay", PAY_BO).then("The bank is slow.");

        RunResult result = agent(model, new KeepingJournal()).build().run("Go.");

        assertEquals("The bank is slow.", result.text());
        assertEquals(1, bank.paid.size());
        ToolMessage told = model.lastCall().toolMessage("c0");
        assertEquals(Outcome.TIMED_OUT, told.outcome());
        assertTrue(told.text().endsWith("It took no effect."), told.text());
    }

    @Test
    void aWriteThatTimedOutButTookEffectIsAnsweredAsIfItHadReturned() {
        bank.hanging = true;
        bank.service = key -> Reconciliation.tookEffect("paid");
        ScriptedModel model = ScriptedModel.calls("pay", PAY_BO).then("Done.");

        agent(model, new KeepingJournal()).build().run("Go.");

        assertEquals(Outcome.OK, model.lastCall().toolMessage("c0").outcome());
    }

    @Test
    void aRunThatIsCancelledMeanwhileAsksAnewWhenItGoesOn() {
        KeepingJournal journal = killedInside("pay", PAY_BO);
        Cancellation cancellation = Cancellation.create();
        bank.service = key -> {
            cancellation.cancel("Ctrl-C");
            return Reconciliation.tookEffect("paid");
        };

        Agent agent = agent(ScriptedModel.says("Done."), journal)
                .inDoubt(Approval.InDoubt.TELL_MODEL)
                .build();
        RunResult cancelled = agent.run(RunRequest.resuming("r").withCancellation(cancellation));
        RunResult result = agent.resume("r");

        assertEquals(StopReason.CANCELLED, cancelled.stopReason());
        assertEquals("Done.", result.text());
        assertEquals(2, bank.asked.size());
    }

    @Test
    void aReadRunsAgainWithTheSameKeyAndNobodyIsAsked() {
        KeepingJournal journal = killedInside("look", "{}");

        RunResult result = agent(ScriptedModel.says("Done."), journal).build().resume("r");

        assertEquals("Done.", result.text());
        assertEquals(List.of("looked r/0.0"), bank.paid);
        assertEquals(List.of(), bank.asked);
    }

    @Test
    void aRuleThatWasAddedMeanwhileIsAskedBeforeACallRunsAgain() {
        KeepingJournal journal = killedInside("look", "{}");

        RunResult result = agent(ScriptedModel.empty(), journal)
                .approval(call -> true)
                .build()
                .resume("r");

        assertTrue(result.isPaused());
        assertFalse(result.awaitingApproval().get(0).inDoubt());
        assertEquals(List.of(), bank.paid);
    }

    @Test
    void aCrashWhileItIsAskedLosesNothing() {
        KeepingJournal journal = killedInside("pay", PAY_BO);
        RunState state = RunState.of(journal.read("r", 0));
        journal.append("r", state.position(), List.of(new RunEvent.Resumed(Events.at(state.position()), "me", 1)));
        journal.release("r");
        bank.service = key -> Reconciliation.tookEffect("paid");

        RunResult result = agent(ScriptedModel.says("Done."), journal).build().resume("r");

        assertEquals("Done.", result.text());
        assertEquals(
                List.of(new CallId(0, 0)),
                journal.events(RunEvent.ToolStarted.class).stream()
                        .map(RunEvent.ToolStarted::id)
                        .toList());
    }

    @Test
    void aRegistryThatIsAwayLeavesTheCallInDoubtAndTheRunInOrder() {
        KeepingJournal journal = killedInside("pay", PAY_BO);
        ToolRegistry away = new ToolRegistry() {
            @Override
            public Optional<ToolFunction> find(String name) {
                throw new IllegalStateException("the server is away");
            }

            @Override
            public List<ToolSpec> list(Transcript transcript) {
                return List.of();
            }
        };
        Agent agent = Agent.builder(ScriptedModel.says("Done."))
                .tools(away)
                .journal(journal)
                .build();

        RunResult result = agent.resume("r");

        assertTrue(result.isPaused(), result.toString());
        assertTrue(result.awaitingApproval().get(0).inDoubt());
    }
}
