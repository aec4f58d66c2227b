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

    /**
     * Asks a person before a run that has read what strangers wrote does anything but read.
     *
     * <p>A result of a tool that is declared {@code untrusted} taints its run, and the conversation for as long as the memory holds that
     * result. From then on every call needs approval of a tool that is not declared {@link dev.spindle.tool.Tool.Effect#READ}, agents called as tools among
     * them, and of one that is declared {@code outward}. It does not judge what was read: whoever writes what a model reads may steer it,
     * and this policy keeps that from reaching the world unseen. Calls that the model made before it read the result are not held up.
     *
     * <pre>{@code
     * Agent.builder(model).tools(new Mailbox()).approval(Approval.whenTainted()).build();
     * }</pre>
     */
    static Approval whenTainted() {
        return new TaintedApproval();
    }

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

    /** Who settles a WRITE that was cut short by a crash, a timeout or a cancellation, and may have taken effect. */
    enum InDoubt {
        /** A person: the run waits for the decision. */
        ASK_PERSON,
        /** The model: it reads that the call is in doubt, and goes on. */
        TELL_MODEL
    }
}
