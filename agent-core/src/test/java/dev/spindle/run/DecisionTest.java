package dev.spindle.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.context.AgentException;
import dev.spindle.event.Decision;
import dev.spindle.event.Input;
import dev.spindle.event.RunEvent;
import dev.spindle.journal.FileJournal;
import dev.spindle.journal.Journal;
import dev.spindle.json.Json;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.testing.ScriptedReply;
import dev.spindle.tool.Param;
import dev.spindle.tool.PendingCall;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A decision answers one asking of one run, once. */
@Timeout(30)
class DecisionTest {
    private static final String PAY_BO = "{\"to\":\"Bo\"}";
    private static final Instant MONDAY = Instant.parse("2030-01-07T09:00:00Z");

    private final KeepingJournal journal = new KeepingJournal();
    private final Bank bank = new Bank();
    private final Watch watch = new Watch();

    static final class Bank {
        final AtomicInteger paid = new AtomicInteger();
        volatile boolean hanging;

        @Tool(value = "Pays.", effect = Effect.WRITE, approval = true, timeout = "PT0.5S")
        public String pay(@Param("To whom") String to) throws InterruptedException {
            paid.incrementAndGet();
            if (hanging) new CountDownLatch(1).await();
            return "paid " + to;
        }
    }

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

    private Agent agent(ScriptedModel model) {
        return agent(model, journal);
    }

    private Agent agent(ScriptedModel model, Journal kept) {
        return Agent.builder(model)
                .tools(bank)
                .journal(kept)
                .clock(watch)
                .approval(Approval.AS_DECLARED.expiringAfter(Duration.ofDays(1)))
                .build();
    }

    private static PendingCall waiting(RunResult result) {
        assertTrue(result.isPaused(), result.toString());
        return result.awaitingApproval().get(0);
    }

    private static Decision withoutArguments(PendingCall call) {
        String approved = Json.of(Decision.approve(call)).text();
        return Json.parse(approved.replace("\"APPROVE\"", "\"EDIT\"")).to(Decision.class);
    }

    @Test
    void anApprovalDeliveredAgainDoesNotRunTheCallInDoubtAgain() {
        bank.hanging = true;
        Agent agent = agent(ScriptedModel.calls("pay", PAY_BO));
        RunResult paused = agent.run("Pay Bo.");
        Decision approved = Decision.approve(waiting(paused));

        RunResult doubt = agent.resume(paused.runId(), approved);
        RunResult again = agent.resume(paused.runId(), approved);

        assertTrue(waiting(doubt).inDoubt());
        assertTrue(waiting(again).inDoubt());
        assertEquals(1, bank.paid.get());
    }

    @Test
    void anApprovalPostedAgainDoesNotRunTheCallInDoubtAgain() {
        bank.hanging = true;
        Agent agent = agent(ScriptedModel.calls("pay", PAY_BO));
        RunResult paused = agent.run("Pay Bo.");
        Decision approved = Decision.approve(waiting(paused));

        for (int delivery = 0; delivery < 3; delivery++) {
            agent.post(paused.runId(), new Input.Decided(approved));
            agent.resume(paused.runId());
        }

        assertEquals(1, bank.paid.get());
    }

    @Test
    void aDecisionAboutAnotherRunIsRefused() {
        Agent agent = agent(ScriptedModel.calls("pay", PAY_BO).thenCalls("pay", PAY_BO));
        RunResult first = agent.run("Pay Bo.");
        RunResult second = agent.run("Pay Bo.");
        Decision foreign = Decision.approve(waiting(first));

        AgentException refused = assertThrows(AgentException.class, () -> agent.resume(second.runId(), foreign));

        assertTrue(refused.getMessage().contains(first.runId()), refused.getMessage());
        assertEquals(0, bank.paid.get());
    }

    @Test
    void anEditWithoutArgumentsIsRefused() {
        Agent agent = agent(ScriptedModel.calls("pay", PAY_BO).then("Paid."));
        RunResult paused = agent.run("Pay Bo.");

        assertThrows(AgentException.class, () -> agent.resume(paused.runId(), withoutArguments(waiting(paused))));

        assertEquals(0, bank.paid.get());
        assertTrue(agent.resume(paused.runId()).isPaused());
    }

    @Test
    void anExpiryStandsWhenTheClockIsSetBack() {
        Agent agent = agent(ScriptedModel.calls("pay", PAY_BO).then("Nobody approved."));
        RunResult paused = agent.run("Pay Bo.");
        Decision late = Decision.approve(waiting(paused));
        watch.now = MONDAY.plus(Duration.ofDays(2));
        assertThrows(AgentException.class, () -> agent.resume(paused.runId(), late));

        watch.now = MONDAY.plus(Duration.ofHours(1));
        AgentException refused = assertThrows(AgentException.class, () -> agent.resume(paused.runId(), late));

        assertTrue(refused.getMessage().contains("too late"), refused.getMessage());
        assertEquals(0, bank.paid.get());
    }

    @Test
    void aWrongEditIsToldToThePersonAndTheCallStillWaits() {
        Agent agent = agent(ScriptedModel.calls("pay", PAY_BO).then("Paid."));
        RunResult paused = agent.run("Pay Bo.");
        Decision wrong = Decision.edit(waiting(paused), Json.parse("{\"too\":7}"));

        AgentException refused = assertThrows(AgentException.class, () -> agent.resume(paused.runId(), wrong));

        assertTrue(refused.getMessage().contains("too"), refused.getMessage());
        assertEquals(
                "Paid.",
                agent.resume(paused.runId(), Decision.approve(waiting(paused))).text());
    }

    @Test
    void twoDecisionsAboutOneCallAtOnceAreRefusedTogether() {
        Agent agent = agent(ScriptedModel.empty()
                .thenReplies(ScriptedReply.call("pay", PAY_BO))
                .then("Paid."));
        RunResult paused = agent.run("Pay Bo.");
        PendingCall call = waiting(paused);

        assertThrows(
                AgentException.class,
                () -> agent.resume(paused.runId(), Decision.approve(call), Decision.refuse(call, "no")));

        assertEquals(0, bank.paid.get());
    }

    @Test
    void theSameDecisionMayBeDeliveredAgainAndSaysSo() {
        Agent agent = agent(
                ScriptedModel.calls("pay", PAY_BO).thenCalls("pay", PAY_BO).then("Paid twice."));
        RunResult paused = agent.run("Pay Bo, twice.");
        Decision approved = Decision.approve(waiting(paused));

        RunResult once = agent.resume(paused.runId(), approved);
        RunResult again = agent.resume(paused.runId(), approved);

        assertEquals("1.0", waiting(once).path());
        assertEquals(waiting(once), waiting(again));
        assertEquals(1, bank.paid.get());
        List<RunEvent.Received> received = journal.events(RunEvent.Received.class);
        assertEquals(
                "it was taken already, at event 5, and counts once",
                received.get(1).refusal());
    }

    @Test
    void anotherDecisionAboutAnAnsweredAskingIsRefused() {
        Agent agent = agent(ScriptedModel.calls("pay", PAY_BO).thenCalls("pay", PAY_BO));
        RunResult paused = agent.run("Pay Bo, twice.");
        PendingCall call = waiting(paused);
        agent.resume(paused.runId(), Decision.approve(call).by("Al"));

        AgentException refused =
                assertThrows(AgentException.class, () -> agent.resume(paused.runId(), Decision.refuse(call, "no")));

        assertTrue(refused.getMessage().endsWith("this asking was answered already, at event 5: APPROVE by Al"));
    }

    @Test
    void aRunThatIsOverTakesAgainWhatItTookAndNothingElse(@TempDir Path folder) {
        try (FileJournal file = FileJournal.in(folder)) {
            Agent agent = agent(ScriptedModel.calls("pay", PAY_BO).then("Paid."), file);
            RunResult paused = agent.run("Pay Bo.");
            PendingCall call = waiting(paused);
            agent.resume(paused.runId(), Decision.approve(call));

            RunResult again = agent.resume(paused.runId(), Decision.approve(call));

            assertEquals("Paid.", again.text());
            assertThrows(AgentException.class, () -> agent.resume(paused.runId(), Decision.refuse(call, "no")));
            assertEquals(1, bank.paid.get());
        }
    }

    @Test
    void approvingACallInDoubtIsAnotherVerdictThanApprovingANewOne() {
        bank.hanging = true;
        Agent agent = agent(ScriptedModel.calls("pay", PAY_BO).then("Done."));
        RunResult paused = agent.run("Pay Bo.");
        PendingCall fresh = waiting(paused);
        AgentException tooEarly =
                assertThrows(AgentException.class, () -> agent.resume(paused.runId(), Decision.repeat(fresh)));
        PendingCall doubt = waiting(agent.resume(paused.runId(), Decision.approve(fresh)));

        AgentException refused =
                assertThrows(AgentException.class, () -> agent.resume(paused.runId(), Decision.approve(doubt)));
        bank.hanging = false;
        RunResult done = agent.resume(paused.runId(), Decision.repeat(doubt));

        assertTrue(tooEarly.getMessage().contains("APPROVE runs it"), tooEarly.getMessage());
        assertTrue(refused.getMessage().contains("REPEAT runs it again"), refused.getMessage());
        assertEquals("Done.", done.text());
        assertEquals(2, bank.paid.get());
    }

    @Test
    void aRefusalToRepeatLeavesTheModelInDoubt() {
        bank.hanging = true;
        ScriptedModel model = ScriptedModel.calls("pay", PAY_BO).then("I will look.");
        Agent agent = agent(model);
        RunResult paused = agent.run("Pay Bo.");
        PendingCall doubt = waiting(agent.resume(paused.runId(), Decision.approve(waiting(paused))));

        agent.resume(paused.runId(), Decision.refuse(doubt, "Al looks into it"));

        assertEquals(Outcome.IN_DOUBT, model.lastCall().toolMessage("c0").outcome());
    }

    @Test
    void goingOnWithoutADecisionIsNoNewAsking() {
        Agent agent = agent(ScriptedModel.empty()
                .thenReplies(ScriptedReply.call("pay", PAY_BO).andCall("pay", PAY_BO))
                .then("Both."));
        RunResult both = agent.run("Pay twice.");

        agent.resume(both.runId(), Decision.approve(both.awaitingApproval().get(0)));
        RunResult done = agent.resume(
                both.runId(), Decision.approve(both.awaitingApproval().get(1)));

        assertEquals("Both.", done.text());
        assertEquals(2, bank.paid.get());
    }

    @Test
    void aPostedDecisionThatDoesNotCountIsToldInTheResult() {
        Agent agent = agent(ScriptedModel.calls("pay", PAY_BO));
        RunResult paused = agent.run("Pay Bo.");
        Decision wrong = Decision.edit(waiting(paused), Json.parse("{\"to\":7}"));

        agent.post(paused.runId(), new Input.Decided(wrong));
        RunResult told = agent.resume(paused.runId());

        String refusal = Objects.requireNonNull(waiting(told).refusal());
        assertTrue(refusal.startsWith("its arguments do not fit the tool, and the call still waits: "), refusal);
        assertEquals(0, bank.paid.get());
    }

    @Test
    void anIncompleteDecisionCannotBeLeft() {
        Agent agent = agent(ScriptedModel.calls("pay", PAY_BO));
        RunResult paused = agent.run("Pay Bo.");
        Input incomplete = new Input.Decided(withoutArguments(waiting(paused)));
        Input foreign = new Input.Decided(Decision.approve(waiting(paused)).at("other", "0.0"));

        assertThrows(AgentException.class, () -> agent.post(paused.runId(), incomplete));
        assertThrows(AgentException.class, () -> agent.post(paused.runId(), foreign));
    }

    @Test
    void allDecisionsCountOrNone() {
        Agent agent = agent(ScriptedModel.empty()
                .thenReplies(ScriptedReply.call("pay", PAY_BO).andCall("pay", PAY_BO)));
        RunResult both = agent.run("Pay twice.");
        Decision good = Decision.approve(both.awaitingApproval().get(0));
        Decision bad = Decision.repeat(both.awaitingApproval().get(1));

        assertThrows(AgentException.class, () -> agent.resume(both.runId(), good, bad));

        assertEquals(0, bank.paid.get());
        assertEquals(both.awaitingApproval(), agent.resume(both.runId()).awaitingApproval());
    }

    @Test
    void aChildsCallIsDecidedOnceWhateverIsDeliveredToItsParent() {
        bank.hanging = true;
        Agent child = agent(ScriptedModel.calls("pay", PAY_BO));
        Agent parent = Agent.builder(ScriptedModel.calls("clerk", "{\"request\":\"Pay Bo.\"}"))
                .tools(child.asTool("clerk", "Pays."))
                .journal(journal)
                .build();
        RunResult paused = parent.run("Pay Bo.");
        Decision approved = Decision.approve(waiting(paused));

        PendingCall doubt = waiting(parent.resume(paused.runId(), approved));
        RunResult again = parent.resume(paused.runId(), approved);
        AgentException refused =
                assertThrows(AgentException.class, () -> parent.resume(paused.runId(), Decision.approve(doubt)));

        assertEquals("0.0/0.0", doubt.path());
        assertTrue(doubt.inDoubt());
        assertEquals(doubt, waiting(again));
        assertTrue(refused.getMessage().contains("REPEAT"), refused.getMessage());
        assertEquals(1, bank.paid.get());
    }

    @Test
    void aWrongEditOfAChildsCallIsToldByItsParent() {
        Agent child = agent(ScriptedModel.calls("pay", PAY_BO).then("Paid."));
        Agent parent = Agent.builder(ScriptedModel.calls("clerk", "{\"request\":\"Pay Bo.\"}")
                        .then("Done."))
                .tools(child.asTool("clerk", "Pays."))
                .journal(journal)
                .build();
        RunResult paused = parent.run("Pay Bo.");

        RunResult told = parent.resume(paused.runId(), Decision.edit(waiting(paused), Json.parse("{\"to\":7}")));
        RunResult done = parent.resume(paused.runId(), Decision.edit(waiting(told), Json.parse("{\"to\":\"Al\"}")));

        assertTrue(Objects.requireNonNull(waiting(told).refusal()).contains("do not fit the tool"));
        assertEquals("Done.", done.text());
        assertEquals(1, bank.paid.get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"to\": \"Bo\"}", "{\"to\":\"Bo\\/x\"}", "{\"to\":\"\\u0042o\"}"})
    void argumentsNeedOneApprovalHoweverTheyAreWritten(String written, @TempDir Path folder) {
        try (FileJournal file = FileJournal.in(folder)) {
            RunResult paused = agent(ScriptedModel.calls("pay", written), file).run("Pay Bo.");
            Agent later = agent(ScriptedModel.says("Paid."), file);

            RunResult result = later.resume(paused.runId(), Decision.approve(waiting(paused)));

            assertEquals("Paid.", result.text());
        }
    }
}
