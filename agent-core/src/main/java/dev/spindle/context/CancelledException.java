package dev.spindle.context;

/** Thrown where work stops because its {@link Cancellation} was cancelled; the message is the reason given. */
public final class CancelledException extends AgentException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception with the reason that was given to {@link Cancellation#cancel(String)}. */
    public CancelledException(String reason) {
        super(reason);
    }
}
