package dev.spindle.tools.sql;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A statement that one thread uses and another stops, at whatever moment. Thread-safe. */
final class StoppableStatement {
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

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

    /**
     * Cancels it until the thread that uses it has ended, for so long at most; it does not begin any more.
     *
     * <p>Once is not enough: a driver cancels what runs at that moment, and nothing that is about to.
     */
    void stop(Thread user, Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        do {
            cancel();
            user.join(BETWEEN_TRIES.toMillis());
        } while (user.isAlive() && System.nanoTime() < end);
    }

    private synchronized void cancel() {
        isStopped = true;
        try {
            if (statement != null) statement.cancel();
        } catch (SQLException closedOrAway) {
            return; // its thread ends by itself, or it is tried again
        }
    }
}
