package dev.spindle.event;

/** Why a run stopped. */
public enum StopReason {
    /** The model answered. */
    ANSWERED,
    /** The model declined to answer. */
    REFUSED,
    /** Calls wait for a person's decision; resume with it. */
    WAITING,
    /** The run was cancelled. */
    CANCELLED,
    /** The model could not be asked, or gave no usable reply. */
    MODEL_FAILED,
    /** The program did not give what a tool needs, such as the value of a tag; resume with it. */
    SETUP_FAILED,
    /** The memory would not keep the turn. */
    MEMORY_FAILED,
    /** The reply was cut off at the model's limit of tokens. */
    LENGTH,
    /** The provider withheld the reply. */
    CONTENT_FILTER,
    /** The answer did not take the form asked for, however often it was tried. */
    INVALID_OUTPUT,
    /** The model said nothing, no text, call or refusal, however often it was asked again. */
    EMPTY_REPLY,
    /** {@link Limits#maxTurns()} was reached. */
    TURN_LIMIT,
    /** {@link Limits#maxToolCalls()} was reached. */
    TOOL_CALL_LIMIT,
    /** {@link Limits#maxTokens()} was reached, or a {@link dev.spindle.model.Budget} of tokens does not allow the next call. */
    TOKEN_LIMIT,
    /**
     * {@link Limits#maxCost()} was reached, or cannot be checked because a price is unknown, or a {@link dev.spindle.model.Budget} does not
     * allow the next call.
     */
    COST_LIMIT,
    /** {@link Limits#maxTime()} was reached. */
    TIME_LIMIT,
    /** The model made the same call again and again. */
    REPETITION,
    /** {@link Limits#maxCorrections()} was reached by a tool that sends its calls back again and again. */
    RETRY_LIMIT;

    /** Whether the run is over for good; all others can be resumed. */
    public boolean isFinal() {
        return this == ANSWERED || this == REFUSED;
    }

    /** Whether a limit of the run, not the model or a person, stopped it. */
    public boolean isLimit() {
        return switch (this) {
            case TURN_LIMIT, TOOL_CALL_LIMIT, TOKEN_LIMIT, COST_LIMIT, TIME_LIMIT, REPETITION, RETRY_LIMIT, LENGTH ->
                true;
            default -> false;
        };
    }
}
