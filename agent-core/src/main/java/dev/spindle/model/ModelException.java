package dev.spindle.model;

import dev.spindle.context.AgentException;
import dev.spindle.message.Spent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a model gave no whole reply. Each kind stands for something that the caller can do.
 *
 * <p>The message has the server's words; never the key.
 */
public abstract sealed class ModelException extends AgentException {
    private static final long serialVersionUID = 1L;

    private final transient Details details;
    private transient @Nullable Spent estimate;

    private ModelException(String message, Details details, @Nullable Throwable cause) {
        super(message, cause);
        this.details = details;
    }

    /** What is known of the failure. */
    public Details details() {
        return details;
    }

    /**
     * Whether the same request may succeed if it is made again: what the server says of it, else what the kind of
     * failure says.
     */
    public final boolean isRetryable() {
        Boolean serversWord = details.retry();
        return serversWord != null ? serversWord : isTransient();
    }

    boolean isTransient() {
        return false;
    }

    /** How long the server asks to wait before the next attempt. */
    public Optional<Duration> retryAfter() {
        return Optional.empty();
    }

    /** Tokens and money of this attempt and of those before it, which policies add as suppressed exceptions. */
    public final Spent spentInAll() {
        return spentOn(this);
    }

    /**
     * Tokens and money that had been spent when something was thrown, as far as known.
     *
     * <p>A cancelled call carries what it had begun, as a policy carries its earlier attempts: as suppressed exceptions.
     */
    public static Spent spentOn(Throwable thrown) {
        Spent sum = Spent.NOTHING;
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> open = new ArrayDeque<>(List.of(thrown));
        while (!open.isEmpty()) {
            Throwable next = open.pop();
            boolean isNew = seen.add(next);
            if (!isNew && next == thrown)
                continue; // a model that throws the same ones again and again makes a ring of them
            if (next instanceof ModelException failure) sum = sum.plus(failure.spent());
            if (isNew) for (Throwable earlier : next.getSuppressed()) open.push(earlier);
        }
        return sum;
    }

    /** What this attempt took as the server told it, else as it was estimated. */
    private Spent spent() {
        return estimate != null ? estimate : details.spent();
    }

    /** Sets what this attempt took, since the server did not tell it. */
    void estimate(Spent spent) {
        estimate = spent;
    }

    /**
     * What is known of a failure.
     *
     * @param status the HTTP status, which is 200 if a stream broke off later; 0 if there was no answer
     * @param type the server's type of error, such as "invalid_request_error"; empty if not given
     * @param code the server's code, such as "context_length_exceeded"; empty if not given
     * @param param the request field at fault; empty if not given
     * @param requestId the server's id of the request, for its support; empty if not given
     * @param serverWords the server's message, or an excerpt of what came instead
     * @param partial what had arrived of the reply before it broke off, its tool calls unfinished, and what is known of its cost: it says
     *     nothing if the request was sent and nothing came back; null if the attempt cost nothing
     * @param retry whether the same request may be made again, where that is known better than from the kind; else null
     */
    public record Details(
            int status,
            String type,
            String code,
            String param,
            String requestId,
            String serverWords,
            @Nullable ModelReply partial,
            @Nullable Boolean retry) {
        /** Nothing is known but the words. */
        public static Details of(String serverWords) {
            return new Details(0, "", "", "", "", serverWords, null, null);
        }

        /** The same with the status and the id of the answer. */
        public Details withAnswer(int otherStatus, String otherRequestId) {
            return new Details(otherStatus, type, code, param, otherRequestId, serverWords, partial, retry);
        }

        /** The same with what had arrived of the reply. */
        public Details withPartial(@Nullable ModelReply other) {
            return new Details(status, type, code, param, requestId, serverWords, other, retry);
        }

        /** The same with a word on trying again. */
        public Details withRetry(@Nullable Boolean other) {
            return new Details(status, type, code, param, requestId, serverWords, partial, other);
        }

        /** The answer's text that had arrived before it broke off; empty if none had. */
        public String partialText() {
            return partial == null ? "" : partial.message().text();
        }

        /** Tokens and money that the attempt took, as far as the server said so. */
        public Spent spent() {
            return partial == null ? Spent.NOTHING : partial.spent();
        }
    }

    /** The server refuses the request as it is: fix the request. */
    public static final class Rejected extends ModelException {
        private static final long serialVersionUID = 1L;

        /** Creates it with the message to show and what is known. */
        public Rejected(String message, Details details) {
            super(message, details, null);
        }
    }

    /** The key is missing, wrong, or may not do this: fix the key. */
    public static final class Unauthorized extends ModelException {
        private static final long serialVersionUID = 1L;

        /** Creates it with the message to show and what is known. */
        public Unauthorized(String message, Details details) {
            super(message, details, null);
        }
    }

    /** Too many requests or tokens: wait. */
    public static final class RateLimited extends ModelException {
        private static final long serialVersionUID = 1L;

        private final transient @Nullable Duration retryAfter;

        /** Creates it with the pause that the server asks for, if it does. */
        public RateLimited(String message, Details details, @Nullable Duration retryAfter) {
            super(message, details, null);
            this.retryAfter = retryAfter;
        }

        @Override
        public Optional<Duration> retryAfter() {
            return Optional.ofNullable(retryAfter);
        }

        @Override
        boolean isTransient() {
            return true;
        }
    }

    /** The account has no money left: pay. Waiting does not help. */
    public static final class QuotaExhausted extends ModelException {
        private static final long serialVersionUID = 1L;

        /** Creates it with the message to show and what is known. */
        public QuotaExhausted(String message, Details details) {
            super(message, details, null);
        }
    }

    /** The conversation does not fit the model's context: shorten it. */
    public static final class ContextTooLong extends ModelException {
        private static final long serialVersionUID = 1L;

        /** Creates it with the message to show and what is known. */
        public ContextTooLong(String message, Details details) {
            super(message, details, null);
        }
    }

    /** A {@link Budget} does not allow the call, which was not made: give it more. */
    public static final class OverBudget extends ModelException {
        private static final long serialVersionUID = 1L;

        /** The kind where money is short. */
        public static final String OF_COST = "OverCost";

        /** The kind where tokens are short. */
        public static final String OF_TOKENS = "OverTokens";

        private final String kind;

        /**
         * Creates it with the message to show.
         *
         * @param kind {@link #OF_COST} or {@link #OF_TOKENS}
         */
        public OverBudget(String message, String kind) {
            super(message, Details.of(message), null);
            this.kind = kind;
        }

        /** Which of both is short. */
        public String kind() {
            return kind;
        }
    }

    /** The server cannot be reached, is broken, or broke off: try again. */
    public static final class Unavailable extends ModelException {
        private static final long serialVersionUID = 1L;

        private final transient @Nullable Duration retryAfter;

        /** Creates it with its cause and the pause that the server asks for, where there are any. */
        public Unavailable(String message, Details details, @Nullable Duration retryAfter, @Nullable Throwable cause) {
            super(message, details, cause);
            this.retryAfter = retryAfter;
        }

        @Override
        public Optional<Duration> retryAfter() {
            return Optional.ofNullable(retryAfter);
        }

        @Override
        boolean isTransient() {
            return true;
        }
    }

    /** The server answered with something that is no reply: report it. */
    public static final class Garbled extends ModelException {
        private static final long serialVersionUID = 1L;

        /** Creates it with the message to show, what is known, and the cause if there is one. */
        public Garbled(String message, Details details, @Nullable Throwable cause) {
            super(message, details, cause);
        }
    }
}
