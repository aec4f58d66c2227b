package dev.spindle.tools.sql;

import dev.spindle.context.AgentException;

/** Thrown for a statement that is not run; its message is for the model. */
final class RefusedSqlException extends AgentException {
    private static final long serialVersionUID = 1L;

    private final String explanation;

    RefusedSqlException(String explanation) {
        super(explanation);
        this.explanation = explanation;
    }

    String explanation() {
        return explanation;
    }
}
