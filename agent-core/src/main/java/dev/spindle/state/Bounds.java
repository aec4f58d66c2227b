package dev.spindle.state;

import dev.spindle.event.Limits;
import dev.spindle.event.StopReason;
import dev.spindle.message.Cost;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** Which limit a run has reached, if any. */
final class Bounds {
    private Bounds() {}

    /** Looked at before the model is asked again. */
    static Optional<Step> reached(RunState state) {
        Limits limits = state.limits();
        long tokens = state.spent().usage().totalTokens();
        if (isTimeUp(state)) return timeReached(state);
        if (state.repeats() > limits.maxRepeats())
            return stop(StopReason.REPETITION, "the model made the same calls " + state.repeats() + " times in a row");
        if (state.modelRetries() > limits.maxCorrections())
            return stop(
                    StopReason.RETRY_LIMIT,
                    "a tool sent its calls back in " + state.modelRetries() + " turns in a row");
        if (state.callsSkipped() && state.toolCalls() >= limits.maxToolCalls())
            return stop(StopReason.TOOL_CALL_LIMIT, "the limit of " + limits.maxToolCalls() + " tool calls is reached");
        if (state.turns() >= limits.maxTurns())
            return stop(StopReason.TURN_LIMIT, "the limit of " + limits.maxTurns() + " turns is reached");
        if (tokens >= limits.maxTokens())
            return stop(StopReason.TOKEN_LIMIT, tokens + " tokens are used; the limit is " + limits.maxTokens());
        return costReached(state);
    }

    /** Looked at before tools run, too. */
    static Optional<Step> timeReached(RunState state) {
        if (!isTimeUp(state)) return Optional.empty();
        return stop(
                StopReason.TIME_LIMIT,
                "the run has worked for its limit of " + state.limits().maxTime());
    }

    private static boolean isTimeUp(RunState state) {
        Duration limit = state.limits().maxTime();
        return limit != null && (state.expired() || state.timeSpent().compareTo(limit) >= 0);
    }

    private static Optional<Step> costReached(RunState state) {
        BigDecimal limit = state.limits().maxCost();
        if (limit == null) return Optional.empty();
        Cost cost = state.spent().cost();
        if (!cost.complete()) {
            return stop(
                    StopReason.COST_LIMIT,
                    "the limit of " + limit + " USD cannot be kept: the price of model '"
                            + state.started().terms().model() + "' is unknown; give it where the model is built, as by"
                            + " OpenAiModel.builder().pricing(…), or by Model.cost");
        }
        if (cost.usd().compareTo(limit) < 0) return Optional.empty();
        return stop(StopReason.COST_LIMIT, cost + " are spent; the limit is " + limit + " USD");
    }

    private static Optional<Step> stop(StopReason reason, String detail) {
        return Optional.of(new Step.Stop(reason, detail));
    }
}
