package dev.spindle.examples;

import dev.spindle.event.RunEvent.Origin;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.message.Cost;
import dev.spindle.message.Spent;
import dev.spindle.message.Usage;
import dev.spindle.state.RunState;
import java.util.List;

/** What of a run was spent when: a fork counts what was copied into it, too, and a run that goes on what it spent before. */
final class Bill {
    private Bill() {}

    /** What a run itself has spent, without what its first events were copied from. */
    static Spent own(List<Recorded> events) {
        RunState state = RunState.of(events);
        Origin origin = state.started().origin();
        if (origin == null) return state.spent();
        Spent copied = RunState.of(events.subList(0, Math.toIntExact(origin.position())))
                .spent();
        return since(copied, state.spent());
    }

    /** What was spent between two states of a run. */
    static Spent since(Spent before, Spent after) {
        Usage first = before.usage();
        Usage last = after.usage();
        Usage usage = new Usage(
                last.inputTokens() - first.inputTokens(),
                last.cachedTokens() - first.cachedTokens(),
                last.outputTokens() - first.outputTokens(),
                last.reasoningTokens() - first.reasoningTokens(),
                last.totalTokens() - first.totalTokens());
        Cost cost = after.cost();
        Cost since = new Cost(cost.usd().subtract(before.cost().usd()), cost.complete());
        return new Spent(usage, cost.isEstimated() ? since.asEstimated() : since);
    }
}
