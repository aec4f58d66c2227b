package dev.spindle.run;

import dev.spindle.tool.ToolInvocation;

/** Decides which calls need a person's approval, beside the tools that always do. Asked once a call, before it starts. */
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

    /** Asks if this one asks, or the other. */
    default Approval or(Approval other) {
        return new EitherApproval(this, other);
    }
}
