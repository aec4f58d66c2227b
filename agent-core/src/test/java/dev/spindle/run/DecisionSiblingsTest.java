package dev.spindle.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.context.AgentException;
import dev.spindle.event.Decision;
import dev.spindle.event.Input;
import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.testing.ScriptedReply;
import dev.spindle.tool.Param;
import dev.spindle.tool.PendingCall;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Decisions that are delivered where, when or as they do not belong pay nobody; see {@link DecisionTest}. */
@Timeout(30)
class DecisionSiblingsTest {
    private static final String PAY_BO = "{\"to\":\"Bo\"}";
    private static final String ASK = "{\"request\":\"Pay Bo.\"}";

    private final KeepingJournal journal = new KeepingJournal();
    private final AtomicInteger paid = new AtomicInteger();

    final class Bank {
        @Tool(value = "Pays.", effect = Effect.WRITE, approval = true)
        public String pay(@Param("To whom") String to) {
            paid.incrementAndGet();
            return "paid " + to;
        }
    }

    private Agent agent(ScriptedModel model) {
        return Agent.builder(model).tools(new Bank()).journal(journal).build();
    }

    private Agent parent(ScriptedModel inner) {
        return Agent.builder(ScriptedModel.calls("clerk", ASK).then("Done."))
                .tools(agent(inner).asTool("clerk", "Pays."))
                .journal(journal)
                .build();
    }

    /** By every way there is; refused or of no effect, but never a payment. */
    private static void deliver(Agent agent, String runId, Decision decision) {
        for (boolean posted : new boolean[] {false, true, false}) {
            try {
                if (posted) agent.post(runId, new Input.Decided(decision));
                agent.resume(runId, posted ? new Decision[0] : new Decision[] {decision});
            } catch (AgentException | IllegalArgumentException refused) {
                assertFalse(String.valueOf(refused.getMessage()).isBlank());
            }
        }
    }

    private static PendingCall waiting(RunResult result) {
        assertTrue(result.isPaused(), result.toString());
        return result.awaitingApproval().get(0);
    }

    @Test
    void anApprovalOfThisTurnIsNoneOfTheSameCallInTheNext() {
        Agent agent = agent(ScriptedModel.calls("pay", PAY_BO).thenCalls("pay", PAY_BO));
        RunResult first = agent.run("Pay Bo.");
        Decision approved = Decision.approve(waiting(first));

        RunResult second = agent.resume(first.runId(), approved);
        deliver(agent, first.runId(), approved);

        assertEquals("1.0", waiting(second).path());
        assertEquals(1, paid.get());
    }

    /** Never comes back in time, so that nobody knows whether it has paid. */
    final class SlowBank {
        @Tool(value = "Pays.", effect = Effect.WRITE, approval = true, timeout = "PT0.5S")
        public String pay(@Param("To whom") String to) throws InterruptedException {
            paid.incrementAndGet();
            new CountDownLatch(1).await();
            return "paid " + to;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCallInDoubtIsRepeatedOnceHoweverOftenThatIsDelivered(boolean inside) {
        Agent slow = Agent.builder(ScriptedModel.calls("pay", PAY_BO))
                .tools(new SlowBank())
                .journal(journal)
                .build();
        Agent caller = Agent.builder(ScriptedModel.calls("clerk", ASK))
                .tools(slow.asTool("clerk", "Pays."))
                .journal(journal)
                .build();
        Agent agent = inside ? caller : slow;
        RunResult asked = agent.run("Pay Bo.");
        RunResult doubt = agent.resume(asked.runId(), Decision.approve(waiting(asked)));
        Decision repeat = Decision.repeat(waiting(doubt));
        RunResult again = agent.resume(asked.runId(), repeat);

        deliver(agent, asked.runId(), repeat);

        assertTrue(waiting(again).inDoubt());
        assertEquals(2, paid.get());
        assertTrue(waiting(agent.resume(asked.runId())).inDoubt());
    }

    @Test
    void anApprovalOfOneOfTwoEqualCallsLeavesTheOtherWaiting() {
        Agent agent = agent(ScriptedModel.empty()
                .thenReplies(ScriptedReply.call("pay", PAY_BO).andCall("pay", PAY_BO)));
        RunResult paused = agent.run("Pay Bo twice.");
        Decision approved = Decision.approve(waiting(paused));

        deliver(agent, paused.runId(), approved);

        assertEquals(1, paid.get());
        assertEquals(1, agent.resume(paused.runId()).awaitingApproval().size());
    }

    @Test
    void aDecisionAboutAChildsCallDoesNotFitAnotherChildsEqualCall() {
        Agent one = parent(ScriptedModel.calls("pay", PAY_BO).then("Paid."));
        Agent other = parent(ScriptedModel.calls("pay", PAY_BO).then("Paid."));
        RunResult first = one.run("Pay Bo.");
        RunResult second = other.run("Pay Bo.");

        deliver(other, second.runId(), Decision.approve(waiting(first)));

        assertEquals(0, paid.get());
        assertTrue(other.resume(second.runId()).isPaused());
    }

    @Test
    void aChildsOwnPathMeansNothingToItsParent() {
        Agent agent = parent(ScriptedModel.calls("pay", PAY_BO).then("Paid."));
        RunResult paused = agent.run("Pay Bo.");
        PendingCall seen = waiting(paused);

        deliver(agent, paused.runId(), Decision.approve(seen.seenFrom(paused.runId(), "0.0")));
        deliver(agent, paused.runId(), Decision.approve(seen.seenFrom(paused.runId(), "0.0/0.0/0.0")));
        deliver(agent, paused.runId(), Decision.approve(seen.seenFrom(paused.runId(), "1.0/0.0")));

        assertEquals(0, paid.get());
        assertTrue(agent.resume(paused.runId()).isPaused());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"asking\":\\d+ -> \"asking\":null",
                "\"asking\":\\d+ -> \"asking\":0",
                "\"asking\":\\d+ -> \"asking\":-1",
                "\"asking\":\\d+ -> \"asking\":99",
                "\"argumentHash\":\"[0-9a-f]+\" -> \"argumentHash\":\"\"",
                "\"argumentHash\":\"[0-9a-f]+\" -> \"argumentHash\":\"00\"",
                "\"runId\":\"[^\"]+\" -> \"runId\":\"\"",
                "\"path\":\"[^\"]+\" -> \"path\":\"\"",
                "\"path\":\"[^\"]+\" -> \"path\":\"0.00\"",
                "\"path\":\"[^\"]+\" -> \"path\":\" 0.0\"",
                "\"path\":\"[^\"]+\" -> \"path\":\"0.0/\"",
                "\"path\":\"[^\"]+\" -> \"path\":\"+0.0\"",
                "\"APPROVE\" -> \"REPEAT\""
            })
    void aDecisionInWhichOnePartIsAnotherPaysNobody(String change) {
        Agent agent = agent(ScriptedModel.calls("pay", PAY_BO).then("Done."));
        RunResult paused = agent.run("Pay Bo.");
        String approved = Json.of(Decision.approve(waiting(paused))).text();
        String[] parts = change.split(" -> ", 2);
        String changed = approved.replaceFirst(parts[0], parts[1]);
        assertFalse(changed.equals(approved), approved);

        try {
            deliver(agent, paused.runId(), Json.parse(changed).to(Decision.class));
        } catch (JsonException noDecision) {
            assertFalse(noDecision.getMessage().isBlank());
        }

        assertEquals(0, paid.get());
        assertTrue(agent.resume(paused.runId()).isPaused());
    }
}
