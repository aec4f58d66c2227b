package dev.spindle.journal;

import dev.spindle.context.AgentException;
import org.jspecify.annotations.Nullable;

/** Thrown when a journal cannot be read or written; what was recorded before stands, and the run can be resumed. */
public final class JournalException extends AgentException {
    private static final long serialVersionUID = 1L;

    /** Creates it with what failed, where, and what to do. */
    public JournalException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
