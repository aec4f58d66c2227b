package dev.spindle.event;

import dev.spindle.event.RunEvent.AssessedTool;
import dev.spindle.event.RunEvent.CheckedArguments;
import dev.spindle.message.CallId;
import dev.spindle.tool.Reconciler.Reconciliation;
import dev.spindle.tool.ToolResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done with a call.
 *
 * @param tool what was known of its tool
 * @param arguments what was made of its arguments
 * @param answer its answer if it will not run; null if it will, or may
 * @param expires until when a person can decide about it; null for ever
 * @param reconciled what its tool found out if it was cut short, the result aside; null if it was not or nobody was asked
 */
public record CallAssessment(
        CallId id,
        AssessedTool tool,
        CheckedArguments arguments,
        Verdict verdict,
        @Nullable ToolResult answer,
        @Nullable Instant expires,
        @Nullable Reconciliation reconciled) {
    /** Of a call that was not cut short, and that nobody need approve. */
    public CallAssessment(
            CallId id, AssessedTool tool, CheckedArguments arguments, Verdict verdict, @Nullable ToolResult answer) {
        this(id, tool, arguments, verdict, answer, null, null);
    }

    /** The same call, answered without having run. */
    public CallAssessment answered(ToolResult given) {
        return new CallAssessment(id, tool, arguments, Verdict.ANSWERED, given, null, reconciled);
    }

    /** The same call, waiting for a person until then; null for ever. */
    public CallAssessment asking(@Nullable Instant until) {
        return new CallAssessment(id, tool, arguments, Verdict.NEEDS_APPROVAL, null, until, reconciled);
    }

    /** The same call, with what its tool found out about it; null for nothing. */
    public CallAssessment reconciled(@Nullable Reconciliation found) {
        Reconciliation words = found == null ? null : found.withResult(null);
        return new CallAssessment(id, tool, arguments, verdict, answer, expires, words);
    }

    /** What can be found of a call. */
    public enum Verdict {
        /** It may run. */
        READY,
        /** A person must approve it first. */
        NEEDS_APPROVAL,
        /** It was cut short and may have taken effect; a person must settle it. */
        IN_DOUBT,
        /** It will not run; it has its answer. */
        ANSWERED
    }
}
