package dev.spindle.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connection, and the statements that were prepared on it: each once, as long as it is kept. For one thread at a time.
 *
 * <p>Of one text there is one statement: to ask again ends what was found before.
 */
final class Session {
    /** Questions about many rows differ by how many; beyond so many texts those go that were not used for longest. */
    private static final int MOST = 48;

    private final Connection connection;
    private final Database database;
    private final Map<String, PreparedStatement> prepared = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<PreparedStatement> used = Collections.newSetFromMap(new IdentityHashMap<>());

    Session(Connection connection, Database database) {
        this.connection = connection;
        this.database = database;
    }

    Connection connection() {
        return connection;
    }

    /** The statement of this text, which stays open: close what it finds, and not itself. */
    PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement known = prepared.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            prepared.put(sql, known);
            if (prepared.size() > MOST) closeEldest();
        }
        used.add(known);
        return known;
    }

    private void closeEldest() throws SQLException {
        PreparedStatement eldest = prepared.remove(prepared.keySet().iterator().next());
        if (eldest == null) return;
        used.remove(eldest);
        eldest.close();
    }

    /** Executes one command; how many rows it changed. */
    int update(String sql, @Nullable Object... values) throws SQLException {
        return with(sql, values).executeUpdate();
    }

    /** Asks one question; close what is found. */
    ResultSet query(String sql, @Nullable Object... values) throws SQLException {
        return with(sql, values).executeQuery();
    }

    /** The statement with parameters from the first on. */
    PreparedStatement with(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = prepared(sql);
        for (int at = 0; at < values.length; at++) {
            if (values[at] instanceof String text) set(statement, at + 1, text);
            else statement.setObject(at + 1, values[at]);
        }
        return statement;
    }

    /**
     * Sets a text.
     *
     * @throws SQLException also if it does not fit into a packet: a server that is sent one breaks the connection, and its reason may
     *     be lost with it
     */
    void set(PreparedStatement statement, int at, String text) throws SQLException {
        if (database.limitsPackets()) Packet.refuseTooLong(text, connection);
        statement.setString(at, text);
    }

    /** Executes a command without parameters that is not said often. */
    void execute(String command) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    /** Forgets the values that statements were given, which may be long, and what a work that failed had not sent. */
    void rest() throws SQLException {
        for (PreparedStatement statement : used) {
            statement.clearBatch();
            statement.clearParameters();
        }
        used.clear();
    }

    /** Gives the connection back to whom it came from, or closes it, and its statements before: in a pool it outlives them. */
    void close() throws SQLException {
        try (Connection closing = connection) {
            for (PreparedStatement statement : prepared.values()) statement.close();
        } finally {
            prepared.clear();
        }
    }
}
