package dev.spindle.jdbc;

import dev.spindle.journal.Journal;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * An append that waits to be written.
 *
 * @param fence of its driver; null if it takes the wheel
 * @param doubtful whether it may have been written already
 */
record Append(Batch batch, @Nullable Long fence, boolean doubtful) {
    boolean takesTheWheel() {
        return fence == null;
    }

    /** Nothing is there to be succeeded. */
    boolean begins() {
        return fence == null && batch.position() == 0;
    }

    /** Only contents, which events that come behind refer to. */
    boolean isAhead() {
        return batch.lines().isEmpty();
    }

    Append again() {
        return new Append(batch, fence, true);
    }

    /** What came of it. */
    sealed interface Outcome {}

    /**
     * It is committed.
     *
     * @param fence of its driver
     * @param sweeps what {@link ContentTable#committed} wants to know
     */
    record Kept(long fence, long sweeps) implements Outcome {}

    /** Nothing of it was written, since somebody else was first. */
    record Refused(Journal.ConflictException why) implements Outcome {}

    /** It could not be written, or nobody knows whether it was. */
    record Failed(SQLException why) implements Outcome {}
}
