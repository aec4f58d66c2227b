package dev.spindle.jdbc;

import dev.spindle.journal.Journal;
import dev.spindle.journal.Journal.Conflicts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/*
 * The rule of one driver is a row for each run, and every change of it says what the row must be to be changed; so the database decides
 * who was first, at READ COMMITTED too. The fence grows with each driver: a driver that was away so long that its lease ended, and was
 * succeeded, finds another fence and never writes again. All times are the database's own, so the clocks of the hosts do not matter.
 */
/** Where each run is, and who drives it until when. */
final class RunTable {
    private final Owner owner;
    private final String change;
    private final String renew;
    private final String take;
    private final String begin;
    private final String select;
    private final long lease;

    RunTable(Database database, Owner owner, Duration lease) {
        String now = database.sql().now();
        this.owner = owner;
        this.lease = lease.toMillis();
        change = "UPDATE spindle_run SET next_position = ?, owner = ?, lease_until = " + now
                + " + ?, finished = ? WHERE run_id = ? AND next_position = ? AND fence = ?";
        renew = "UPDATE spindle_run SET lease_until = " + now + " + ? WHERE run_id = ? AND fence = ? AND owner = ?";
        take = "UPDATE spindle_run SET next_position = ?, owner = ?, lease_until = " + now
                + " + ?, finished = ?, fence = fence + 1 WHERE run_id = ? AND next_position = ? AND fence = ?"
                + " AND (owner = '' OR owner = ? OR lease_until <= " + now + ")";
        // Two who begin a run at once may both find it missing; the loser's key is taken, and it finds it when it tries
        // again.
        begin = "INSERT INTO spindle_run (run_id, next_position, owner, lease_until, finished, fence) SELECT ?, ?, ?, "
                + now + " + ?, ?, 1 WHERE NOT EXISTS (SELECT 1 FROM spindle_run WHERE run_id = ?)";
        select = "SELECT next_position, fence, owner, CASE WHEN lease_until > " + now
                + " THEN 1 ELSE 0 END FROM spindle_run WHERE run_id = ?";
    }

    /**
     * A run as it was when it was looked at.
     *
     * @param owner empty if nobody drives it
     * @param leased whether the owner's time is not over
     */
    record Row(long nextPosition, long fence, String owner, boolean leased) {}

    Optional<Row> find(Connection connection, String runId) throws SQLException {
        try (PreparedStatement query = Connections.prepare(connection, select, runId);
                ResultSet row = query.executeQuery()) {
            if (!row.next()) return Optional.empty();
            String driver = row.getString(3);
            return Optional.of(
                    new Row(row.getLong(1), row.getLong(2), driver == null ? "" : driver, row.getInt(4) == 1));
        }
    }

    /**
     * Moves a run on.
     *
     * @throws Journal.ConflictException if it is not where its driver thinks, or has another driver
     */
    void moveOn(Connection connection, Batch batch, long fence) throws SQLException {
        int moved = Connections.update(
                connection,
                change,
                batch.nextPosition(),
                ownerAfter(batch),
                lease,
                finished(batch),
                batch.runId(),
                batch.position(),
                fence);
        if (moved == 0) throw conflict(connection, batch);
    }

    /**
     * Takes the wheel of a run: begins it, or succeeds a driver that has stopped, died or been silent for too long.
     *
     * @param seen the run before; empty if it is new
     * @return the fence of the new driver
     * @throws Journal.ConflictException if somebody drives it, or was faster
     */
    long take(Connection connection, Batch batch, Optional<Row> seen) throws SQLException {
        if (seen.isEmpty()) {
            if (batch.position() != 0) throw Conflicts.positionTaken(batch.runId(), batch.position(), 0);
            return begin(connection, batch);
        }
        Row row = seen.get();
        if (row.nextPosition() != batch.position())
            throw Conflicts.positionTaken(batch.runId(), batch.position(), row.nextPosition());
        if (isDriven(row)) throw Conflicts.driven(batch.runId());
        int taken = Connections.update(
                connection,
                take,
                batch.nextPosition(),
                ownerAfter(batch),
                lease,
                finished(batch),
                batch.runId(),
                batch.position(),
                row.fence(),
                row.owner());
        if (taken == 0) throw conflict(connection, batch);
        return row.fence() + 1;
    }

    private long begin(Connection connection, Batch batch) throws SQLException {
        int begun = Connections.update(
                connection,
                begin,
                batch.runId(),
                batch.nextPosition(),
                ownerAfter(batch),
                lease,
                finished(batch),
                batch.runId());
        if (begun == 0) throw conflict(connection, batch);
        return 1;
    }

    private Journal.ConflictException conflict(Connection connection, Batch batch) throws SQLException {
        long next = find(connection, batch.runId()).map(Row::nextPosition).orElse(0L);
        return next == batch.position()
                ? Conflicts.driven(batch.runId())
                : Conflicts.positionTaken(batch.runId(), batch.position(), next);
    }

    private String ownerAfter(Batch batch) {
        return batch.ending() ? "" : owner.toString();
    }

    private static int finished(Batch batch) {
        return batch.finished() ? 1 : 0;
    }

    /** Lengthens a lease; whether it was still ours. */
    boolean renew(Connection connection, String runId, long fence) throws SQLException {
        return Connections.update(connection, renew, lease, runId, fence, owner.toString()) == 1;
    }

    /** Ends a lease, if it is still ours. */
    void release(Connection connection, String runId, long fence) throws SQLException {
        Connections.update(
                connection,
                "UPDATE spindle_run SET owner = '' WHERE run_id = ? AND fence = ? AND owner = ?",
                runId,
                fence,
                owner.toString());
    }

    /**
     * Deletes a run and its children with their events and inboxes; gives their ids.
     *
     * @throws Journal.ConflictException if one of them is driven
     */
    List<String> delete(Connection connection, String runId) throws SQLException {
        List<String> family = family(connection, runId);
        for (String member : family) {
            Optional<Row> row = find(connection, member);
            if (row.filter(this::isDriven).isPresent()) throw Conflicts.driven(member);
            if (row.isPresent() && deleteRow(connection, member, row.get()) == 0) throw Conflicts.driven(member);
        }
        for (String member : family) {
            Connections.update(connection, "DELETE FROM spindle_event WHERE run_id = ?", member);
            Connections.update(connection, "DELETE FROM spindle_inbox WHERE run_id = ?", member);
        }
        return family;
    }

    private boolean isDriven(Row row) {
        return !row.owner().isEmpty() && row.leased() && !owner.knowsDead(row.owner());
    }

    private static int deleteRow(Connection connection, String runId, Row seen) throws SQLException {
        return Connections.update(
                connection,
                "DELETE FROM spindle_run WHERE run_id = ? AND fence = ? AND next_position = ?",
                runId,
                seen.fence(),
                seen.nextPosition());
    }

    /** A LIKE knows no case in some databases, and no database's order is ours; so what it finds is looked at. */
    private static List<String> family(Connection connection, String runId) throws SQLException {
        String children = runId.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "/%";
        return EventTable.strings(
                        connection,
                        "SELECT run_id FROM spindle_run WHERE run_id = ? OR run_id LIKE ? ESCAPE '!' UNION SELECT run_id FROM"
                                + " spindle_inbox WHERE run_id = ? OR run_id LIKE ? ESCAPE '!' ORDER BY run_id",
                        runId,
                        children,
                        runId,
                        children)
                .stream()
                .filter(id -> id.equals(runId) || id.startsWith(runId + "/"))
                .toList();
    }

    /** The first and the last event of each run. */
    static Map<String, List<String>> ends(Connection connection, boolean unfinished) throws SQLException {
        String query = "SELECT r.run_id, e.line FROM spindle_run r LEFT JOIN spindle_event e ON e.run_id = r.run_id"
                + " AND (e.position = 0 OR e.position = r.next_position - 1)"
                + (unfinished ? " WHERE r.finished = 0" : "") + " ORDER BY r.run_id, e.position";
        Map<String, List<String>> ends = new LinkedHashMap<>();
        try (PreparedStatement select = Connections.prepare(connection, query);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                List<String> lines = ends.computeIfAbsent(rows.getString(1), unused -> new ArrayList<>());
                String line = rows.getString(2);
                if (line != null) lines.add(line);
            }
        }
        return ends;
    }

    boolean isOurs(Row row) {
        return row.owner().equals(owner.toString());
    }

    static List<String> unfinished(Connection connection) throws SQLException {
        return EventTable.strings(connection, "SELECT run_id FROM spindle_run WHERE finished = 0 ORDER BY run_id");
    }

    static List<String> all(Connection connection) throws SQLException {
        return EventTable.strings(connection, "SELECT run_id FROM spindle_run ORDER BY run_id");
    }
}
