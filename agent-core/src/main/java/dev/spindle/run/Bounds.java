package dev.spindle.run;

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
        return timeReached(state)
                .or(() -> stopIf(
                        state.repeats() > limits.maxRepeats(),
                        StopReason.REPETITION,
                        "the model made the same calls " + state.repeats() + " times in a row"))
                .or(() -> stopIf(
                        state.modelRetries() > limits.maxCorrections(),
                        StopReason.RETRY_LIMIT,
                        "a tool sent its calls back in " + state.modelRetries() + " turns in a row"))
                .or(() -> stopIf(
                        state.callsSkipped() && state.toolCalls() >= limits.maxToolCalls(),
                        StopReason.TOOL_CALL_LIMIT,
                        "the limit of " + limits.maxToolCalls() + " tool calls is reached"))
                .or(() -> stopIf(
                        state.turns() >= limits.maxTurns(),
                        StopReason.TURN_LIMIT,
                        "the limit of " + limits.maxTurns() + " turns is reached"))
                .or(() -> stopIf(
                        tokens >= limits.maxTokens(),
                        StopReason.TOKEN_LIMIT,
                        tokens + " tokens are used; the limit is " + limits.maxTokens()))
                .or(() -> costReached(state));
    }

    /** Looked at before tools run, too. */
    static Optional<Step> timeReached(RunState state) {
        Duration limit = state.limits().maxTime();
        boolean reached = limit != null && (state.expired() || state.timeSpent().compareTo(limit) >= 0);
        return stopIf(reached, StopReason.TIME_LIMIT, "the run has worked for its limit of " + limit);
    }

    private static Optional<Step> costReached(RunState state) {
        BigDecimal limit = state.limits().maxCost();
        if (limit == null) return Optional.empty();
        Cost cost = state.spent().cost();
        if (!cost.complete()) {
            return stopIf(
                    true,
                    StopReason.COST_LIMIT,
                    "the limit of " + limit + " USD cannot be kept: the price of model '"
                            + state.started().terms().model() + "' is unknown; give its Pricing");
        }
        return stopIf(
                cost.usd().compareTo(limit) >= 0,
                StopReason.COST_LIMIT,
                cost + " are spent; the limit is " + limit + " USD");
    }

    private static Optional<Step> stopIf(boolean reached, StopReason reason, String detail) {
        return reached ? Optional.of(new Step.Stop(reason, detail)) : Optional.empty();
    }
}
