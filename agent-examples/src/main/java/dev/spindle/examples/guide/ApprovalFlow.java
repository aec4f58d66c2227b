package dev.spindle.examples.guide;

import static dev.spindle.tool.Tool.Effect.WRITE;

import dev.spindle.Agent;
import dev.spindle.event.Decision;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Param;
import dev.spindle.tool.PendingCall;
import dev.spindle.tool.Tool;
import java.util.List;

/** A tool that does not run before a person has approved the call. */
public final class ApprovalFlow {
    private ApprovalFlow() {}

    // region approval-tool
    static class Bank {
        @Tool(value = "Pays somebody.", effect = WRITE, approval = true)
        String pay(@Param("Who is paid") String to, @Param("Whole euros") int euros) {
            return to + " has " + euros + " euros.";
        }
    }
    // endregion

    /** Runs the example. */
    public static void main(String... arguments) {
        ScriptedModel understudy =
                ScriptedModel.calls("pay", "{\"to\":\"Bo\",\"euros\":120}").then("Bo has his 120 euros.");
        Agent agent = Agent.builder(Models.realOr(understudy)).tools(new Bank()).build();
        // region approval
        RunResult result = agent.run("Pay Bo his 120 euros.");
        while (result.isPaused()) {
            result = agent.resume(result.runId(), decide(result.awaitingApproval()));
        }
        // endregion
        System.out.println(result.text());
    }

    // region approval-decide
    static List<Decision> decide(List<PendingCall> waiting) {
        waiting.forEach(call -> System.out.println("Approving " + call.tool() + " " + call.arguments()));
        return waiting.stream().map(Decision::approve).toList();
    }
    // endregion
}
