package dev.spindle.tool;

import dev.spindle.context.AgentException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by a tool that cannot do what it was asked for, and says so itself: "the account is closed".
 *
 * <p>The model reads the message and nothing else, and nothing is logged: this is an answer, not a fault. Of any other exception the
 * model reads class and message, and the log has the whole.
 */
public final class ToolFailed extends AgentException {
    private static final long serialVersionUID = 1L;

    /** Creates it with what went wrong, in words for the model. */
    public ToolFailed(String message) {
        super(message);
    }

    /** Creates it with what went wrong, in words for the model, and the cause, which the model does not read. */
    public ToolFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
