package dev.spindle.testing.cassette;

import dev.spindle.model.ModelException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A failure of a model, as it can be kept in a file. */
record RecordedFailure(
        Kind kind,
        String message,
        ModelException.Details details,
        @Nullable Duration retryAfter) {
    /** The kinds of {@link ModelException}. */
    enum Kind {
        REJECTED,
        UNAUTHORIZED,
        RATE_LIMITED,
        QUOTA_EXHAUSTED,
        CONTEXT_TOO_LONG,
        UNAVAILABLE,
        GARBLED
    }

    static RecordedFailure of(ModelException failure) {
        String message = failure.getMessage() == null ? "" : failure.getMessage();
        return new RecordedFailure(
                kind(failure), message, failure.details(), failure.retryAfter().orElse(null));
    }

    private static Kind kind(ModelException failure) {
        if (failure instanceof ModelException.Rejected) return Kind.REJECTED;
        if (failure instanceof ModelException.Unauthorized) return Kind.UNAUTHORIZED;
        if (failure instanceof ModelException.RateLimited) return Kind.RATE_LIMITED;
        if (failure instanceof ModelException.QuotaExhausted) return Kind.QUOTA_EXHAUSTED;
        if (failure instanceof ModelException.ContextTooLong) return Kind.CONTEXT_TOO_LONG;
        return failure instanceof ModelException.Unavailable ? Kind.UNAVAILABLE : Kind.GARBLED;
    }

    ModelException exception() {
        return switch (kind) {
            case REJECTED -> new ModelException.Rejected(message, details);
            case UNAUTHORIZED -> new ModelException.Unauthorized(message, details);
            case RATE_LIMITED -> new ModelException.RateLimited(message, details, retryAfter);
            case QUOTA_EXHAUSTED -> new ModelException.QuotaExhausted(message, details);
            case CONTEXT_TOO_LONG -> new ModelException.ContextTooLong(message, details);
            case UNAVAILABLE -> new ModelException.Unavailable(message, details, retryAfter, null);
            case GARBLED -> new ModelException.Garbled(message, details, null);
        };
    }
}
