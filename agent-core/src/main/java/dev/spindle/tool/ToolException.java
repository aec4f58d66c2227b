package dev.spindle.tool;

import dev.spindle.context.AgentException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Thrown by a tool that means something by it, other than a failure that nobody foresaw. */
public abstract sealed class ToolException extends AgentException {
    private static final long serialVersionUID = 1L;

    private ToolException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Thrown by a tool that wants to be called again, otherwise: "no flight on that day; the next is on 4 June".
     *
     * <p>The model reads the message and nothing else, and nothing is logged. In how many turns in a row one tool may do
     * so is bounded by the run's {@code Limits.maxCorrections}; then the run stops, and can be resumed.
     */
    public static final class ModelRetry extends ToolException {
        private static final long serialVersionUID = 1L;

        /** Creates it with what to do otherwise, in words for the model. */
        public ModelRetry(String message) {
            super(message, null);
        }
    }

    /**
     * Thrown by a tool that cannot do what it was asked for, and says so itself: "the account is closed".
     *
     * <p>The model reads the message and nothing else, and nothing is logged: this is an answer, not a fault. Of any other exception the
     * model reads class and message, and the log has the whole.
     */
    public static final class ToolFailed extends ToolException {
        private static final long serialVersionUID = 1L;

        /** Creates it with what went wrong, in words for the model. */
        public ToolFailed(String message) {
            super(message, null);
        }

        /** Creates it with what went wrong, in words for the model, and the cause, which the model does not read. */
        public ToolFailed(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** Thrown by a tool whose own work waits for a person: the call has no answer yet, and runs again once somebody has decided. */
    public static final class Suspended extends ToolException {
        private static final long serialVersionUID = 1L;

        private final transient List<PendingCall> waiting;

        /** Creates it with what waits inside the tool, by the paths known there. */
        public Suspended(List<PendingCall> waiting) {
            super("The tool waits for " + waiting.size() + " decision(s)", null);
            this.waiting = List.copyOf(waiting);
        }

        /** What waits inside the tool. */
        public List<PendingCall> waiting() {
            return waiting;
        }
    }
}
