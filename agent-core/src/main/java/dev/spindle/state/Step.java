package dev.spindle.state;

import dev.spindle.event.StopReason;
import dev.spindle.message.CallId;
import java.util.List;

/** What a run does next. Small data without messages inside, so that it can cross a wire. */
public sealed interface Step permits Step.AskModel, Step.Compact, Step.Assess, Step.CallTools, Step.Stop {
    /**
     * Ask the model.
     *
     * @param turn the turn that its reply will be, from 0
     */
    record AskModel(int turn) implements Step {}

    /**
     * Make room in the conversation before the model is asked.
     *
     * @param overflowed whether the server has refused it as too long
     */
    record Compact(boolean overflowed) implements Step {}

    /**
     * Look at what the model wrote before anything is done with it: tool calls, or the final answer if there are none.
     *
     * @param calls the calls to assess; empty to assess the answer
     */
    record Assess(List<CallId> calls) implements Step {
        /** Copies the calls. */
        public Assess {
            calls = List.copyOf(calls);
        }
    }

    /** Run these calls, all at once. */
    record CallTools(List<CallId> calls) implements Step {
        /** Copies the calls. */
        public CallTools {
            calls = List.copyOf(calls);
        }
    }

    /**
     * Stop.
     *
     * @param detail for people: which limit, what failed; empty if the reason says it all
     */
    record Stop(StopReason reason, String detail) implements Step {}
}
