package dev.spindle.jdbc;

import dev.spindle.jdbc.Database.Trouble;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Does work with the database, and does it again when others were in the way or the database was away for a while. Thread-safe.
 *
 * <p>An interrupt does not break what is being written; it stays pending, and only ends the waiting for a database that is away.
 */
final class Retrying {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final int MOST_DOUBLINGS = 4;
    private static final long LONGEST_STEP_ASIDE = Duration.ofMillis(10).toNanos();

    private final Connections connections;
    private final Duration patience;

    /**
     * With connections, and with patience for a database that is away.
     *
     * @param patience from the first failure on
     */
    Retrying(Connections connections, Duration patience) {
        this.connections = connections;
        this.patience = patience;
    }

    /** Work that may be done more than once. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        /**
         * Does it.
         *
         * @param doubtful whether it may have been done already: the database went away at the last try
         */
        T with(Session session, boolean doubtful) throws SQLException;
    }

    <T extends @Nullable Object> T reading(Connections.Work<T> work) throws SQLException {
        return repeat(doubtful -> connections.reading(work));
    }

    <T extends @Nullable Object> T writing(Work<T> work) throws SQLException {
        return repeat(doubtful -> connections.writing(session -> work.with(session, doubtful)));
    }

    /** An attempt at something that may be done more than once. */
    @FunctionalInterface
    interface Attempt<T extends @Nullable Object> {
        /**
         * Tries.
         *
         * @param doubtful whether it may have been done already
         */
        T make(boolean doubtful) throws SQLException;
    }

    <T extends @Nullable Object> T repeat(Attempt<T> attempt) throws SQLException {
        boolean interrupted = Thread.interrupted();
        boolean doubtful = false;
        long giveUp = 0;
        try {
            for (int failures = 0; ; failures++) {
                try {
                    return attempt.make(doubtful);
                } catch (SQLException failed) {
                    interrupted |= Thread.interrupted();
                    if (failures == 0) giveUp = System.nanoTime() + patience.toNanos();
                    Trouble trouble = connections.database().trouble(failed);
                    doubtful |= trouble == Trouble.AWAY;
                    if (System.nanoTime() >= giveUp || !waited(trouble, failures)) throw failed;
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    /** Whether it makes sense to try again, which it does now. */
    private boolean waited(Trouble trouble, int failures) {
        return switch (trouble) {
            case LASTING -> false;
            case TAKEN, COLLISION -> {
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_STEP_ASIDE));
                yield true;
            }
            case AWAY -> {
                connections.forget();
                yield paused(FIRST_PAUSE.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS)));
            }
        };
    }

    private static boolean paused(Duration length) {
        try {
            TimeUnit.NANOSECONDS.sleep(length.toNanos());
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
