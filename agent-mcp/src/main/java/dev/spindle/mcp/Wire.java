package dev.spindle.mcp;

import dev.spindle.context.Cancellation;
import dev.spindle.context.Cancellation.CancelledException;
import java.time.Duration;
import java.util.Map;

/** A way to one server. Thread-safe: many exchanges run at once. */
interface Wire extends AutoCloseable {
    /**
     * Sends a request and waits for its answer.
     *
     * @return a {@link Message.Result} or a {@link Message.Failure}
     * @throws McpException if the server cannot be reached, breaks off, says too much, or takes too long
     * @throws SessionForgottenException if the server no longer knows the session
     * @throws CancelledException if the exchange was cancelled
     */
    Message exchange(Outgoing outgoing);

    /** Sends what needs no answer, within seconds; what cannot be sent is lost. */
    void send(Message.Notification notification);

    /**
     * Hears what the server says unasked, until it ends; returns at once where that comes by itself, or not at all.
     *
     * @param opened told when it is heard
     * @throws McpException if the server breaks off
     */
    void listen(Cancellation cancellation, Runnable opened);

    /** Takes what the handshake brought: the version of a generation with sessions. */
    void agree(String version);

    /** Whether another exchange can be tried on it. */
    boolean isOpen();

    /** Whether a request that is cancelled is to be told of: where closing its own stream does not say so. */
    boolean tellsCancellation();

    @Override
    void close();

    /**
     * A request on its way.
     *
     * @param headers of this request alone, where there are headers
     * @param timeout how long it may take; {@link Duration#ZERO} for ever
     */
    record Outgoing(
            Message.Request request, Map<String, String> headers, Cancellation cancellation, Duration timeout) {}

    /** Who hears what a server says by itself. Called on the wire's threads. */
    interface Incoming {
        /** Takes a notification; quick. */
        void notified(Message.Notification notification);

        /** Answers a request of the server; may take as long as a person needs. */
        Message answer(Message.Request request);
    }

    /** Thrown when a server answers that it does not know the session, and so has done nothing. */
    final class SessionForgottenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SessionForgottenException() {
            super("the server no longer knows the session");
        }
    }
}
