package dev.spindle.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The lines of events, and the contents that they refer to. */
final class EventTable {
    private static final int AT_ONCE = 500;
    private static final int REMEMBERED = 10_000;

    private final Database database;
    private final Set<String> safe = Collections.synchronizedSet(Collections.newSetFromMap(new Recent()));

    EventTable(Database database) {
        this.database = database;
    }

    void insert(Connection connection, Batch batch) throws SQLException {
        insertContents(connection, batch.contents());
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO spindle_event (run_id, position, line) VALUES (?, ?, ?)")) {
            for (int at = 0; at < batch.lines().size(); at++) {
                insert.setString(1, batch.runId());
                insert.setLong(2, batch.position() + at);
                insert.setString(3, batch.lines().get(at));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void insertContents(Connection connection, Map<String, String> contents) throws SQLException {
        if (safe.containsAll(contents.keySet())) return;
        try (PreparedStatement insert =
                connection.prepareStatement(database.sql().insertContent())) {
            for (Map.Entry<String, String> content : contents.entrySet()) {
                if (safe.contains(content.getKey())) continue;
                insert.setString(1, content.getKey());
                insert.setString(2, content.getValue());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** The contents of a batch are committed. */
    void committed(Batch batch) {
        safe.addAll(batch.contents().keySet());
    }

    /** Whether exactly these events stand where they belong: a commit whose outcome was unknown has taken place. */
    boolean holds(Connection connection, Batch batch) throws SQLException {
        List<String> there = lines(connection, batch.runId(), batch.position());
        return there.size() >= batch.lines().size()
                && there.subList(0, batch.lines().size()).equals(batch.lines());
    }

    List<String> lines(Connection connection, String runId, long from) throws SQLException {
        return strings(
                connection,
                "SELECT line FROM spindle_event WHERE run_id = ? AND position >= ? ORDER BY position",
                runId,
                from);
    }

    static List<String> strings(Connection connection, String query, Object... values) throws SQLException {
        try (PreparedStatement select = Connections.prepare(connection, query, values);
                ResultSet rows = select.executeQuery()) {
            List<String> found = new ArrayList<>();
            while (rows.next()) found.add(rows.getString(1));
            return found;
        }
    }

    static Map<String, String> contents(Connection connection, Collection<String> hashes) throws SQLException {
        List<String> wanted = List.copyOf(Set.copyOf(hashes));
        Map<String, String> found = new HashMap<>();
        for (int from = 0; from < wanted.size(); from += AT_ONCE) {
            List<String> some = wanted.subList(from, Math.min(wanted.size(), from + AT_ONCE));
            String query = "SELECT hash, content FROM spindle_content WHERE hash IN ("
                    + String.join(", ", Collections.nCopies(some.size(), "?")) + ")";
            try (PreparedStatement select = Connections.prepare(connection, query, some.toArray());
                    ResultSet rows = select.executeQuery()) {
                while (rows.next()) found.put(rows.getString(1), rows.getString(2));
            }
        }
        return found;
    }

    /** Which hashes were committed last. */
    private static final class Recent extends LinkedHashMap<String, Boolean> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }
}
