package dev.spindle.run;

import dev.spindle.context.AgentException;

/** Thrown where an answer is asked of a run that has none; carries the result, which says why. */
public final class NotAnsweredException extends AgentException {
    private static final long serialVersionUID = 1L;

    private final transient RunResult result;

    NotAnsweredException(RunResult result) {
        super(message(result));
        this.result = result;
    }

    /** What there is instead of an answer. */
    public RunResult result() {
        return result;
    }

    private static String message(RunResult result) {
        String detail = result.detail().isEmpty() ? "" : ": " + result.detail();
        String advice = result.isPaused()
                ? "; decide about " + result.awaitingApproval().size() + " waiting call(s) and resume"
                : result.stopReason().isFinal() ? "" : "; it can be resumed";
        return "Run " + result.runId() + " has no answer, it stopped with " + result.stopReason() + detail + advice;
    }
}
