package dev.spindle;

import static dev.spindle.BudgetTest.usd;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.event.Limits;
import dev.spindle.event.StopReason;
import dev.spindle.http.Backoff;
import dev.spindle.json.Json;
import dev.spindle.memory.Compaction;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Cost;
import dev.spindle.message.Message;
import dev.spindle.message.Spent;
import dev.spindle.message.ToolCall;
import dev.spindle.message.Usage;
import dev.spindle.message.UserMessage;
import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelOptions;
import dev.spindle.model.ModelReply;
import dev.spindle.policy.Retry;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.testing.ScriptedReply;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A limit of money is kept before it is spent: what a call may cost is reserved, as in a budget. */
@Timeout(60)
class MoneyLimitTest {
    private static final BigDecimal LIMIT = usd("0.02");
    private static final ModelOptions SHORT = ModelOptions.DEFAULT.withMaxTokens(50);
    private static final Limits LIMITED = Limits.DEFAULT.withMaxCost(LIMIT).withMaxTurns(100);

    static final class Bench {
        @Tool(value = "Says it again.", effect = Effect.READ)
        public String echo(@Param("What") String word) {
            return word;
        }
    }

    /** Calls a tool again and again; a token costs 0.00001 USD, and it writes as many as it may. */
    record Tireless(String tool, int calls, AtomicInteger asked) implements Model {
        Tireless(String tool, int calls) {
            this(tool, calls, new AtomicInteger());
        }

        @Override
        public ModelReply call(ModelCall call) {
            int number = asked.incrementAndGet();
            List<ToolCall> wanted = new ArrayList<>();
            for (int at = 0; at < calls; at++) {
                String arguments = "{\"" + (tool.equals("echo") ? "word" : "request") + "\":\"" + number + "\"}";
                wanted.add(new ToolCall("c" + at, tool, arguments, Json.EMPTY_OBJECT));
            }
            Usage used = Usage.of(call.estimatedTokens(), 50);
            return ModelReply.of(AssistantMessage.calling(wanted), used).withSpent(new Spent(used, cost(used)));
        }

        @Override
        public Cost cost(Usage usage) {
            return Cost.usd(BigDecimal.valueOf(usage.totalTokens(), 5));
        }
    }

    private static Agent.Builder agent(Model model) {
        return Agent.builder(model).options(SHORT).limits(LIMITED).tools(new Bench());
    }

    private static RunResult run(Agent agent, boolean streamed) {
        return streamed ? agent.run("Go.", event -> {}) : agent.run("Go.");
    }

    private static void assertKept(RunResult result) {
        assertThat(result.stopReason()).isEqualTo(StopReason.COST_LIMIT);
        assertThat(result.cost().usd()).isPositive().isLessThanOrEqualTo(LIMIT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRunNeverSpendsMoreThanItsLimit(boolean streamed) {
        Tireless model = new Tireless("echo", 1);

        RunResult result = run(agent(model).build(), streamed);

        assertKept(result);
        assertThat(result.detail()).contains(" does not allow the next call: ");
        assertThat(model.asked.get()).isGreaterThan(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void childrenThatRunAtOnceSpendNoMoreTogether(boolean streamed) {
        Agent child = agent(new Tireless("echo", 1)).build();
        Agent parent = agent(new Tireless("clerk", 4))
                .tools(child.asTool("clerk", "Works."))
                .build();

        RunResult result = run(parent, streamed);

        assertKept(result);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void attemptsThatBreakOffSpendNoMoreTogether(boolean streamed) {
        Tireless priced = new Tireless("echo", 1);
        Model breaking = new Model() {
            @Override
            public ModelReply call(ModelCall call) {
                ModelReply half = priced.call(call);
                throw new ModelException.Unavailable(
                        "it broke off", ModelException.Details.of("cut").withPartial(half), null, null);
            }

            @Override
            public Cost cost(Usage usage) {
                return priced.cost(usage);
            }
        };
        Retry often = new Retry(Backoff.DEFAULT.withRetries(10), (length, cancellation) -> {});

        RunResult result = run(agent(breaking).interceptors(List.of(often)).build(), streamed);

        assertThat(result.cost().usd()).isPositive().isLessThanOrEqualTo(LIMIT);
    }

    @ParameterizedTest
    @CsvSource({"0.02, 0", "9, 1"})
    void aSummaryIsBoughtWhereTheLimitAllowsIt(BigDecimal limit, int summaries) {
        List<Message> history = new ArrayList<>();
        for (int turn = 0; turn < 30; turn++) {
            history.add(UserMessage.of("And what about this one here?"));
            history.add(AssistantMessage.of("This one here is fine, like all of the others."));
        }
        Tireless writer = new Tireless("echo", 0);
        Agent agent = agent(ScriptedModel.says("Fine."))
                .limits(LIMITED.withMaxCost(limit))
                .compaction(Compaction.with(writer).of(500).keeping(1))
                .build();

        RunResult result = agent.run(RunRequest.of("Go.").withHistory(history));

        assertThat(result.text()).isEqualTo("Fine.");
        assertThat(writer.asked).hasValue(summaries);
    }

    @Test
    void aReplyWhoseLengthNobodyBoundsIsReservedAtFullLengthAndTheRefusalSaysWhatToDo() {
        Tireless model = new Tireless("echo", 1);
        Agent agent = Agent.builder(model).limits(LIMITED).build();

        RunResult result = agent.run(RunRequest.of("Go.").withRunId("r"));

        assertThat(result.stopReason()).isEqualTo(StopReason.COST_LIMIT);
        assertThat(result.detail())
                .isEqualTo("the rest of run 'r' of 0.02 USD does not allow the next call: 0 USD are spent, and it may"
                        + " cost 0.04102 USD, with a reply of 4096 tokens; ModelOptions.withMaxTokens says how long a reply"
                        + " can be");
        assertThat(model.asked).hasValue(0);
    }

    @Test
    void aRunGoesOnWithAHigherLimit() {
        Agent agent = agent(new Tireless("echo", 1)).build();
        RunResult stopped = agent.run("Go.");

        RunResult result = agent.run(RunRequest.resuming(stopped.runId()).withLimits(LIMITED.withMaxCost(usd("0.04"))));

        assertThat(result.stopReason()).isEqualTo(StopReason.COST_LIMIT);
        assertThat(result.cost().usd()).isGreaterThan(stopped.cost().usd()).isLessThanOrEqualTo(usd("0.04"));
    }

    @Test
    void aModelWhosePriceIsKnownAfterwardsAloneIsAskedUntilTheLimitIsReached() {
        ScriptedModel model = ScriptedModel.empty();
        for (int call = 0; call < 5; call++)
            model.thenReplies(
                    ScriptedReply.call("echo", "{\"word\":\"" + call + "\"}").withCost(Cost.usd(usd("0.008"))));

        RunResult result = agent(model).build().run("Go.");

        assertThat(result.detail()).isEqualTo("0.024 USD are spent; the limit is 0.02 USD");
        assertThat(model.calls()).hasSize(3);
    }
}
