package dev.spindle.model;

import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.context.RunContext;
import dev.spindle.context.Tag;
import dev.spindle.json.Json;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Cost;
import dev.spindle.message.Message;
import dev.spindle.message.Spent;
import dev.spindle.message.Usage;
import dev.spindle.model.ModelException.Details;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/*
 * Each attempt is reserved by itself and nothing else is done meanwhile, so that who waits for a budget waits for model calls only. Several
 * budgets are reserved in the same order by everybody, and a call inside of another waits for none: nobody waits for one another for ever.
 */
/** A model whose attempts count in budgets, and whose usage is estimated where nobody tells it. */
record Metered(Model model, List<Budget> own) implements Model {
    private static final Tag<List<Budget>> RESERVED = Tag.named("budgets reserved for this call");
    private static final long LONGEST_REPLY = 4_096;
    private static final long MOST_TOKENS = 1_000_000_000;

    /** A model whose attempts count in the budgets that travel with its calls. */
    static Metered of(Model model) {
        return model instanceof Metered metered ? metered : new Metered(model, List.of());
    }

    Metered with(Budget budget) {
        List<Budget> more = new ArrayList<>(own);
        more.add(budget);
        return new Metered(model, List.copyOf(more));
    }

    @Override
    public String id() {
        return model.id();
    }

    @Override
    public Cost cost(Usage usage) {
        return model.cost(usage);
    }

    @Override
    public ModelReply call(ModelCall call) {
        List<Budget> reserved = call.context().tags().find(RESERVED).orElse(List.of());
        List<Budget> budgets = budgets(call.context(), reserved);
        if (budgets.isEmpty()) return attempt(call);
        Budget.Wish wish = wish(call);
        List<Budget> held = new ArrayList<>();
        Spent used = Spent.NOTHING;
        try {
            for (Budget budget : budgets) {
                budget.reserve(wish, call.context().cancellation(), reserved.isEmpty());
                held.add(budget);
            }
            ModelReply reply = attempt(call.withContext(holding(call.context(), reserved, held)));
            used = reply.spentInAll();
            return reply;
        } catch (RuntimeException failed) {
            used = ModelException.spentOn(failed);
            throw failed;
        } finally {
            for (Budget budget : held) budget.settle(wish, used);
        }
    }

    private List<Budget> budgets(RunContext context, List<Budget> reserved) {
        if (own.isEmpty() && Budget.in(context.tags()).isEmpty()) return List.of();
        TreeSet<Budget> all = new TreeSet<>(Comparator.comparing(Budget::order));
        all.addAll(own);
        all.addAll(Budget.in(context.tags()));
        all.removeIf(reserved::contains);
        return List.copyOf(all);
    }

    private static RunContext holding(RunContext context, List<Budget> before, List<Budget> held) {
        List<Budget> all = new ArrayList<>(before);
        all.addAll(held);
        return context.withTags(context.tags().with(RESERVED, List.copyOf(all)));
    }

    /** What the attempt may use: what is sent, and as much as may be answered. */
    private Budget.Wish wish(ModelCall call) {
        Optional<Long> told = call.options()
                .field(ModelOptions.MAX_TOKENS)
                .or(() -> call.options().field("max_tokens"))
                .filter(Json::isNumber)
                .map(Json::integer);
        long longest = Math.min(told.orElse(LONGEST_REPLY), MOST_TOKENS);
        Usage usage = Usage.of(call.estimatedTokens(), longest);
        return new Budget.Wish(model.id(), new Spent(usage, model.cost(usage)), told.isPresent());
    }

    private ModelReply attempt(ModelCall call) {
        Heard heard = new Heard(call.deltas());
        try {
            ModelReply reply = model.call(call.streaming() ? call.withDeltas(heard) : call);
            return isTold(reply.spent()) ? reply : reply.withSpent(estimate(call, tokens(reply.message())));
        } catch (ModelException failure) {
            ModelReply partial = failure.details().partial();
            if (partial != null && !isTold(partial.spent()))
                failure.estimate(estimate(call, Math.max(heard.tokens, tokens(partial.message()))));
            throw failure;
        } catch (CancelledException stopped) {
            estimate(stopped, call, heard.tokens);
            throw stopped;
        }
    }

    private void estimate(CancelledException stopped, ModelCall call, long heard) {
        boolean begun = heard > 0;
        for (Throwable suppressed : stopped.getSuppressed()) {
            if (!(suppressed instanceof ModelException cut)) continue;
            begun = false; // the model says itself how far it was
            ModelReply partial = cut.details().partial();
            if (partial != null && !isTold(partial.spent()))
                cut.estimate(estimate(call, Math.max(heard, tokens(partial.message()))));
        }
        if (!begun) return;
        Details details = Details.of("cancelled");
        ModelException cut = new ModelException.Unavailable("The reply was not wanted any more", details, null, null);
        cut.estimate(estimate(call, heard));
        stopped.addSuppressed(cut);
    }

    private static boolean isTold(Spent spent) {
        return spent.cost().complete() || !spent.usage().equals(Usage.NONE);
    }

    private Spent estimate(ModelCall call, long output) {
        Usage usage = Usage.of(call.estimatedTokens(), output);
        return new Spent(usage, model.cost(usage).asEstimated());
    }

    private static long tokens(AssistantMessage said) {
        boolean nothing = said.text().isEmpty() && said.reasoning() == null && said.refusal() == null;
        return nothing && said.toolCalls().isEmpty() ? 0 : said.estimatedTokens();
    }

    /** Counts what is heard of a reply, whether or not it is declared void later: it was written, and is billed. */
    private static final class Heard implements Deltas {
        private final Deltas target;
        private long tokens;

        private Heard(Deltas target) {
            this.target = target;
        }

        @Override
        public void accept(Delta delta) {
            if (delta instanceof Delta.Text text) tokens += tokens(text.text());
            else if (delta instanceof Delta.Reasoning thought) tokens += tokens(thought.text());
            else if (delta instanceof Delta.ArgumentsPiece more) tokens += tokens(more.piece());
            target.accept(delta);
        }

        private static long tokens(String piece) {
            return Math.max(1, Message.estimatedTokens(piece));
        }
    }
}
