package dev.spindle.run;

import dev.spindle.state.RunState;
import dev.spindle.tool.ToolInvocation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides which calls need a person's approval, beside the tools that always do.
 *
 * <p>Asked before a call starts, and again when a run goes on and the call has not started or was cut short. A call that a person was
 * asked about waits for a person, whatever is said later; one that a person approved is not asked about again.
 */
@FunctionalInterface
public interface Approval {
    /** Only the tools that say so themselves. */
    Approval AS_DECLARED = call -> call.spec().supervision().approval();

    /** Whether a person must approve this call. */
    boolean isNeeded(ToolInvocation call);

    /**
     * Whether a person must approve this call, as far as the run is; for policies that look at more than the call.
     *
     * @param run before the call
     */
    default boolean isNeeded(ToolInvocation call, RunState run) {
        return isNeeded(call);
    }

    /** How long the decision about a call is waited for, from when it was first asked for; null for ever. */
    default @Nullable Duration validity(ToolInvocation call) {
        return null;
    }

    /** Asks for the same calls, and waits no longer than this: later decisions are refused, and the model is told that nobody approved. */
    default Approval expiringAfter(Duration validity) {
        return new ExpiringApproval(this, validity);
    }

    /** Asks if this one asks, or the other; waits as long as the more impatient. */
    default Approval or(Approval other) {
        return new EitherApproval(this, other);
    }
}
