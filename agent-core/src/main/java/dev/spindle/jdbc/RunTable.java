package dev.spindle.jdbc;

import dev.spindle.journal.Journal;
import dev.spindle.journal.Journal.Conflicts;
import dev.spindle.journal.Journal.Ends;
import dev.spindle.journal.Journal.KeptRun;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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
    private final String lockFree;
    private final String keep;
    private final String take;
    private final String begin;
    private final String select;
    private final String unfinished;
    private final long lease;
    private final boolean countsInBatches;

    RunTable(Database database, Owner owner, Duration lease) {
        String now = database.sql().now();
        this.owner = owner;
        this.lease = lease.toMillis();
        change = "UPDATE spindle_run SET next_position = ?, owner = ?, lease_until = " + now
                + " + ?, finished = ? WHERE run_id = ? AND next_position = ? AND fence = ?";
        renew = "UPDATE spindle_run SET lease_until = " + now + " + ? WHERE owner = ? AND run_id IN ";
        lockFree = database.sql().lockFree();
        keep = "UPDATE spindle_run SET lease_until = " + now
                + " + ? WHERE run_id = ? AND next_position = ? AND fence = ?";
        take = "UPDATE spindle_run SET next_position = ?, owner = ?, lease_until = " + now
                + " + ?, finished = ?, fence = fence + 1 WHERE run_id = ? AND next_position = ? AND fence = ?"
                + " AND (owner = '' OR owner = ? OR lease_until <= " + now + ")";
        // Two who begin a run at once may both find it missing; the loser's key is taken, and it finds it when it tries
        // again.
        begin = "INSERT INTO spindle_run (run_id, next_position, owner, lease_until, finished, fence) SELECT ?, ?, ?, "
                + now + " + ?, ?, 1 WHERE NOT EXISTS (SELECT 1 FROM spindle_run WHERE run_id = ?)";
        select = "SELECT run_id, next_position, fence, owner, CASE WHEN lease_until > " + now
                + " THEN 1 ELSE 0 END FROM spindle_run WHERE run_id IN ";
        unfinished = "SELECT run_id, next_position, owner, CASE WHEN lease_until > " + now
                + " THEN 1 ELSE 0 END FROM spindle_run WHERE finished = 0";
        countsInBatches = database.countsInBatches();
    }

    /**
     * A run as it was when it was looked at.
     *
     * @param owner empty if nobody drives it
     * @param leased whether the owner's time is not over
     */
    record Row(long nextPosition, long fence, String owner, boolean leased) {}

    Optional<Row> find(Session session, String runId) throws SQLException {
        return Optional.ofNullable(find(session, List.of(runId)).get(runId));
    }

    /** Those of these runs that are there, by their ids. */
    Map<String, Row> find(Session session, List<String> runIds) throws SQLException {
        Map<String, Row> found = new HashMap<>();
        for (List<String> some : Marks.slices(runIds)) {
            try (ResultSet row = session.query(select + Marks.in(some.size()), some.toArray())) {
                while (row.next()) {
                    String driver = Objects.requireNonNullElse(row.getString(4), "");
                    found.put(row.getString(1), new Row(row.getLong(2), row.getLong(3), driver, row.getInt(5) == 1));
                }
            }
        }
        return found;
    }

    /**
     * Moves runs on, or takes their wheels: begins them, or succeeds drivers that have stopped, died or been silent for too long.
     *
     * @param seen the runs that are to be succeeded, before the transaction
     * @return which of the appends found their run as they must; the others have changed nothing
     */
    boolean[] move(Session session, List<Append> appends, Map<String, Row> seen) throws SQLException {
        boolean[] moved = new boolean[appends.size()];
        // In the order of their ids, so that two writers hardly ever wait for one another.
        List<Integer> order = IntStream.range(0, appends.size())
                .boxed()
                .sorted(Comparator.comparing(at -> appends.get(at).batch().runId()))
                .toList();
        List<Integer> goingOn =
                order.stream().filter(at -> !appends.get(at).takesTheWheel()).toList();
        List<Integer> succeeding =
                order.stream().filter(at -> maySucceed(appends.get(at), seen)).toList();
        List<Integer> beginning =
                order.stream().filter(at -> appends.get(at).begins()).toList();
        update(
                session,
                change,
                goingOn,
                at -> changed(appends.get(at).batch(), appends.get(at).fence()),
                moved);
        update(session, take, succeeding, at -> taken(appends.get(at).batch(), row(appends.get(at), seen)), moved);
        update(session, begin, beginning, at -> begun(appends.get(at).batch()), moved);
        return moved;
    }

    /** Whether a run is as its driver thinks, as it stays until the transaction ends. */
    boolean keepsDriving(Session session, Append append) throws SQLException {
        Batch batch = append.batch();
        return session.update(keep, lease, batch.runId(), batch.position(), append.fence()) == 1;
    }

    private boolean maySucceed(Append append, Map<String, Row> seen) {
        if (!append.takesTheWheel() || append.begins()) return false;
        Row row = seen.get(append.batch().runId());
        return row != null && row.nextPosition() == append.batch().position() && !isDriven(row);
    }

    private static Row row(Append append, Map<String, Row> seen) {
        return Objects.requireNonNull(seen.get(append.batch().runId()), "who is succeeded was seen");
    }

    private Object[] changed(Batch batch, @Nullable Long fence) {
        return new Object[] {
            batch.nextPosition(),
            ownerAfter(batch),
            lease,
            finished(batch),
            batch.runId(),
            batch.position(),
            Objects.requireNonNull(fence, "whoever goes on has a fence")
        };
    }

    private Object[] taken(Batch batch, Row seen) {
        return new Object[] {
            batch.nextPosition(),
            ownerAfter(batch),
            lease,
            finished(batch),
            batch.runId(),
            batch.position(),
            seen.fence(),
            seen.owner()
        };
    }

    private Object[] begun(Batch batch) {
        return new Object[] {
            batch.runId(), batch.nextPosition(), ownerAfter(batch), lease, finished(batch), batch.runId()
        };
    }

    /** Changes one row for each, if it is as it must be, and notes whether it was. */
    private void update(Session session, String sql, List<Integer> which, IntFunction<Object[]> values, boolean[] done)
            throws SQLException {
        if (which.isEmpty()) return;
        PreparedStatement update = session.prepared(sql);
        for (int at : which) {
            Object[] each = values.apply(at);
            for (int mark = 0; mark < each.length; mark++) update.setObject(mark + 1, each[mark]);
            if (countsInBatches) update.addBatch();
            else done[at] = update.executeUpdate() == 1;
        }
        if (!countsInBatches) return;
        int[] counts = update.executeBatch();
        for (int at = 0; at < counts.length; at++) done[which.get(at)] = counts[at] == 1;
    }

    /** The fence of a driver whose append was written. */
    static long fenceAfter(Append append, Map<String, Row> seen) {
        Long fence = append.fence();
        if (fence != null) return fence;
        return append.begins() ? 1 : row(append, seen).fence() + 1;
    }

    /** Why an append changed nothing. */
    Journal.ConflictException conflict(Session session, Append append) throws SQLException {
        Batch batch = append.batch();
        long next = find(session, batch.runId()).map(Row::nextPosition).orElse(0L);
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

    /**
     * Lengthens leases that are still ours; which of them were. It waits for no row, since it holds many, in no order: who writes a row
     * lengthens its lease anyway, and a server may take a second to see that two wait for one another.
     */
    Set<String> renew(Session session, List<String> runIds) throws SQLException {
        Set<String> renewed = new HashSet<>();
        for (List<String> some : Marks.slices(runIds)) {
            List<Object> values = new ArrayList<>(List.of(owner.toString()));
            values.addAll(some);
            String ours = "SELECT run_id FROM spindle_run WHERE owner = ? AND run_id IN " + Marks.in(some.size());
            // SQLite's transaction must begin with a write, or fails beside another process.
            lengthen(
                    session,
                    lockFree.isEmpty() ? some : EventTable.strings(session, ours + lockFree, values.toArray()));
            renewed.addAll(EventTable.strings(session, ours, values.toArray()));
        }
        return renewed;
    }

    private void lengthen(Session session, List<String> runIds) throws SQLException {
        if (runIds.isEmpty()) return;
        List<String> marks = Marks.padded(runIds);
        List<Object> values = new ArrayList<>(List.of(lease, owner.toString()));
        values.addAll(marks);
        session.update(renew + Marks.in(marks.size()), values.toArray());
    }

    /** Ends a lease, if it is still ours. */
    void release(Session session, String runId, long fence) throws SQLException {
        session.update(
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
    List<String> delete(Session session, String runId) throws SQLException {
        List<String> family = family(session, runId);
        for (String member : family) {
            Optional<Row> row = find(session, member);
            if (row.filter(this::isDriven).isPresent()) throw Conflicts.driven(member);
            if (row.isPresent() && deleteRow(session, member, row.get()) == 0) throw Conflicts.driven(member);
        }
        for (String member : family) {
            session.update("DELETE FROM spindle_event WHERE run_id = ?", member);
            session.update("DELETE FROM spindle_inbox WHERE run_id = ?", member);
        }
        return family;
    }

    private boolean isDriven(Row row) {
        return !row.owner().isEmpty() && row.leased() && !owner.knowsDead(row.owner());
    }

    /** The runs that are not finished and that nobody drives, with where they are. */
    Map<String, Long> undriven(Session session) throws SQLException {
        Map<String, Long> found = new HashMap<>();
        Map<String, Boolean> dead = new HashMap<>();
        try (ResultSet row = session.query(unfinished)) {
            while (row.next()) {
                String driver = Objects.requireNonNullElse(row.getString(3), "");
                boolean free = driver.isEmpty() || row.getInt(4) == 0 || dead.computeIfAbsent(driver, owner::knowsDead);
                if (free) found.put(row.getString(1), row.getLong(2));
            }
        }
        return found;
    }

    /** Of these runs the first and the last event. */
    static Map<String, Ends> ends(Session session, Collection<String> runIds) throws SQLException {
        Map<String, List<String>> lines = new HashMap<>();
        for (List<String> some : Marks.slices(List.copyOf(runIds))) {
            List<String> marks = Marks.padded(some);
            String query = "SELECT e.run_id, e.line FROM spindle_run r JOIN spindle_event e ON e.run_id = r.run_id AND"
                    + " (e.position = 0 OR e.position = r.next_position - 1) WHERE r.run_id IN "
                    + Marks.in(marks.size()) + " ORDER BY e.run_id, e.position";
            try (ResultSet rows = session.query(query, marks.toArray())) {
                while (rows.next())
                    lines.computeIfAbsent(rows.getString(1), id -> new ArrayList<>(2))
                            .add(rows.getString(2));
            }
        }
        Map<String, Ends> found = new HashMap<>();
        lines.forEach((runId, ends) -> Ends.ofLines(ends).ifPresent(read -> found.put(runId, read)));
        return found;
    }

    private static int deleteRow(Session session, String runId, Row seen) throws SQLException {
        return session.update(
                "DELETE FROM spindle_run WHERE run_id = ? AND fence = ? AND next_position = ?",
                runId,
                seen.fence(),
                seen.nextPosition());
    }

    /** A LIKE knows no case in some databases, and no database's order is ours; so what it finds is looked at. */
    private static List<String> family(Session session, String runId) throws SQLException {
        String children = runId.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "/%";
        return EventTable.strings(
                        session,
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

    /** Each run by its first and its last event, of which no more than one is held at a time. */
    static List<KeptRun> kept(Session session, Journal.Query wanted) throws SQLException {
        String query = "SELECT r.run_id, e.line FROM spindle_run r LEFT JOIN spindle_event e ON e.run_id = r.run_id"
                + " AND (e.position = 0 OR e.position = r.next_position - 1)"
                + (wanted.unfinished() ? " WHERE r.finished = 0" : "") + " ORDER BY r.run_id, e.position";
        List<KeptRun> found = new ArrayList<>();
        try (ResultSet rows = session.query(query)) {
            boolean more = rows.next();
            while (more) {
                String runId = rows.getString(1);
                List<String> lines = new ArrayList<>(2);
                for (; more && rows.getString(1).equals(runId); more = rows.next()) {
                    String line = rows.getString(2);
                    if (line != null) lines.add(line);
                }
                KeptRun run = KeptRun.ofLines(runId, lines);
                if (wanted.fits(run)) found.add(run);
            }
        }
        return found;
    }

    boolean isOurs(Row row) {
        return row.owner().equals(owner.toString());
    }

    static List<String> unfinished(Session session) throws SQLException {
        return EventTable.strings(session, "SELECT run_id FROM spindle_run WHERE finished = 0 ORDER BY run_id");
    }

    static List<String> all(Session session) throws SQLException {
        return EventTable.strings(session, "SELECT run_id FROM spindle_run ORDER BY run_id");
    }
}
