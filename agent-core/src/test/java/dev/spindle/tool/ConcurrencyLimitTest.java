package dev.spindle.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.context.RunContext;
import dev.spindle.message.ToolMessage;
import dev.spindle.run.RunRequest;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.testing.ScriptedReply;
import dev.spindle.tool.Tool.Effect;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConcurrencyLimitTest {
    static final class Lift {
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final CyclicBarrier two = new CyclicBarrier(2);

        @Tool(value = "Rides with one other.", effect = Effect.READ, maxConcurrent = 2)
        public String ride() throws Exception {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            two.await(20, TimeUnit.SECONDS);
            inside.decrementAndGet();
            return "up";
        }
    }

    @Test
    void noMoreCallsRunAtOnceThanTheToolAllows() {
        Lift lift = new Lift();
        ScriptedReply six = ScriptedReply.call("ride", "{}");
        for (int more = 0; more < 5; more++) six = six.andCall("ride", "{}");
        ScriptedModel model = ScriptedModel.empty().thenReplies(six).then("Done.");

        Agent.builder(model).tools(lift).build().run("Ride.");

        assertEquals(2, lift.most.get());
        assertEquals(6, model.lastCall().toolMessages().size());
        model.lastCall().toolMessages().forEach(message -> assertEquals("up", message.text()));
    }

    /** Asks an agent that has the same tool. */
    static final class Stairs {
        private final AtomicInteger steps = new AtomicInteger();
        private final AtomicReference<Agent> agent = new AtomicReference<>();

        @Tool(value = "Goes one down.", effect = Effect.READ, timeout = "none", maxConcurrent = 1)
        public String down(RunContext context) {
            if (steps.incrementAndGet() > 6) return "bottom";
            return agent.get().run(RunRequest.of("Down.").within(context)).text();
        }
    }

    @Test
    void aCallThatIsMadeInsideAnotherOfItsToolDoesNotWaitForThatOne() {
        Stairs stairs = new Stairs();
        stairs.agent.set(Agent.builder(call -> {
                    boolean asks = call.messages().messages().stream().noneMatch(ToolMessage.class::isInstance);
                    ScriptedReply twice = ScriptedReply.call("down", "{}").andCall("down", "{}");
                    return (asks ? ScriptedModel.empty().thenReplies(twice) : ScriptedModel.says("Down.")).call(call);
                })
                .tools(stairs)
                .build());

        assertEquals("Down.", stairs.agent.get().run("Down.").text());
        assertTrue(stairs.steps.get() > 6, stairs.steps::toString);
    }
}
