package dev.spindle.jdbc;

import dev.spindle.jdbc.Database.Trouble;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/*
 * Scripts V1.sql, V2.sql, … are applied in order, each with the row that says so in one transaction, where the database has
 * transactions for tables. Of several processes that start at once on an empty database, one is let in by the lock; where there is no
 * such lock, the losers fail, look again and find the work done.
 */
/** Our tables, and their versions. */
final class Schema {
    /** The newest version, and the one that this program works with. */
    static final int VERSION = 2;

    /** The first in which it is written down who needs a content. */
    private static final int WITH_REFERENCES = 2;

    private static final int TRIES = 30;
    private static final long BETWEEN_TRIES = 100_000_000;

    private final Connections connections;

    private Schema(Connections connections) {
        this.connections = connections;
    }

    /** Creates what is missing. */
    static void migrate(Connections connections) throws SQLException {
        Schema schema = new Schema(connections);
        for (int tries = 1; ; tries++) {
            try {
                if (connections.reading(schema::isCurrent)) return;
                connections.writing(schema::apply);
                return;
            } catch (SQLException failed) {
                // A loser of the race sees tables that exist, or waits too long; both end when the winner is done.
                boolean away = connections.database().trouble(failed) == Trouble.AWAY;
                if (away || failed instanceof NewerSchemaException || tries == TRIES) throw failed;
                LockSupport.parkNanos(BETWEEN_TRIES);
            }
        }
    }

    /** Looks first, since a program may be allowed to use the tables and not to make them. */
    private boolean isCurrent(Session session) throws SQLException {
        Connection connection = session.connection();
        DatabaseMetaData database = connection.getMetaData();
        String name = database.storesUpperCaseIdentifiers() ? "SPINDLE_SCHEMA" : "spindle_schema";
        try (ResultSet table = database.getTables(connection.getCatalog(), connection.getSchema(), name, null)) {
            return table.next() && version(session) == VERSION;
        }
    }

    private int version(Session session) throws SQLException {
        try (Statement statement = session.connection().createStatement();
                ResultSet row = statement.executeQuery("SELECT MAX(version) FROM spindle_schema")) {
            int version = row.next() ? row.getInt(1) : 0;
            if (version > VERSION) throw new NewerSchemaException(version);
            return version;
        }
    }

    private boolean apply(Session session) throws SQLException {
        boolean lockNeedsNoTable = connections.database() == Database.POSTGRESQL;
        if (lockNeedsNoTable) session.execute(connections.database().sql().lockSchema());
        session.execute("CREATE TABLE IF NOT EXISTS spindle_schema (version INTEGER NOT NULL PRIMARY KEY)"
                + connections.database().tableOptions());
        if (!lockNeedsNoTable) session.execute(connections.database().sql().lockSchema());
        for (int version = version(session) + 1; version <= VERSION; version++) {
            for (String command : commands(connections.database(), version)) session.execute(command);
            if (version == WITH_REFERENCES) ContentTable.fill(session, connections.database());
            session.update("INSERT INTO spindle_schema (version) VALUES (?)", version);
        }
        return true;
    }

    private static List<String> commands(Database database, int version) {
        boolean common = database.tableOptions().isEmpty();
        String name = "V" + version + (common ? ".sql" : ".mysql.sql");
        try (InputStream script = Objects.requireNonNull(Schema.class.getResourceAsStream(name), name)) {
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.replaceAll("(?m)^--.*$", "").split(";\\s*(\\n|$)"))
                    .map(command -> command.strip().replace("${options}", database.tableOptions()))
                    .filter(command -> !command.isEmpty())
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot read " + name + " in this program's jar", failed);
        }
    }

    /** The tables were made by a newer program. */
    static final class NewerSchemaException extends SQLException {
        private static final long serialVersionUID = 1L;

        NewerSchemaException(int version) {
            super("its Spindle tables are of version " + version + ", and this Spindle knows up to " + VERSION
                    + "; use the Spindle that made them, or a newer one");
        }
    }
}
