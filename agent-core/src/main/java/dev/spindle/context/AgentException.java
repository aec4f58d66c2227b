package dev.spindle.context;

import org.jspecify.annotations.Nullable;

/**
 * The root of every exception that Spindle throws on purpose.
 *
 * <p>Unchecked. A subclass exists only where a caller would act differently.
 */
public class AgentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception that says what happened, where, and what to do. */
    public AgentException(String message) {
        super(message);
    }

    /** Creates an exception with the cause that it explains. */
    public AgentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
