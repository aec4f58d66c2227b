package dev.spindle.run;

import dev.spindle.context.Tag;
import dev.spindle.event.Limits;
import dev.spindle.model.Budget;
import dev.spindle.run.RunRequest.ChildTerms;
import dev.spindle.state.RunState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one run may spend yet by its own limits, as a budget that all of one turn share: its question, its tools, and what these ask. */
final class LeftToSpend {
    private @Nullable Budget rest;
    private @Nullable Limits limits;
    private int turn;

    /** Values for a tool, which may ask anybody. */
    synchronized Tag.Values addedTo(Tag.Values tags, RunState state) {
        Limits now = state.limits();
        if (now.maxCost() == null && now.maxTokens() == Long.MAX_VALUE) return tags;
        if (rest == null || turn != state.turns() || !now.equals(limits)) {
            ChildTerms terms = ChildTerms.of(state, List.of(), null, null);
            rest = Budget.ofRest(state.runId(), terms.costLeft(), terms.tokensLeft());
            turn = state.turns();
            limits = now;
        }
        return rest.addedTo(tags);
    }

    /** Values for a question of the run itself, whose tokens are looked at before each step; money is reserved. */
    Tag.Values addedToQuestion(Tag.Values tags, RunState state) {
        return state.limits().maxCost() == null ? tags : addedTo(tags, state);
    }
}
