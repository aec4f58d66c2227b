package dev.spindle.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was posted to runs. */
final class Inbox {
    private Inbox() {}

    /** Two who post at once may want the same place; the loser's key is taken, and it tries again. */
    static void insert(Session session, String runId, String postId, String line) throws SQLException {
        session.update(
                "INSERT INTO spindle_inbox (run_id, position, post_id, line)"
                        + " SELECT ?, COALESCE(MAX(position), -1) + 1, ?, ? FROM spindle_inbox WHERE run_id = ?",
                runId,
                postId,
                line,
                runId);
    }

    static boolean holds(Session session, String runId, String postId) throws SQLException {
        return !EventTable.strings(
                        session, "SELECT post_id FROM spindle_inbox WHERE run_id = ? AND post_id = ?", runId, postId)
                .isEmpty();
    }

    static List<String> lines(Session session, String runId, long from) throws SQLException {
        return EventTable.strings(
                session,
                "SELECT line FROM spindle_inbox WHERE run_id = ? AND position >= ? ORDER BY position",
                runId,
                from);
    }

    /** Of these runs those that have more than was taken. */
    static Set<String> havingMore(Session session, Map<String, Long> taken) throws SQLException {
        Set<String> found = new HashSet<>();
        for (List<String> runIds : Marks.slices(List.copyOf(taken.keySet()))) {
            List<String> marks = Marks.padded(runIds);
            try (ResultSet rows = session.query(
                    "SELECT run_id, MAX(position) FROM spindle_inbox WHERE run_id IN " + Marks.in(marks.size())
                            + " GROUP BY run_id",
                    marks.toArray())) {
                while (rows.next())
                    if (rows.getLong(2) >= taken.getOrDefault(rows.getString(1), 0L)) found.add(rows.getString(1));
            }
        }
        return found;
    }
}
