package dev.spindle.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The lines of events. */
final class EventTable {
    private static final int AT_ONCE = 256;

    /** The state of SQL that says that a limit of a program is exceeded; trying again does not help. */
    private static final String TOO_MUCH = "54000";

    private EventTable() {}

    static void insert(Session session, List<Batch> batches) throws SQLException {
        if (batches.isEmpty()) return;
        PreparedStatement insert =
                session.prepared("INSERT INTO spindle_event (run_id, position, line) VALUES (?, ?, ?)");
        for (Batch batch : batches) {
            for (int at = 0; at < batch.lines().size(); at++) {
                insert.setString(1, batch.runId());
                insert.setLong(2, batch.position() + at);
                session.set(insert, 3, batch.lines().get(at));
                insert.addBatch();
            }
        }
        insert.executeBatch();
    }

    /** Whether exactly these events stand where they belong: a commit whose outcome was unknown has taken place. */
    static boolean holds(Session session, Batch batch) throws SQLException {
        List<String> there = lines(session, batch.runId(), batch.position());
        return there.size() >= batch.lines().size()
                && there.subList(0, batch.lines().size()).equals(batch.lines());
    }

    static List<String> lines(Session session, String runId, long from) throws SQLException {
        return strings(
                session,
                "SELECT line FROM spindle_event WHERE run_id = ? AND position >= ? ORDER BY position",
                runId,
                from);
    }

    /**
     * The first column of what is found.
     *
     * @throws SQLException also if it has more characters than a quarter of the memory has bytes: other runs need theirs
     */
    static List<String> strings(Session session, String query, Object... values) throws SQLException {
        PreparedStatement select = session.with(query, values);
        select.setFetchSize(AT_ONCE);
        try (ResultSet rows = select.executeQuery()) {
            return strings(rows, Runtime.getRuntime().maxMemory() / 4);
        }
    }

    static List<String> strings(ResultSet rows, long mostCharacters) throws SQLException {
        List<String> found = new ArrayList<>();
        long characters = 0;
        while (rows.next()) {
            String next = rows.getString(1);
            characters += next.length();
            if (characters > mostCharacters)
                throw new SQLException(
                        "it has more than " + mostCharacters
                                + " characters, for which this process needs more memory: give it more by -Xmx",
                        TOO_MUCH);
            found.add(next);
        }
        return found;
    }
}
