package dev.spindle.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.event.Decision;
import dev.spindle.event.Input;
import dev.spindle.json.Json;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Param;
import dev.spindle.tool.PendingCall;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person writes is read by the application's own classes, which may break at it. */
@Timeout(30)
class BreakingEditTest {
    private final KeepingJournal journal = new KeepingJournal();

    private static PendingCall waiting(RunResult result) {
        assertTrue(result.isPaused(), result.toString());
        return result.awaitingApproval().get(0);
    }

    /** Its converter breaks at a name that a person may write. */
    record Payee(String name) {
        Payee {
            if (name.equals("Deep")) throw new StackOverflowError();
            if (name.equals("Old")) throw new NoSuchMethodError("gone");
        }
    }

    static final class Transfer {
        @Tool(value = "Transfers.", effect = Effect.WRITE, approval = true)
        public String transfer(@Param("To whom") Payee to) {
            return "transferred to " + to.name();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Deep", "Old"})
    void anEditThatBreaksAConverterIsRefusedAndTheRunGoesOn(String name) {
        Agent agent = Agent.builder(ScriptedModel.calls("transfer", "{\"to\":{\"name\":\"Bo\"}}")
                        .then("Done."))
                .tools(new Transfer())
                .journal(journal)
                .build();
        RunResult paused = agent.run("Transfer.");
        Decision breaking = Decision.edit(waiting(paused), Json.parse("{\"to\":{\"name\":\"" + name + "\"}}"));

        agent.post(paused.runId(), new Input.Decided(breaking));
        PendingCall told = waiting(agent.resume(paused.runId()));
        RunResult done = agent.resume(paused.runId(), Decision.approve(told));

        assertTrue(String.valueOf(told.refusal()).contains("could not be looked at"), told.toString());
        assertEquals("Done.", done.text());
    }
}
