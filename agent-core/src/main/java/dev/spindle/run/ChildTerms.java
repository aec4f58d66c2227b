package dev.spindle.run;

import dev.spindle.context.Tag;
import dev.spindle.event.Decision;
import dev.spindle.event.Limits;
import dev.spindle.event.RunEvent.About;
import dev.spindle.message.Spent;
import dev.spindle.state.RunState;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run hands to an agent that it calls as a tool.
 *
 * @param decisions made about the child's waiting calls, by the paths known in the child
 * @param tokensLeft of the parent's limit
 * @param costLeft of the parent's limit; null if it has none
 * @param timeLeft of the parent's limit; null if it has none
 * @param about what is recorded of the child: the parent's labels, and whether the parent holds what strangers may have written
 * @param listener hears what the child does; null if nobody listens to the parent
 */
public record ChildTerms(
        List<Decision> decisions,
        long tokensLeft,
        @Nullable BigDecimal costLeft,
        @Nullable Duration timeLeft,
        About about,
        @Nullable RunListener listener) {
    /** Under this tag they stand in the context of every tool call. */
    public static final Tag<ChildTerms> TAG = Tag.named("terms of child runs");

    /** Copies the decisions. */
    public ChildTerms {
        decisions = List.copyOf(decisions);
    }

    static ChildTerms of(
            RunState state, List<Decision> decisions, @Nullable Duration timeLeft, @Nullable RunListener listener) {
        Limits limits = state.limits();
        Spent spent = state.spent();
        BigDecimal maxCost = limits.maxCost();
        return new ChildTerms(
                decisions,
                Math.max(1, limits.maxTokens() - spent.usage().totalTokens()),
                maxCost == null ? null : maxCost.subtract(spent.cost().usd()).max(BigDecimal.ZERO),
                timeLeft,
                new About(state.started().about().labels(), state.isTainted()),
                listener);
    }

    /** A child's limits, none of them looser than what its parent has left. */
    public Limits within(Limits own) {
        Limits shared = own.withMaxTokens(Math.min(own.maxTokens(), tokensLeft));
        if (costLeft != null)
            shared = shared.withMaxCost(
                    own.maxCost() == null ? costLeft : own.maxCost().min(costLeft));
        if (timeLeft != null) shared = shared.withMaxTime(shorter(own.maxTime(), timeLeft));
        return shared;
    }

    private static Duration shorter(@Nullable Duration own, Duration left) {
        Duration least = left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
        return own != null && own.compareTo(least) < 0 ? own : least;
    }
}
