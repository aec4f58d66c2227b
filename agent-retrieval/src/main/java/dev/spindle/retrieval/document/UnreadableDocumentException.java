package dev.spindle.retrieval.document;

import dev.spindle.context.AgentException;
import org.jspecify.annotations.Nullable;

/** Thrown when a file is no document that can be read; the message says which and why. Others can be read still. */
public final class UnreadableDocumentException extends AgentException {
    private static final long serialVersionUID = 1L;

    UnreadableDocumentException(String path, String why, @Nullable Throwable cause) {
        super("'" + path + "' " + why, cause);
    }

    UnreadableDocumentException(String path, String why) {
        this(path, why, null);
    }
}
