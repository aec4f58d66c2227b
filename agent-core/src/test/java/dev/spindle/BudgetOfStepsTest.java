package dev.spindle;

import static dev.spindle.BudgetTest.SHORT;
import static dev.spindle.BudgetTest.USED;
import static dev.spindle.BudgetTest.agent;
import static dev.spindle.BudgetTest.priced;
import static dev.spindle.BudgetTest.usd;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.context.RunContext;
import dev.spindle.event.Limits;
import dev.spindle.event.RunEvent;
import dev.spindle.event.StopReason;
import dev.spindle.journal.InMemoryJournal;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Usage;
import dev.spindle.model.Budget;
import dev.spindle.model.Model;
import dev.spindle.model.ModelReply;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.testing.ScriptedReply;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Steps that own code puts together are held to the budget, the limits and the labels of the run that calls them. */
@Timeout(60)
class BudgetOfStepsTest {
    /** The guide's: steps that own code puts together. */
    public record Desk(Agent researcher, Agent writer) {
        @Tool(value = "Finds facts, then writes.", effect = Effect.IDEMPOTENT)
        public ToolResult article(@Param("The topic") String topic, RunContext context) {
            RunResult facts = null;
            for (int at = 0; at < 10; at++)
                facts = researcher.run(RunRequest.of(topic).within(context));
            RunResult text = writer.run(RunRequest.of(facts.partialText()).within(context));
            return text.asToolResult();
        }
    }

    private static Agent.Builder editor(Model worker) {
        ScriptedModel leading = priced().thenReplies(
                        ScriptedReply.call("article", "{\"topic\":\"Oslo\"}").withUsage(Usage.of(5, 5)))
                .thenReplies(ScriptedReply.text("Done.").withUsage(Usage.of(5, 5)));
        return Agent.builder(leading).options(SHORT).tools(new Desk(agent(worker), agent(worker)));
    }

    @Test
    void stepsOfOwnCodeShareIt() {
        Budget budget = Budget.ofCost(usd("0.25"));

        RunResult result = editor(new BudgetTest.Steady(new CountDownLatch(1)))
                .build()
                .run(RunRequest.of("Write.").withBudget(budget));

        assertThat(result.stopReason()).isEqualTo(StopReason.COST_LIMIT);
        assertThat(budget.spent().cost().usd()).isLessThanOrEqualTo(usd("0.25")).isGreaterThan(usd("0.1"));
    }

    @Test
    void stepsOfOwnCodeAreHeldToTheLimitOfTheRunThatCallsThem() {
        Limits limits = Limits.DEFAULT.withMaxCost(usd("0.2"));

        RunResult result = editor(new BudgetTest.Steady(new CountDownLatch(1)))
                .limits(limits)
                .build()
                .run(RunRequest.of("Write.").withRunId("r"));

        assertThat(result.transcript().message(2).text())
                .isEqualTo(
                        "No answer, stopped with COST_LIMIT: the rest of run 'r' of 0.19 USD does not allow the next call:"
                                + " 0.165 USD are spent, and it may cost 0.054 USD");
        assertThat(result.cost().usd()).isLessThanOrEqualTo(usd("0.2"));
    }

    /** Says whose step it is. */
    public record Secretary(Agent other) {
        @Tool(value = "Asks.", effect = Effect.READ, untrusted = true)
        public ToolResult fetch() {
            return ToolResult.text("from outside");
        }

        @Tool(value = "Asks.", effect = Effect.IDEMPOTENT)
        public ToolResult ask(RunContext context) {
            return other.run(RunRequest.of("Who?").withRunId("step").within(context))
                    .asToolResult();
        }
    }

    @Test
    void aStepHasTheLabelsAndTheTaintOfItsRun() {
        InMemoryJournal journal = new InMemoryJournal();
        List<Map<String, String>> labels = new ArrayList<>();
        List<Boolean> tainted = new ArrayList<>();
        Agent other = Agent.builder(call -> {
                    var started = (RunEvent.Started) journal.read("step", 0).get(0);
                    labels.add(started.about().labels());
                    tainted.add(started.about().tainted());
                    return ModelReply.of(AssistantMessage.of("Bo."), USED);
                })
                .journal(journal)
                .build();
        ScriptedModel model =
                ScriptedModel.calls("fetch", "{}").thenCalls("ask", "{}").then("Bo.");
        Agent agent = Agent.builder(model).tools(new Secretary(other)).build();

        RunResult result = agent.run(RunRequest.of("Who?").withLabels(Map.of("tenant", "a")));

        assertThat(result.text()).isEqualTo("Bo.");
        assertThat(labels).containsExactly(Map.of("tenant", "a"));
        assertThat(tainted).containsExactly(true);
    }
}
