package dev.spindle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spindle.context.Cancellation;
import dev.spindle.context.Tag;
import dev.spindle.event.StopReason;
import dev.spindle.http.Backoff;
import dev.spindle.journal.InMemoryJournal;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Cost;
import dev.spindle.message.Spent;
import dev.spindle.message.Transcript;
import dev.spindle.message.Usage;
import dev.spindle.message.UserMessage;
import dev.spindle.model.Budget;
import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelOptions;
import dev.spindle.model.ModelReply;
import dev.spindle.model.Pricing;
import dev.spindle.policy.Fallback;
import dev.spindle.policy.Retry;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.testing.ScriptedReply;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shared is never overspent, whoever spends it. */
@Timeout(60)
class BudgetTest {
    private static final Pricing.Price MILLI = Pricing.Price.of("1000", "1000", "1000"); // a token is 0.001 USD
    static final ModelOptions SHORT = ModelOptions.DEFAULT.withMaxTokens(50);
    static final Usage USED = Usage.of(5, 50);

    static BigDecimal usd(String amount) {
        return new BigDecimal(amount);
    }

    static ScriptedModel priced() {
        return ScriptedModel.priced(MILLI);
    }

    private static ScriptedReply reply(String text) {
        return ScriptedReply.text(text).withUsage(USED);
    }

    static Agent agent(Model model) {
        return Agent.builder(model).options(SHORT).build();
    }

    private static RunResult run(Agent agent, RunRequest request, boolean streamed) {
        return streamed ? agent.run(request, event -> {}) : agent.run(request);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCallThatDoesNotFitIsNotMade(boolean streamed) {
        ScriptedModel model = priced().thenReplies(reply("Oslo.")).thenReplies(reply("Bergen."));
        Budget budget = Budget.ofCost(usd("0.10")).named("evening");
        Agent agent = agent(model);

        RunResult first = run(agent, RunRequest.of("Where?").withBudget(budget), streamed);
        RunResult second = run(agent, RunRequest.of("Where?").withBudget(budget), streamed);

        assertThat(first.text()).isEqualTo("Oslo.");
        assertThat(second.stopReason()).isEqualTo(StopReason.COST_LIMIT);
        assertThat(second.detail())
                .isEqualTo(
                        "the budget 'evening' of 0.1 USD does not allow the next call: 0.055 USD are spent, and it may"
                                + " cost 0.056 USD");
        assertThat(model.calls()).hasSize(1);
        assertThat(budget.spent().cost()).isEqualTo(first.cost());
    }

    @Test
    void aBudgetOfTokensEndsWithItsOwnReason() {
        ScriptedModel model = ScriptedModel.empty();

        RunResult result = agent(model).run(RunRequest.of("Where?").withBudget(Budget.ofTokens(40)));

        assertThat(result.stopReason()).isEqualTo(StopReason.TOKEN_LIMIT);
        assertThat(result.detail())
                .isEqualTo(
                        "the budget of 40 tokens does not allow the next call: 0 tokens are spent, and it may take 56");
        assertThat(model.calls()).isEmpty();
    }

    @Test
    void moneyNeedsAPrice() {
        ScriptedModel model = ScriptedModel.named("nameless");

        RunResult result = agent(model).run(RunRequest.of("Where?").withBudget(Budget.ofCost(usd("1"))));

        assertThat(result.stopReason()).isEqualTo(StopReason.COST_LIMIT);
        assertThat(result.detail())
                .isEqualTo("the budget of 1 USD cannot be kept: the price of model 'nameless' is unknown; give it where"
                        + " the model is built, as by OpenAiModel.builder().pricing(…), or by Model.cost");
    }

    /** Asked at the same time from everywhere, always of the same length. */
    record Steady(CountDownLatch start) implements Model {
        @Override
        public ModelReply call(ModelCall call) {
            start.countDown();
            ModelReply said = ModelReply.of(AssistantMessage.of("Oslo."), USED);
            return said.withSpent(new Spent(USED, cost(USED)));
        }

        @Override
        public Cost cost(Usage usage) {
            return Cost.usd(BigDecimal.valueOf(usage.totalTokens(), 3));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eightThreadsNeverOverspendAndLeaveLittle(boolean streamed) throws Exception {
        BigDecimal limit = usd("5");
        Budget budget = Budget.ofCost(limit);
        Agent agent = agent(new Steady(new CountDownLatch(1)));
        List<Callable<List<RunResult>>> work = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) work.add(() -> runs(agent, budget, 40, streamed));
        ExecutorService threads = Executors.newFixedThreadPool(8);

        List<RunResult> results = new ArrayList<>();
        for (Future<List<RunResult>> some : threads.invokeAll(work)) results.addAll(some.get());
        threads.shutdown();

        BigDecimal spent = results.stream().map(result -> result.cost().usd()).reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(spent).isLessThanOrEqualTo(limit).isGreaterThan(limit.subtract(usd("0.06")));
        assertThat(budget.spent().cost().usd()).isEqualByComparingTo(spent);
        assertThat(results)
                .hasSize(320)
                .allMatch(result -> result.isAnswered() || result.stopReason() == StopReason.COST_LIMIT);
    }

    private static List<RunResult> runs(Agent agent, Budget budget, int times, boolean streamed) {
        List<RunResult> results = new ArrayList<>();
        for (int at = 0; at < times; at++)
            results.add(run(agent, RunRequest.of("Where?").withBudget(budget), streamed));
        return results;
    }

    @Test
    void aCallWaitsForOthersToSettleBeforeItIsRefused() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Model slow = new Model() {
            @Override
            public ModelReply call(ModelCall call) {
                asked.countDown();
                await(answer);
                return ModelReply.of(AssistantMessage.of("Oslo."), Usage.of(1, 1))
                        .withSpent(new Spent(Usage.of(1, 1), cost(Usage.of(1, 1))));
            }

            @Override
            public Cost cost(Usage usage) {
                return Cost.usd(BigDecimal.valueOf(usage.totalTokens(), 3));
            }
        };
        Budget budget = Budget.ofCost(usd("0.10"));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        Future<RunResult> first =
                threads.submit(() -> agent(slow).run(RunRequest.of("Where?").withBudget(budget)));
        asked.await();
        Cancellation cancellation = Cancellation.create();
        Future<RunResult> cancelled = threads.submit(() ->
                agent(priced()).run(RunRequest.of("Where?").withBudget(budget).withCancellation(cancellation)));

        cancellation.cancel("enough");
        RunResult stopped = cancelled.get();
        Future<RunResult> second = threads.submit(() -> agent(priced().thenReplies(reply("Bergen.")))
                .run(RunRequest.of("Where?").withBudget(budget)));
        answer.countDown();

        assertThat(stopped.stopReason()).isEqualTo(StopReason.CANCELLED);
        assertThat(first.get().text()).isEqualTo("Oslo.");
        assertThat(second.get().text()).isEqualTo("Bergen.");
        threads.shutdown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void agentsThatAreCalledAsToolsShareIt() {
        ScriptedModel leader = priced().thenReplies(
                        ScriptedReply.call("ask", "{\"request\":\"Where?\"}").withUsage(Usage.of(5, 10)));
        ScriptedModel worker = priced().thenReplies(reply("Oslo."));
        Agent team = Agent.builder(leader)
                .options(SHORT)
                .tools(agent(worker).asTool("ask", "Answers."))
                .build();
        Budget budget = Budget.ofCost(usd("0.17"));

        RunResult result = team.run(RunRequest.of("Where?").withBudget(budget));

        assertThat(result.stopReason()).isEqualTo(StopReason.COST_LIMIT);
        assertThat(result.detail()).contains("0.07 USD are spent");
        assertThat(budget.spent().cost().usd()).isEqualByComparingTo("0.07");
        assertThat(worker.calls()).hasSize(1);
        assertThat(leader.calls()).hasSize(1);
    }

    @Test
    void aModelThatOwnCodeAsksCounts() {
        Budget budget = Budget.ofCost(usd("0.1"));
        Model model = budget.on(priced().thenReplies(reply("Oslo.")));
        ModelCall call =
                ModelCall.of(Transcript.of(List.of(UserMessage.of("Where?")))).withOptions(SHORT);

        model.call(call);

        assertThat(budget.spent().usage()).isEqualTo(USED);
        assertThatThrownBy(() -> model.call(call)).isInstanceOf(ModelException.OverBudget.class);
    }

    @Test
    void whatIsReservedForACallIsReservedOnce() {
        Budget budget = Budget.ofCost(usd("0.1"));
        Model inner = budget.on(priced().thenReplies(reply("Oslo.")));
        Model decorated = new Model() {
            @Override
            public ModelReply call(ModelCall call) {
                return inner.call(call);
            }

            @Override
            public Cost cost(Usage usage) {
                return inner.cost(usage);
            }
        };

        RunResult result =
                agent(budget.on(decorated)).run(RunRequest.of("Where?").withBudget(budget));

        assertThat(result.text()).isEqualTo("Oslo.");
        assertThat(budget.spent().usage()).isEqualTo(USED);
    }

    @Test
    void eachAttemptIsBoughtByItself() {
        ModelException cut = new ModelException.Unavailable(
                "cut",
                ModelException.Details.of("cut")
                        .withPartial(ModelReply.of(AssistantMessage.of("A long harbour."), Usage.NONE)),
                null,
                null);
        ScriptedModel model = priced().thenFails(cut).thenReplies(reply("Oslo."));
        Agent agent = Agent.builder(model)
                .options(SHORT)
                .interceptors(List.of(new Retry(Backoff.DEFAULT, (length, cancellation) -> {})))
                .build();
        Budget budget = Budget.ofCost(usd("0.06"));

        RunResult result = agent.run(RunRequest.of("Where?").withBudget(budget));

        assertThat(result.stopReason()).isEqualTo(StopReason.COST_LIMIT);
        assertThat(model.calls()).hasSize(1);
        assertThat(result.cost().isEstimated()).isTrue();
        assertThat(result.cost()).isEqualTo(budget.spent().cost());
    }

    @Test
    void otherModelsAreBoughtToo() {
        ModelException busy = new ModelException.RateLimited("busy", ModelException.Details.of("busy"), null);
        ScriptedModel other = priced().thenReplies(reply("Oslo.")).thenReplies(reply("Bergen."));
        Agent agent = Agent.builder(priced().thenFails(busy).thenFails(busy))
                .options(SHORT)
                .interceptors(List.of(Fallback.to(other)))
                .build();
        Budget budget = Budget.ofCost(usd("0.1"));

        RunResult first = agent.run(RunRequest.of("Where?").withBudget(budget));
        RunResult second = agent.run(RunRequest.of("Where?").withBudget(budget));

        assertThat(first.text()).isEqualTo("Oslo.");
        assertThat(second.stopReason()).isEqualTo(StopReason.COST_LIMIT);
        assertThat(budget.spent().usage()).isEqualTo(USED);
    }

    @Test
    void aRunGoesOnWithTheBudgetOfWhoGoesOnWithIt() {
        InMemoryJournal journal = new InMemoryJournal();
        Agent agent = Agent.builder(priced().thenReplies(reply("Oslo.")))
                .options(SHORT)
                .journal(journal)
                .build();
        Budget small = Budget.ofCost(usd("0.01"));
        Budget large = Budget.ofCost(usd("1"));

        RunResult stopped = agent.run(RunRequest.of("Where?").withRunId("r").withBudget(small));
        RunResult result = agent.resume("r", large.addedTo(Tag.Values.NONE));

        assertThat(stopped.stopReason()).isEqualTo(StopReason.COST_LIMIT);
        assertThat(result.text()).isEqualTo("Oslo.");
        assertThat(large.spent().usage()).isEqualTo(USED);
    }

    @Test
    void otherTagsDoNotTakeItAway() {
        Budget budget = Budget.ofTokens(10);

        RunResult result = agent(ScriptedModel.empty())
                .run(RunRequest.of("Where?").withBudget(budget).withTags(Tag.Values.NONE));

        assertThat(result.stopReason()).isEqualTo(StopReason.TOKEN_LIMIT);
    }

    @Test
    void ofTwoBudgetsBothHold() {
        Budget wide = Budget.ofCost(usd("1"));
        Budget narrow = Budget.ofTokens(100);
        Agent agent = agent(priced().thenReplies(reply("Oslo.")));
        RunRequest request = RunRequest.of("Where?").withBudget(wide).withBudget(narrow);

        RunResult first = agent.run(request);
        RunResult second = agent.run(RunRequest.of("Where?").withBudget(wide).withBudget(narrow));

        assertThat(first.text()).isEqualTo("Oslo.");
        assertThat(second.stopReason()).isEqualTo(StopReason.TOKEN_LIMIT);
        assertThat(wide.spent()).isEqualTo(narrow.spent());
    }
}
