package dev.spindle.journal;

import dev.spindle.context.AgentException;

/** Thrown when a run is driven by somebody else, or its id belongs to another question. Nothing was called. */
public final class JournalConflictException extends AgentException {
    private static final long serialVersionUID = 1L;

    /** Creates it with what met what. */
    public JournalConflictException(String message) {
        super(message);
    }
}
