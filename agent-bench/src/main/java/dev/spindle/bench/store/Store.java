package dev.spindle.bench.store;

import dev.spindle.jdbc.JdbcJournal;
import dev.spindle.journal.FileJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.mariadb.jdbc.MariaDbDataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

/** A kind of journal, and beside it a database for the ledger. */
public enum Store {
    /** JSON lines; the ledger is a SQLite file of its own. */
    FILE,
    /** One SQLite file for both. */
    SQLITE,
    /** An H2 file for each: H2 does not stand a kill while two connections write to one file. */
    H2,
    /** One PostgreSQL database for both. */
    POSTGRES,
    /** One MariaDB database for both; needs the server's program. */
    MARIADB;

    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final String POSTGRES_BYTES = "SELECT COALESCE(SUM(pg_total_relation_size(oid)), 0) FROM pg_class"
            + " WHERE relkind = 'r' AND relname LIKE 'spindle%'";
    private static final String MARIADB_BYTES = "SELECT COALESCE(SUM(file_size), 0) FROM"
            + " information_schema.innodb_sys_tablespaces WHERE name LIKE CONCAT(DATABASE(), '/spindle%')";

    /**
     * The kind of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Store named(String name) {
        for (Store store : values()) {
            if (store.toString().equals(name)) return store;
        }
        throw new IllegalArgumentException("'" + name + "' is no store; take file, sqlite, h2, postgres or mariadb");
    }

    /**
     * Opens it.
     *
     * @param place where its files are, or the JDBC URL of the server
     */
    public Stores open(Place place) {
        return switch (this) {
            case FILE -> {
                FileJournal journal = FileJournal.in(place.directory().resolve("journal"));
                yield new Stores(journal, journal, sqlite(place.directory().resolve("ledger.db")));
            }
            case H2 -> of(database(place), h2(place.directory().resolve("ledger")));
            case SQLITE, POSTGRES, MARIADB -> both(database(place));
        };
    }

    /**
     * The database in which a journal can be kept.
     *
     * @throws IllegalArgumentException of files
     */
    public DataSource database(Place place) {
        return switch (this) {
            case FILE -> throw new IllegalArgumentException("Files are no database");
            case SQLITE -> sqlite(place.directory().resolve("spindle.db"));
            case H2 -> h2(place.directory().resolve("spindle"));
            case POSTGRES -> postgres(place.url());
            case MARIADB -> mariadb(place.url());
        };
    }

    private static Stores both(DataSource source) {
        return of(source, source);
    }

    private static Stores of(DataSource journals, DataSource ledgers) {
        JdbcJournal journal = JdbcJournal.on(journals).withLease(LEASE);
        return new Stores(journal, journal, ledgers);
    }

    private static DataSource sqlite(Path file) {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        source.setBusyTimeout((int) Duration.ofSeconds(20).toMillis());
        return source;
    }

    private static DataSource h2(Path file) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:file:" + file.toAbsolutePath() + ";WRITE_DELAY=0;REUSE_SPACE=FALSE");
        return source;
    }

    private static DataSource postgres(String url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        return source;
    }

    private static DataSource mariadb(String url) {
        try {
            return new MariaDbDataSource(url);
        } catch (SQLException wrong) {
            throw new IllegalArgumentException(url, wrong);
        }
    }

    /** The space that it takes when it is closed, in bytes. */
    public long bytes(Place place) throws IOException, SQLException {
        if (this == POSTGRES) return tableBytes(postgres(place.url()), POSTGRES_BYTES);
        if (this == MARIADB) return tableBytes(mariadb(place.url()), MARIADB_BYTES);
        try (Stream<Path> files = Files.walk(place.directory())) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static long tableBytes(DataSource source, String query) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet sum = statement.executeQuery(query)) {
            sum.next();
            return sum.getLong(1);
        }
    }

    /** Whether it can be made on this machine. */
    public boolean isHere() {
        return this != MARIADB || MariaDb.findProgram().isPresent();
    }

    /** Whether several processes can have it open at once. */
    public boolean isShared() {
        return this != H2;
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
