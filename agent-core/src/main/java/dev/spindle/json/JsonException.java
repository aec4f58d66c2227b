package dev.spindle.json;

import org.jspecify.annotations.Nullable;

/**
 * Says that a text is no JSON, that JSON is not what was asked for, or that a Java type has no JSON form.
 *
 * <p>The message names the place, what was found there and what was expected. It quotes at most a short excerpt and no
 * class or stack of this library, so it is safe to show to a model.
 */
public final class JsonException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception that says what was found, where, and what was expected. */
    public JsonException(String message) {
        super(message);
    }

    /** Creates an exception with the cause that it explains. */
    public JsonException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
