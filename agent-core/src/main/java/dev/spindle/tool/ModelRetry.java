package dev.spindle.tool;

import dev.spindle.context.AgentException;

/**
 * Thrown by a tool that wants to be called again, otherwise: "no flight on that day; the next is on 4 June".
 *
 * <p>The model reads the message and nothing else, and nothing is logged. In how many turns in a row one tool may do
 * so is bounded by the run's {@code Limits.maxCorrections}; then the run stops, and can be resumed.
 */
public final class ModelRetry extends AgentException {
    private static final long serialVersionUID = 1L;

    /** Creates it with what to do otherwise, in words for the model. */
    public ModelRetry(String message) {
        super(message);
    }
}
