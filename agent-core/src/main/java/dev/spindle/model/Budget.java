package dev.spindle.model;

import dev.spindle.context.Cancellation;
import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.context.Tag;
import dev.spindle.message.Cost;
import dev.spindle.message.Spent;
import dev.spindle.message.Usage;
import dev.spindle.model.ModelException.OverBudget;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Money or tokens that many may spend and that are never overspent: by agents, the agents that they call, steps of your own code and
 * threads that share it. Thread-safe.
 *
 * <pre>{@code
 * Budget evening = Budget.ofCost(new BigDecimal("0.50")).named("evening");
 * agent.run(RunRequest.of("…").withBudget(evening));
 * other.run(RunRequest.of("…").withBudget(evening));
 * }</pre>
 *
 * <p>Before each attempt at a model, what it may use is reserved: its question, estimated as {@link ModelCall#estimatedTokens} does, and
 * its longest reply, which is {@link ModelOptions#withMaxTokens} or 4,096 tokens. After it, what it has used is settled, or estimated if
 * nobody tells. An attempt that does not fit beside what others have reserved waits until they settle; one that does not fit at all is not
 * made, and the run stops with {@code COST_LIMIT}, or {@code TOKEN_LIMIT} where tokens are short. So more is spent only where a reply is
 * longer, or a question costs more, than was estimated.
 *
 * <p>A budget lives in this process and is not recorded with a run: give one again when the run goes on. Money needs the price of each
 * model, {@link Model#cost}.
 */
public final class Budget {
    private static final Tag<List<Budget>> TAG = Tag.named("budgets");

    private final String name;
    private final @Nullable BigDecimal usd;
    private final long tokens;
    private final boolean strict; // tokens are reserved too, and prices must be known
    private final UUID order = new UUID(
            ThreadLocalRandom.current().nextLong(), ThreadLocalRandom.current().nextLong());
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition settled = lock.newCondition();
    private Spent spent = Spent.NOTHING;
    private BigDecimal reservedUsd = BigDecimal.ZERO;
    private long reservedTokens;
    private int reservations;

    private Budget(String name, @Nullable BigDecimal usd, long tokens, boolean strict) {
        this.name = name;
        this.usd = usd;
        this.tokens = tokens;
        this.strict = strict;
    }

    /**
     * A budget of money, in US dollars.
     *
     * @throws IllegalArgumentException if it is less than nothing
     */
    public static Budget ofCost(BigDecimal usd) {
        if (usd.signum() < 0)
            throw new IllegalArgumentException("the budget is " + usd + " USD; it must be at least 0");
        Cost.usd(usd);
        return new Budget("the budget", usd, Long.MAX_VALUE, true);
    }

    /**
     * A budget of tokens, read and written.
     *
     * @throws IllegalArgumentException if it is less than one
     */
    public static Budget ofTokens(long tokens) {
        if (tokens < 1)
            throw new IllegalArgumentException("the budget is " + tokens + " tokens; it must be at least 1");
        return new Budget("the budget", null, tokens, true);
    }

    /**
     * What a run has left of its own limits, for what it asks and all that its tools ask. Money is reserved where the price is known; tokens,
     * and money at an unknown price, are checked with what was spent before each call, as the limits are.
     *
     * @param usd null if money is not limited
     */
    public static Budget ofRest(String runId, @Nullable BigDecimal usd, long tokens) {
        return new Budget("the rest of run '" + runId + "'", usd, tokens, false);
    }

    /** Another budget of the same size, of which nothing is spent, under a name for messages. */
    public Budget named(String other) {
        return new Budget("the budget '" + other + "'", usd, tokens, true);
    }

    /** A model whose every call counts in this budget, whoever asks it: for an agent all of whose runs share it, or your own code. */
    public Model on(Model model) {
        return Metered.of(model).with(this);
    }

    /** A model whose calls count in the budgets that travel with them, and whose usage is estimated where nobody tells it. */
    public static Model metered(Model model) {
        return Metered.of(model);
    }

    /** Values for a run, and this budget among them, beside the budgets that are there already. */
    public Tag.Values addedTo(Tag.Values tags) {
        return addedTo(tags, List.of(this));
    }

    /** Values for a run, and all budgets of another's. */
    public static Tag.Values carriedOver(Tag.Values from, Tag.Values to) {
        return addedTo(to, in(from));
    }

    /** Values for a run, without any budget. */
    public static Tag.Values withoutAny(Tag.Values tags) {
        return tags.without(TAG);
    }

    private static Tag.Values addedTo(Tag.Values tags, List<Budget> others) {
        List<Budget> all = new ArrayList<>(in(tags));
        for (Budget other : others) if (!all.contains(other)) all.add(other);
        return all.isEmpty() ? tags : tags.with(TAG, List.copyOf(all));
    }

    static List<Budget> in(Tag.Values tags) {
        return tags.find(TAG).orElse(List.of());
    }

    /** What was spent so far, without what is reserved for calls under way. */
    public Spent spent() {
        lock.lock();
        try {
            return spent;
        } finally {
            lock.unlock();
        }
    }

    UUID order() {
        return order;
    }

    /**
     * What a call may use.
     *
     * @param most if the reply is as long as it can be
     * @param bounded whether the call says how long the reply can be; else it is assumed
     */
    record Wish(String model, Spent most, boolean bounded) {}

    /** What is taken for a call until it is known what it has used. */
    private Spent taken(Wish wish) {
        if (strict) return wish.most();
        boolean priced = usd != null && wish.most().cost().complete();
        return priced ? new Spent(Usage.NONE, wish.most().cost()) : Spent.NOTHING;
    }

    /**
     * Takes what a call may use.
     *
     * @param mayWait whether to wait for others to settle
     * @throws OverBudget if it does not fit
     */
    void reserve(Wish wish, Cancellation cancellation, boolean mayWait) {
        Spent taken = taken(wish);
        try (Cancellation.Registration waking = cancellation.onCancel(this::wake)) {
            lock.lock();
            try {
                if (strict) checkPrice(wish);
                else if (isSpent()) throw spentBefore();
                while (!taken.equals(Spent.NOTHING) && !fits(taken, reservedUsd, reservedTokens)) {
                    if (reservations == 0 || !mayWait || !fits(taken, BigDecimal.ZERO, 0)) throw refused(wish);
                    cancellation.check();
                    settled.await();
                }
                cancellation.check();
                reservedUsd = reservedUsd.add(taken.cost().usd());
                reservedTokens += taken.usage().totalTokens();
                reservations++;
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new CancelledException(cancellation.reason().orElse("interrupted while waiting for " + this));
            } finally {
                lock.unlock();
            }
        }
    }

    private void wake() {
        lock.lock();
        try {
            settled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Gives back what was taken, and keeps what was used. */
    void settle(Wish wish, Spent used) {
        Spent taken = taken(wish);
        lock.lock();
        try {
            spent = spent.plus(priced(wish.most(), used));
            reservations--;
            reservedUsd = reservedUsd.subtract(taken.cost().usd());
            reservedTokens -= taken.usage().totalTokens();
            settled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What has no price costs as much as it might have. */
    private Spent priced(Spent most, Spent used) {
        if (!strict || usd == null || used.cost().complete()) return used;
        BigDecimal atMost = used.cost().usd().max(most.cost().usd());
        return new Spent(used.usage(), Cost.usd(atMost).asEstimated());
    }

    private void checkPrice(Wish wish) {
        if (usd == null || wish.most().cost().complete()) return;
        throw overBudget(
                " cannot be kept: the price of model '" + wish.model()
                        + "' is unknown; give it where the model is built, as by"
                        + " OpenAiModel.builder().pricing(…), or by Model.cost",
                OverBudget.OF_COST);
    }

    private boolean fits(Spent most, BigDecimal othersUsd, long othersTokens) {
        return hasMoney(most, othersUsd)
                && spent.usage().totalTokens() + othersTokens + most.usage().totalTokens() <= tokens;
    }

    private boolean hasMoney(Spent most, BigDecimal othersUsd) {
        BigDecimal sum = spent.cost().usd().add(othersUsd).add(most.cost().usd());
        return usd == null || sum.compareTo(usd) <= 0;
    }

    private boolean isSpent() {
        return !hasMoneyLeft() || spent.usage().totalTokens() >= tokens;
    }

    private boolean hasMoneyLeft() {
        return usd == null || spent.cost().usd().compareTo(usd) < 0;
    }

    private ModelException spentBefore() {
        return hasMoneyLeft()
                ? overBudget(" is spent: " + spent.usage().totalTokens() + " tokens are used", OverBudget.OF_TOKENS)
                : overBudget(" is spent: " + spent.cost(), OverBudget.OF_COST);
    }

    private ModelException overBudget(String why, String kind) {
        return new OverBudget(this + why, kind);
    }

    private ModelException refused(Wish wish) {
        Spent most = wish.most();
        boolean ofTokens = hasMoney(most, reservedUsd);
        String taken = ofTokens
                ? spent.usage().totalTokens() + " tokens are spent, and it may take "
                        + most.usage().totalTokens()
                : spent.cost() + " are spent, and it may cost " + most.cost();
        String kind = ofTokens ? OverBudget.OF_TOKENS : OverBudget.OF_COST;
        String hint = wish.bounded()
                ? ""
                : ", with a reply of " + most.usage().outputTokens()
                        + " tokens; ModelOptions.withMaxTokens says how long a reply can be";
        return overBudget(" does not allow the next call: " + taken + hint, kind);
    }

    /** For people: its name and its size. */
    @Override
    public String toString() {
        return name + " of " + (usd == null ? tokens + " tokens" : Cost.usd(usd).toString());
    }
}
