package dev.spindle.tools.json;

import dev.spindle.context.AgentException;

/** Thrown where a query is not answered; its message is written for a model. */
final class RefusedQueryException extends AgentException {
    private static final long serialVersionUID = 1L;

    private final String explanation;

    RefusedQueryException(String explanation) {
        super(explanation);
        this.explanation = explanation;
    }

    String explanation() {
        return explanation;
    }
}
