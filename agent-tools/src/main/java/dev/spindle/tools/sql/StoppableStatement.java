package dev.spindle.tools.sql;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/*
 * A driver hears no interrupt, and cancels only a statement that runs at that moment: not one that is about to.
 */
/** A statement that one thread uses and another stops, at whatever moment. Thread-safe. */
final class StoppableStatement {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

    private @Nullable Statement statement;
    private boolean isStopped;

    /**
     * The statement that is used from now on.
     *
     * @throws SQLException if it was stopped before
     */
    synchronized void begin(Statement next) throws SQLException {
        if (isStopped) throw new SQLException("The query was stopped before it began");
        statement = next;
    }

    /** Cancels it until the thread that uses it has ended, for so long at most; it does not begin any more. */
    void stop(Thread user, Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        Duration pause = FIRST_PAUSE;
        do {
            cancel();
            user.join(pause.toMillis());
            pause = pause.multipliedBy(2);
        } while (user.isAlive() && System.nanoTime() < end);
    }

    private synchronized void cancel() {
        isStopped = true;
        try {
            if (statement != null) statement.cancel();
        } catch (SQLException over) {
            // It is closed already; its thread goes on to its end.
            statement = null;
        }
    }
}
