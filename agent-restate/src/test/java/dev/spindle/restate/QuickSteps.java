package dev.spindle.restate;

import dev.spindle.Agent;
import dev.spindle.event.Limits;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.ToolCall;
import dev.spindle.message.Usage;
import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelReply;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** An agent whose replies and calls take no time, so that what is measured is what keeps them. */
final class QuickSteps {
    /** How often a run asks for a call before it answers. */
    static final int TURNS = 30;

    /** Of a run: each reply, and each call. */
    static final int STEPS = 2 * TURNS + 1;

    private QuickSteps() {}

    /**
     * The agent.
     *
     * @param done is told of each step that was done
     */
    static Agent.Builder agent(String name, AtomicLong done) {
        return agent(name, new Script(done), done);
    }

    /** The agent with a model that replies the same. */
    static Agent.Builder agent(String name, Model model, AtomicLong done) {
        return Agent.builder(model).name(name).tools(new Place(done)).limits(Limits.DEFAULT.withMaxTurns(TURNS + 1));
    }

    /** The model: it asks for calls, one a turn, and then answers. */
    record Script(AtomicLong done) implements Model {
        @Override
        public String id() {
            return "script";
        }

        @Override
        public ModelReply call(ModelCall call) {
            done.incrementAndGet();
            int turn = call.messages().size() / 2;
            if (turn >= TURNS) return ModelReply.of(AssistantMessage.of("Done."), Usage.of(10, 5));
            ToolCall next = ToolCall.of("c" + turn, "look", "{\"at\":" + turn + "}");
            return ModelReply.of(AssistantMessage.calling(List.of(next)), Usage.of(10, 5));
        }
    }

    /** What is called. */
    record Place(AtomicLong done) {
        @Tool(value = "Looks.", effect = Effect.READ)
        String look(@Param("where") int at) {
            done.incrementAndGet();
            return "A line of text as tools give it, of no great length, from place " + at;
        }
    }
}
