package dev.spindle.tools.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import javax.sql.DataSource;

/**
 * A connection on which the database itself refuses to write, as far as it can: PostgreSQL and others by a transaction that only reads,
 * SQLite by its own switch. H2 has nothing of the kind. What was done is rolled back in any case. Used by one thread.
 */
final class ReadOnlySession implements AutoCloseable {
    private final Connection connection;
    private final boolean committing;
    private final boolean reading;
    private final boolean sqlite;

    private ReadOnlySession(Connection connection) throws SQLException {
        this.connection = connection;
        this.committing = connection.getAutoCommit();
        this.reading = connection.isReadOnly();
        this.sqlite = connection
                .getMetaData()
                .getDatabaseProductName()
                .toLowerCase(Locale.ROOT)
                .contains("sqlite");
        if (sqlite) run("PRAGMA query_only = ON");
        else if (!reading) connection.setReadOnly(true);
        connection.setAutoCommit(false);
    }

    static ReadOnlySession open(DataSource source) throws SQLException {
        Connection connection = source.getConnection();
        try {
            return new ReadOnlySession(connection);
        } catch (SQLException | RuntimeException failed) {
            connection.close();
            throw failed;
        }
    }

    Connection connection() {
        return connection;
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Rolls back, and gives the connection back as it was. */
    @Override
    public void close() throws SQLException {
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(committing);
            if (sqlite) run("PRAGMA query_only = OFF");
            else if (!reading) connection.setReadOnly(false);
        }
    }
}
