package dev.spindle.tools.files;

import dev.spindle.context.AgentException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown where a path does not lead to something in the folder that can be read, or written: refused, missing, no text, or too big.
 *
 * <p>Its message is written for a model: it names paths relative to the folder only, and says what to do instead.
 */
public final class UnreadableFileException extends AgentException {
    private static final long serialVersionUID = 1L;

    private final String explanation;

    UnreadableFileException(String explanation) {
        this(explanation, null);
    }

    UnreadableFileException(String explanation, @Nullable Throwable cause) {
        super(explanation, cause);
        this.explanation = explanation;
    }

    /** The message: what is wrong with the path, and what to do. */
    public String explanation() {
        return explanation;
    }
}
