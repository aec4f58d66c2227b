package dev.spindle.bench.crash;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * The world that tools change: a table with one row for each effect, by the key of the call. Nothing keeps a key from being there
 * twice, so that effects that happen twice are seen. Thread-safe; on a connection of its own, outside the journal's transactions.
 */
final class Ledger implements AutoCloseable {
    private static final int PROCESSES = 20261123;

    private final Connection connection;
    private final boolean sealed;

    private Ledger(Connection connection, boolean sealed) {
        this.connection = connection;
        this.sealed = sealed;
    }

    /** The ledger for one process alone. */
    static Ledger in(DataSource source) {
        // A server may finish what a killed client sent it last. Whoever has this lock knows that it has.
        return open(source, "SELECT pg_advisory_lock(20261122)", "SELECT GET_LOCK('ledger', 60)");
    }

    /** The ledger for one process of several, which {@link #awaitEnd} waits for. */
    static Ledger among(DataSource source) {
        long pid = ProcessHandle.current().pid();
        return open(
                source,
                "SELECT pg_advisory_lock(" + PROCESSES + ", " + pid + ")",
                "SELECT GET_LOCK('ledger" + pid + "', 60)");
    }

    private static Ledger open(DataSource source, String postgresLock, String mariaDbLock) {
        try {
            Connection connection = source.getConnection();
            String url = connection.getMetaData().getURL();
            try (Statement statement = connection.createStatement()) {
                // What is written must outlive its process, not the machine, and be quick: most of a call's time should
                // be the tool's.
                if (url.startsWith("jdbc:sqlite:"))
                    statement.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF");
                if (url.startsWith("jdbc:postgresql:")) {
                    statement.execute("SET synchronous_commit = off");
                    statement.execute(postgresLock);
                }
                if (url.startsWith("jdbc:mariadb:")) statement.execute(mariaDbLock);
                statement.execute("CREATE TABLE IF NOT EXISTS ledger (effect VARCHAR(200) NOT NULL)");
                statement.execute("CREATE INDEX IF NOT EXISTS ledger_effect ON ledger (effect)");
            }
            return new Ledger(connection, url.startsWith("jdbc:h2:"));
        } catch (SQLException failed) {
            throw new IllegalStateException("The ledger cannot be opened", failed);
        }
    }

    /** Waits until a server has finished all that a process has sent it, which is dead. */
    synchronized void awaitEnd(long pid) {
        try (Statement statement = connection.createStatement()) {
            String url = connection.getMetaData().getURL();
            if (url.startsWith("jdbc:postgresql:")) {
                statement.execute("SELECT pg_advisory_lock(" + PROCESSES + ", " + pid + ")");
                statement.execute("SELECT pg_advisory_unlock(" + PROCESSES + ", " + pid + ")");
            }
            if (url.startsWith("jdbc:mariadb:")) {
                statement.execute("SELECT GET_LOCK('ledger" + pid + "', 60)");
                statement.execute("SELECT RELEASE_LOCK('ledger" + pid + "')");
            }
        } catch (SQLException failed) {
            throw new IllegalStateException("The end of process " + pid + " cannot be awaited", failed);
        }
    }

    /** An effect, each time it is called. */
    synchronized void enter(String key) {
        execute("INSERT INTO ledger (effect) VALUES (?)", key);
    }

    /** Takes an effect back, as no tool can. */
    synchronized void remove(String key) {
        execute("DELETE FROM ledger WHERE effect = ?", key);
    }

    private void execute(String statement, String key) {
        try (PreparedStatement change = connection.prepareStatement(statement)) {
            change.setString(1, key);
            change.executeUpdate();
            if (sealed) seal();
        } catch (SQLException failed) {
            throw new IllegalStateException("The ledger cannot be written", failed);
        }
    }

    /** H2 writes what was committed when it likes, unless told. */
    private void seal() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT SYNC");
        }
    }

    /** An effect that is there once however often it is called. */
    synchronized void enterOnce(String key) {
        if (!has(key)) enter(key);
    }

    synchronized boolean has(String key) {
        try (PreparedStatement query = connection.prepareStatement("SELECT 1 FROM ledger WHERE effect = ?")) {
            query.setString(1, key);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        } catch (SQLException failed) {
            throw new IllegalStateException("The ledger cannot be read", failed);
        }
    }

    /** How often each effect is there. */
    synchronized Map<String, Integer> effects() {
        Map<String, Integer> effects = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT effect, COUNT(*) FROM ledger GROUP BY effect")) {
            while (rows.next()) effects.put(rows.getString(1), rows.getInt(2));
            return effects;
        } catch (SQLException failed) {
            throw new IllegalStateException("The ledger cannot be read", failed);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
