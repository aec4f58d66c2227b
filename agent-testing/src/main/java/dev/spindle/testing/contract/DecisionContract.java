package dev.spindle.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.context.AgentException;
import dev.spindle.event.Decision;
import dev.spindle.event.Input;
import dev.spindle.event.Limits;
import dev.spindle.journal.Journal;
import dev.spindle.json.Json;
import dev.spindle.run.Approval;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Param;
import dev.spindle.tool.PendingCall;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a {@link Journal} keeps to when people decide: a decision answers one asking of one run, once, however often it is delivered. */
abstract class DecisionContract extends ArgumentsContract {
    private static final Instant MONDAY = Instant.parse("2030-01-07T09:00:00Z");
    private static final String PAY_BO = "{\"to\":\"Bo\"}";
    private static final Limits IMPATIENT = Limits.DEFAULT.withToolTimeout(Duration.ofMillis(200));

    private final Bank bank = new Bank();
    private final Watch watch = new Watch();

    /** For whoever extends it. */
    DecisionContract() {}

    /** What is paid for. */
    static final class Bank {
        private final AtomicInteger paid = new AtomicInteger();
        private volatile boolean hanging;

        @Tool(value = "Pays.", effect = Effect.WRITE, approval = true)
        String pay(@Param("To whom") String to) throws InterruptedException {
            paid.incrementAndGet();
            if (hanging) new CountDownLatch(1).await();
            return "paid " + to;
        }
    }

    /** A clock that goes when it is told to. */
    private static final class Watch extends Clock {
        private volatile Instant now = MONDAY;

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

    /** Its model wants to pay Bo as often as it is asked. Only a payment that hangs is cut: any other may take long on a slow machine. */
    private Agent agent(Journal journal) {
        ScriptedModel model = ScriptedModel.empty();
        for (int call = 0; call < 10; call++) model.thenCalls("pay", PAY_BO);
        return Agent.builder(model)
                .tools(bank)
                .journal(journal)
                .limits(bank.hanging ? IMPATIENT : Limits.DEFAULT)
                .clock(watch)
                .approval(Approval.AS_DECLARED.expiringAfter(Duration.ofDays(1)))
                .build();
    }

    private static PendingCall waiting(RunResult result) {
        assertTrue(result.isPaused(), result.toString());
        return result.awaitingApproval().get(0);
    }

    private static void assertTold(String what, Exception told) {
        String message = String.valueOf(told.getMessage());
        assertTrue(message.contains(what), message);
    }

    @Test
    void anApprovalCountsOnceHoweverOftenItIsDelivered() {
        Journal journal = journal();
        Agent agent = agent(journal);
        RunResult paused = agent.run("Pay Bo.");
        Decision approved = Decision.approve(waiting(paused));

        for (int delivery = 0; delivery < 3; delivery++) {
            agent.resume(paused.runId(), approved);
            journal.post(paused.runId(), new Input.Decided(approved));
            agent(journal).resume(paused.runId());
        }

        assertEquals(1, bank.paid.get());
        assertEquals("1.0", waiting(agent.resume(paused.runId())).path());
    }

    @Test
    void anApprovalThatIsDeliveredByManyAtOnceCountsOnce() throws InterruptedException, ExecutionException {
        Journal journal = journal();
        RunResult paused = agent(journal).run("Pay Bo.");
        Decision approved = Decision.approve(waiting(paused));

        Threads.runAll(Collections.nCopies(8, () -> {
            journal.post(paused.runId(), new Input.Decided(approved));
            try {
                agent(journal).resume(paused.runId(), approved);
            } catch (Journal.ConflictException driven) {
                assertTold(paused.runId(), driven);
            }
        }));
        PendingCall next = waiting(agent(journal).resume(paused.runId()));

        assertEquals(1, bank.paid.get());
        assertEquals("1.0", next.path());
    }

    @Test
    void anApprovalDoesNotRunACallInDoubtAgain() {
        bank.hanging = true;
        Journal journal = journal();
        Agent agent = agent(journal);
        RunResult paused = agent.run("Pay Bo.");
        Decision approved = Decision.approve(waiting(paused));

        PendingCall doubt = waiting(agent.resume(paused.runId(), approved));
        journal.post(paused.runId(), new Input.Decided(approved));
        PendingCall again = waiting(agent.resume(paused.runId(), approved));
        AgentException refused =
                assertThrows(AgentException.class, () -> agent.resume(paused.runId(), Decision.approve(doubt)));

        assertTrue(doubt.inDoubt());
        assertTrue(again.inDoubt());
        assertTold("REPEAT", refused);
        assertEquals(1, bank.paid.get());
    }

    @Test
    void anApprovalOfAnotherRunIsRefused() {
        Agent agent = agent(journal());
        RunResult first = agent.run("Pay Bo.");
        RunResult second = agent.run("Pay Bo.");
        Decision foreign = Decision.approve(waiting(first));

        AgentException refused = assertThrows(AgentException.class, () -> agent.resume(second.runId(), foreign));

        assertTold(first.runId(), refused);
        assertEquals(0, bank.paid.get());
    }

    @Test
    void anApprovalThatCameTooLateIsRefusedWhateverTheClockSaysLater() {
        Agent agent = agent(journal());
        RunResult paused = agent.run("Pay Bo.");
        Decision late = Decision.approve(waiting(paused));
        watch.now = MONDAY.plus(Duration.ofDays(2));
        assertThrows(AgentException.class, () -> agent.resume(paused.runId(), late));

        watch.now = MONDAY.plus(Duration.ofHours(1));
        AgentException refused = assertThrows(AgentException.class, () -> agent.resume(paused.runId(), late));

        assertTold("too late", refused);
        assertEquals(0, bank.paid.get());
    }

    @Test
    void anAskingThatWasAnsweredTakesNoOtherDecision() {
        Agent agent = agent(journal());
        RunResult paused = agent.run("Pay Bo.");
        PendingCall first = waiting(paused);
        agent.resume(paused.runId(), Decision.approve(first));

        AgentException refused =
                assertThrows(AgentException.class, () -> agent.resume(paused.runId(), Decision.refuse(first, "no")));
        PendingCall second = waiting(agent.resume(paused.runId()));

        assertTold("answered already", refused);
        assertEquals("1.0", second.path());
        assertEquals(1, bank.paid.get());
    }

    @Test
    void ofTwoWhoDecideOtherwiseAtOnceOneCountsAndTheOtherIsTold() throws InterruptedException, ExecutionException {
        Journal journal = journal();
        RunResult paused = agent(journal).run("Pay Bo.");
        PendingCall call = waiting(paused);
        List<Decision> others = List.of(
                Decision.approve(call).by("Al"),
                Decision.refuse(call, "no").by("Bea"),
                Decision.edit(call, Json.parse("{\"to\":\"Cy\"}")).by("Di"),
                Decision.answer(call, "paid by hand").by("Ed"));
        AtomicInteger counted = new AtomicInteger();

        Threads.runAll(others.stream()
                .<Runnable>map(decision -> () -> {
                    try {
                        agent(journal).resume(paused.runId(), decision);
                        counted.incrementAndGet();
                    } catch (AgentException refusedOrDriven) {
                        assertTold(paused.runId(), refusedOrDriven);
                    }
                })
                .toList());
        for (Decision decision : others) journal.post(paused.runId(), new Input.Decided(decision));
        PendingCall next = waiting(agent(journal).resume(paused.runId()));

        assertEquals(1, counted.get());
        assertTrue(bank.paid.get() <= 1, bank.paid::toString);
        assertEquals("1.0", next.path());
    }

    @Test
    void aDecisionThatIsLeftBeforeItIsAskedForDecidesNothing() {
        Journal journal = journal();
        Agent agent = agent(journal);
        RunResult paused = agent.run("Pay Bo.");
        PendingCall first = waiting(paused);
        for (long asking = 0; asking < 30; asking++) {
            Decision guessed = new Decision(
                    paused.runId(), "1.0", asking, first.argumentHash(), Decision.Verdict.APPROVE, "", null, "");
            journal.post(paused.runId(), new Input.Decided(guessed));
        }

        RunResult second = agent.resume(paused.runId(), Decision.approve(first));

        assertEquals("1.0", waiting(second).path());
        assertEquals(1, bank.paid.get());
        assertEquals("1.0", waiting(agent.resume(paused.runId())).path());
        assertEquals(1, bank.paid.get());
    }
}
