package dev.spindle.jdbc;

import dev.spindle.jdbc.Append.Failed;
import dev.spindle.jdbc.Append.Kept;
import dev.spindle.jdbc.Append.Outcome;
import dev.spindle.jdbc.Append.Refused;
import dev.spindle.jdbc.Database.Trouble;
import dev.spindle.jdbc.RunTable.Row;
import dev.spindle.journal.Journal;
import dev.spindle.journal.Journal.Conflicts;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/*
 * First every row of spindle_run is moved on that is as its driver thinks; which of them were is what the database counts. Whoever's
 * was not has written nothing and is refused alone. Contents, references and events of the others follow, and one commit. So a conflict
 * of one costs the others nothing. If the transaction fails and one of them may be the reason, each is written by itself; if the
 * database was in the way, each is told and tries again, knowing that it may have been written.
 *
 * What is long is kept apart from the events, and may be there before them. So of an append that has much of it a slice at a time is
 * written ahead, each in a transaction of its own between those of the groups, with the note that its run needs it; then the append
 * itself is as short as the others' and goes with them.
 */
/** Writes the appends of many runs in one transaction. Thread-safe. */
final class GroupCommit {
    /** Of what was written before somebody knew whether it was. */
    private static final long DOUBTFUL = -2;

    private static final long LARGEST = 1 << 18;

    private final Connections connections;
    private final RunTable runs;
    private final ContentTable contents;
    private final Together<Append, Outcome> together;

    GroupCommit(Connections connections, RunTable runs) {
        this.connections = connections;
        this.runs = runs;
        this.contents = new ContentTable(connections.database());
        this.together = new Together<>(
                this::write, this::sizeOf, LARGEST, connections.database().writers());
    }

    /**
     * Writes an append, with those of others who wait.
     *
     * @throws Journal.ConflictException if somebody else was first
     * @throws SQLException if it could not be written, or it is unknown whether it was
     */
    Kept write(Append append) throws SQLException {
        if (append.fence() != null && sizeOf(append) > LARGEST) writeAhead(append);
        Outcome outcome = together(append);
        if (outcome instanceof Refused refused) {
            refused.why().fillInStackTrace();
            throw refused.why();
        }
        Kept kept = (Kept) outcome;
        contents.committed(append.batch(), kept.sweeps());
        return kept;
    }

    private void writeAhead(Append append) throws SQLException {
        for (Batch slice : contents.slicesToWrite(append.batch(), LARGEST)) {
            // Whoever was succeeded is told so when it is written itself.
            if (!(together(new Append(slice, append.fence(), false)) instanceof Kept kept)) return;
            contents.committed(slice, kept.sweeps());
        }
    }

    private Outcome together(Append append) throws SQLException {
        Outcome outcome;
        try {
            outcome = together.get(append);
        } catch (Together.BrokenOffException broken) {
            throw new SQLException(broken.getMessage(), "08000", broken.getCause());
        }
        if (outcome instanceof Failed failed) throw failed.why();
        return outcome;
    }

    /** A slice goes alone, and lets those who wait behind it go before. */
    private long sizeOf(Append append) {
        return append.isAhead() ? LARGEST + 1 : contents.sizeToWrite(append.batch());
    }

    private List<Outcome> write(List<Append> group) {
        try {
            return inOneTransaction(group);
        } catch (SQLException failed) {
            Trouble trouble = connections.database().trouble(failed);
            boolean mayBeOnesFault = trouble == Trouble.LASTING || trouble == Trouble.TAKEN;
            if (group.size() == 1 || !mayBeOnesFault) return Collections.nCopies(group.size(), new Failed(failed));
            List<Outcome> outcomes = new ArrayList<>();
            for (Append each : group) outcomes.addAll(write(List.of(each.again())));
            return outcomes;
        }
    }

    private List<Outcome> inOneTransaction(List<Append> group) throws SQLException {
        // Looked at outside the transaction: one that begins with a write waits for its turn and does not fail there.
        List<String> succeeded = group.stream()
                .filter(append -> append.takesTheWheel() && !append.begins())
                .map(append -> append.batch().runId())
                .toList();
        Map<String, Row> seen =
                succeeded.isEmpty() ? Map.of() : connections.reading(session -> runs.find(session, succeeded));
        try {
            return connections.writing(session -> write(session, group, seen));
        } catch (NothingToCommitException refused) {
            return refused.outcomes;
        }
    }

    /** Everybody was refused or is there already, so the transaction is rolled back: a commit costs a sync. */
    private static final class NothingToCommitException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient List<Outcome> outcomes;

        NothingToCommitException(List<Outcome> outcomes) {
            super("nothing was written", null, false, false);
            this.outcomes = outcomes;
        }
    }

    private List<Outcome> write(Session session, List<Append> group, Map<String, Row> seen) throws SQLException {
        Append first = group.get(0);
        if (first.isAhead()) return List.of(ahead(session, first));
        boolean[] moved = runs.move(session, group, seen);
        List<Batch> batches = new ArrayList<>();
        for (int at = 0; at < moved.length; at++) {
            if (moved[at]) batches.add(group.get(at).batch());
        }
        long sweeps = contents.keep(session, batches);
        EventTable.insert(session, batches);
        List<Outcome> outcomes = new ArrayList<>();
        for (int at = 0; at < moved.length; at++) {
            Append append = group.get(at);
            outcomes.add(moved[at] ? new Kept(RunTable.fenceAfter(append, seen), sweeps) : stopped(session, append));
        }
        if (batches.isEmpty()) throw new NothingToCommitException(outcomes);
        return outcomes;
    }

    private Outcome ahead(Session session, Append slice) throws SQLException {
        if (!runs.keepsDriving(session, slice)) return new Refused(runs.conflict(session, slice));
        return new Kept(RunTable.fenceAfter(slice, Map.of()), contents.keep(session, List.of(slice.batch())));
    }

    /** What is not as its driver thinks may be so because of itself: in a commit whose outcome was unknown. */
    private Outcome stopped(Session session, Append append) throws SQLException {
        Batch batch = append.batch();
        if (!append.doubtful() || !EventTable.holds(session, batch)) return new Refused(runs.conflict(session, append));
        if (append.fence() != null) return new Kept(append.fence(), DOUBTFUL);
        // The wheel was taken; it is ours unless somebody has taken it since.
        return runs.find(session, batch.runId())
                .filter(row -> batch.ending() || runs.isOurs(row))
                .<Outcome>map(row -> new Kept(row.fence(), DOUBTFUL))
                .orElseGet(() -> new Refused(Conflicts.driven(batch.runId())));
    }
}
