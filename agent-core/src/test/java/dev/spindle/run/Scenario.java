package dev.spindle.run;

import dev.spindle.Agent;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.message.ToolMessage;
import dev.spindle.testing.ScriptedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One behaviour of a run: what the model says, how the agent is made and asked, and what must come of it, whatever drives the run. Tests of
 * other modules play them, too.
 */
public record Scenario(
        String name,
        Function<ScriptedModel, ScriptedModel> script,
        UnaryOperator<Agent.Builder> agent,
        UnaryOperator<RunRequest> request,
        Consumer<Seen> check) {

    /** All that there are. */
    public static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>(Scenarios.ofTheLoop());
        all.addAll(Scenarios.ofSlips());
        all.addAll(Scenarios.ofLimits());
        all.addAll(Scenarios.ofApproval());
        all.addAll(ToolScenarios.ofOutcomes());
        all.addAll(ToolScenarios.ofLongResults());
        all.addAll(ToolScenarios.ofStrangers());
        all.addAll(ToolScenarios.ofAnswers());
        all.addAll(ToolScenarios.ofDoubt());
        all.addAll(ToolScenarios.ofInterceptors());
        all.addAll(CompactionScenarios.ofLength());
        all.addAll(CompactionScenarios.ofOverflow());
        return all;
    }

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
    public record Seen(RunResult result, ScriptedModel model, List<Recorded> events, Bench bench) {
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
