package dev.spindle.run;

import dev.spindle.state.RunState;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolInvocation;

/** Asks for all that acts on the world, in a run that has read what strangers wrote. */
record TaintedApproval() implements Approval {
    /** Whether the call needs approval in a tainted run. */
    @Override
    public boolean isNeeded(ToolInvocation call) {
        boolean sendsOut = call.spec().supervision().flow().outward();
        return call.spec().effect() != Effect.READ || sendsOut;
    }

    @Override
    public boolean isNeeded(ToolInvocation call, RunState run) {
        return run.isTainted() && isNeeded(call);
    }
}
