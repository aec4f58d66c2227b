package dev.spindle.model.openai;

import dev.spindle.context.Cancellation;
import dev.spindle.model.ModelException;
import java.io.InterruptedIOException;
import java.time.Duration;

/**
 * Hears, between two steps of work on what has arrived already, that a call shall end. A connection hears it only while it waits.
 */
final class Watch {
    private final Cancellation cancellation;
    private final boolean limited;
    private final long end;

    private Watch(Cancellation cancellation, boolean limited, long end) {
        this.cancellation = cancellation;
        this.limited = limited;
        this.end = end;
    }

    /** From now on for so long; without end if it is zero. */
    static Watch begin(Cancellation cancellation, Duration limit) {
        return new Watch(cancellation, !limit.isZero(), limit.isZero() ? 0 : System.nanoTime() + limit.toNanos());
    }

    /**
     * Returns if the call may go on.
     *
     * @throws dev.spindle.context.Cancellation.CancelledException if nobody wants its reply any more
     * @throws TimeUp if its time is up
     */
    void check() {
        Failures.checkStopped(cancellation);
        if (limited && System.nanoTime() - end > 0) throw new TimeUp();
    }

    /** Throws only if nobody wants the reply any more, with what had arrived by then, since it has to be paid. */
    void checkStopped(ModelException begun) {
        Failures.checkStopped(cancellation, begun);
    }

    /** Says that the time of a call is up, as its connection says it. */
    static final class TimeUp extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private TimeUp() {
            super("the time of the call is up");
        }

        /** As the connection would have said it. */
        InterruptedIOException toIOException() {
            return new InterruptedIOException("timeout");
        }
    }
}
