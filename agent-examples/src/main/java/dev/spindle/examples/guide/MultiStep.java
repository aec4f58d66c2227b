package dev.spindle.examples.guide;

import static dev.spindle.tool.Tool.Effect.IDEMPOTENT;

import dev.spindle.Agent;
import dev.spindle.context.RunContext;
import dev.spindle.run.RunRequest;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.ToolResult;

/** An agent whose steps are agents: one finds facts, one writes, and an editor calls both. */
public final class MultiStep {
    private MultiStep() {}

    // region multi-step
    record Desk(Agent researcher, Agent writer) {
        @Tool(value = "Finds facts about a topic.", effect = IDEMPOTENT)
        ToolResult research(@Param("The topic") String topic, RunContext context) {
            return step(researcher, topic, context);
        }

        @Tool(value = "Writes one sentence from facts.", effect = IDEMPOTENT)
        ToolResult write(@Param("The facts") String facts, RunContext context) {
            return step(writer, facts, context);
        }

        /** A step of the editor's run: cancelled with it, within its limits and budgets, with its labels, and paid by it. */
        private static ToolResult step(Agent agent, String task, RunContext context) {
            return agent.run(RunRequest.of(task).within(context)).asToolResult();
        }
    }
    // endregion

    /** Runs the example. */
    public static void main(String... arguments) {
        Agent researcher = Agent.builder(Models.realOr(ScriptedModel.says("Oslo: founded about 1040; 700,000 people.")))
                .build();
        Agent writer = Agent.builder(
                        Models.realOr(ScriptedModel.says("Oslo is a city of 700,000, a thousand years old.")))
                .build();
        ScriptedModel understudy = ScriptedModel.calls("research", "{\"topic\":\"Oslo\"}")
                .thenCalls("write", "{\"facts\":\"Founded about 1040; 700,000 people.\"}")
                .then("Oslo is a city of 700,000, a thousand years old.");
        Agent editor = Agent.builder(Models.realOr(understudy))
                .tools(new Desk(researcher, writer))
                .build();
        System.out.println(
                editor.run("Introduce Oslo: research first, then write.").text());
    }
}
