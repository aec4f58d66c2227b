package dev.spindle.testing.contract;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.mariadb.jdbc.MariaDbDataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

/** Empty databases of each kind. */
final class Stores {
    private Stores() {}

    /** The names of those that this machine has. */
    static List<String> kinds() {
        if (MariaDbServer.isInstalled()) return List.of("sqlite", "h2", "postgresql", "mariadb");
        System.out.println("MariaDB was left out: " + NeedsMariaDb.NOT_HERE);
        return List.of("sqlite", "h2", "postgresql");
    }

    /**
     * A new database.
     *
     * @param directory where its files go, if it has any of its own
     */
    static DataSource of(String kind, Path directory) {
        return switch (kind) {
            case "sqlite" -> sqlite(directory);
            case "h2" -> h2(directory);
            case "postgresql" -> postgresql();
            case "mariadb" -> mariadb();
            default -> throw new IllegalArgumentException(kind);
        };
    }

    static DataSource sqlite(Path directory) {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + directory.resolve("spindle.db"));
        return source;
    }

    static DataSource h2(Path directory) {
        JdbcDataSource source = new JdbcDataSource();
        source.setUrl("jdbc:h2:file:" + directory.resolve("spindle") + ";REUSE_SPACE=FALSE");
        return source;
    }

    /** A new database in the one server of this JVM, which ends with it. */
    static PGSimpleDataSource postgresql() {
        String database = "d" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = Server.RUNNING.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + database);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(Server.RUNNING.getJdbcUrl("postgres", database));
        return source;
    }

    /** A new database in the one MariaDB of this JVM, which ends with it. */
    static MariaDbDataSource mariadb() {
        return mariadb(MariaDb.RUNNING);
    }

    /** A new database in a server. */
    static MariaDbDataSource mariadb(MariaDbServer server) {
        String database = "d" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = DriverManager.getConnection(server.url(""));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + database);
            return new MariaDbDataSource(server.url(database));
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static final class MariaDb {
        private static final MariaDbServer RUNNING = MariaDbServer.start();
    }

    private static final class Server {
        private static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.start();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
