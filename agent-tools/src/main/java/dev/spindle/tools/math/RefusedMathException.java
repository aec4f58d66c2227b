package dev.spindle.tools.math;

import dev.spindle.context.AgentException;

/** Thrown where something is not calculated; its message is written for a model. */
final class RefusedMathException extends AgentException {
    private static final long serialVersionUID = 1L;

    private final String explanation;

    RefusedMathException(String explanation) {
        super(explanation);
        this.explanation = explanation;
    }

    String explanation() {
        return explanation;
    }
}
