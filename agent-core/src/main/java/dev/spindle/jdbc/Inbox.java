package dev.spindle.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What was posted to runs. */
final class Inbox {
    private Inbox() {}

    /** Two who post at once may want the same place; the loser's key is taken, and it tries again. */
    static void insert(Connection connection, String runId, String postId, String line) throws SQLException {
        Connections.update(
                connection,
                "INSERT INTO spindle_inbox (run_id, position, post_id, line)"
                        + " SELECT ?, COALESCE(MAX(position), -1) + 1, ?, ? FROM spindle_inbox WHERE run_id = ?",
                runId,
                postId,
                line,
                runId);
    }

    static boolean holds(Connection connection, String runId, String postId) throws SQLException {
        return !EventTable.strings(
                        connection, "SELECT post_id FROM spindle_inbox WHERE run_id = ? AND post_id = ?", runId, postId)
                .isEmpty();
    }

    static List<String> lines(Connection connection, String runId, long from) throws SQLException {
        return EventTable.strings(
                connection,
                "SELECT line FROM spindle_inbox WHERE run_id = ? AND position >= ? ORDER BY position",
                runId,
                from);
    }
}
