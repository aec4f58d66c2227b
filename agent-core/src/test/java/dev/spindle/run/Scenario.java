package dev.spindle.run;

import dev.spindle.Agent;
import dev.spindle.message.ToolMessage;
import dev.spindle.testing.ScriptedModel;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** One behaviour of a run: what the model says, how the agent is made and asked, and what must come of it. */
record Scenario(
        String name,
        Function<ScriptedModel, ScriptedModel> script,
        UnaryOperator<Agent.Builder> agent,
        UnaryOperator<RunRequest> request,
        Consumer<Seen> check) {

    static Scenario of(String name, Function<ScriptedModel, ScriptedModel> script, Consumer<Seen> check) {
        return new Scenario(name, script, builder -> builder, request -> request, check);
    }

    Scenario agent(UnaryOperator<Agent.Builder> changed) {
        return new Scenario(name, script, changed, request, check);
    }

    Scenario request(UnaryOperator<RunRequest> changed) {
        return new Scenario(name, script, agent, changed, check);
    }

    @Override
    public String toString() {
        return name;
    }

    /** What came of it. */
    record Seen(RunResult result, ScriptedModel model, KeepingJournal journal, Bench bench) {
        /** The answer to the n-th tool call of the run. */
        String answer(int index) {
            return result.transcript().messages().stream()
                    .filter(ToolMessage.class::isInstance)
                    .skip(index)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no answer " + index + " in " + result.transcript()))
                    .text();
        }
    }
}
