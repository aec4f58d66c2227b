package dev.spindle.policy;

import dev.spindle.run.Approval;
import dev.spindle.state.RunState;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolInvocation;

/**
 * Asks a person before a run that has read what strangers wrote does anything but read.
 *
 * <p>A result of a tool that is declared {@code untrusted} taints its run, and the conversation for as long as the memory holds that
 * result. From then on every call needs approval of a tool that is not declared {@link Effect#READ}, agents called as tools among
 * them, and of one that is declared {@code outward}. It does not judge what was read: whoever writes what a model reads may steer it,
 * and this policy keeps that from reaching the world unseen. Calls that the model made before it read the result are not held up.
 *
 * <pre>{@code
 * Agent.builder(model).tools(new Mailbox()).approval(new TaintGuard()).build();
 * }</pre>
 */
public record TaintGuard() implements Approval {
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
