package dev.spindle.retrieval;

import dev.spindle.context.AgentException;

/** Thrown when an index is to be changed while another process changes it; it can be read meanwhile. */
public final class IndexInUseException extends AgentException {
    private static final long serialVersionUID = 1L;

    IndexInUseException(String message, Throwable cause) {
        super(message, cause);
    }
}
