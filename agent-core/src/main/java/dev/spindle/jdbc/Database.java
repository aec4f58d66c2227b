package dev.spindle.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The databases we know, and all that is different between them. */
@SuppressWarnings("ImmutableEnumChecker") // the lists and sets in it are unmodifiable
enum Database {
    /** Lets one writer in at a time; the others wait. */
    SQLITE(
            "SQLite",
            "org.sqlite.jdbc4.JDBC4Connection",
            new Sql(
                    "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
                    "INSERT INTO spindle_content (hash, content) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    "UPDATE spindle_schema SET version = version WHERE version < 0",
                    "SELECT generation FROM spindle_sweep",
                    "PRAGMA wal_checkpoint(TRUNCATE)"),
            new Safety(
                    List.of(
                            "PRAGMA busy_timeout = 30000",
                            "PRAGMA journal_mode = WAL",
                            "PRAGMA synchronous = FULL",
                            "PRAGMA secure_delete = ON"),
                    List.of(
                            new Setting("PRAGMA journal_mode", Set.of("wal"), "wal; give it a file on a local disk"),
                            new Setting("PRAGMA synchronous", Set.of("2", "3"), "2, which is FULL"),
                            new Setting("PRAGMA secure_delete", Set.of("1"), "1, so that what is deleted is gone")),
                    "")),

    /**
     * Writes a commit to the file when it likes, and to the disk later still, unless told to do both at once. Once in some hundred kills
     * it does not find its last state again in a file of which it has used a part twice.
     */
    H2(
            "H2",
            "org.h2.jdbc.JdbcConnection",
            new Sql(
                    "CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS BIGINT)",
                    "MERGE INTO spindle_content USING (VALUES (CAST(? AS VARCHAR), CAST(? AS CLOB)))"
                            + " given (hash, content) ON spindle_content.hash = given.hash"
                            + " WHEN NOT MATCHED THEN INSERT VALUES (given.hash, given.content)",
                    "UPDATE spindle_schema SET version = version WHERE version < 0",
                    "SELECT generation FROM spindle_sweep FOR UPDATE",
                    ""),
            new Safety(
                    List.of("SET WRITE_DELAY 0"),
                    List.of(
                            new Setting(
                                    "SELECT setting_value FROM information_schema.settings WHERE setting_name = 'WRITE_DELAY'",
                                    Set.of("0"),
                                    "0; let an administrator of the database execute SET WRITE_DELAY 0"),
                            new Setting(
                                    "SELECT COALESCE((SELECT UPPER(setting_value) FROM information_schema.settings"
                                            + " WHERE setting_name = 'REUSE_SPACE' AND EXISTS (SELECT 1 FROM"
                                            + " information_schema.settings WHERE setting_name = 'info.FILE_SIZE')), 'FALSE')",
                                    Set.of("FALSE"),
                                    "FALSE; add ;REUSE_SPACE=FALSE to the URL of the database and open it anew")),
                    "CHECKPOINT SYNC")),

    /** Commits durably unless its configuration says otherwise. */
    POSTGRESQL(
            "PostgreSQL",
            "org.postgresql.jdbc.PgConnection",
            new Sql(
                    "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)",
                    "INSERT INTO spindle_content (hash, content) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    "SELECT pg_advisory_xact_lock(7365706)",
                    "SELECT generation FROM spindle_sweep FOR SHARE",
                    ""),
            new Safety(
                    List.of("SET synchronous_commit TO on"),
                    List.of(new Setting(
                            "SHOW synchronous_commit", Set.of("on", "local", "remote_write", "remote_apply"), "on")),
                    ""));

    /**
     * What is said differently.
     *
     * @param now milliseconds since 1970 by the database's clock
     * @param insertContent leaves a content that is there as it is
     * @param lockSchema lets others who would change the schema wait until the transaction ends, or fails beside them
     * @param shareSweep gives how often contents were swept, and lets nobody sweep until the transaction ends
     * @param wipe a command after a deletion that takes what was deleted out of the log, and says in its first column whether it could
     *     not; empty for none
     */
    record Sql(String now, String insertContent, String lockSchema, String shareSweep, String wipe) {}

    /**
     * What makes a commit safe.
     *
     * @param remedies commands for each connection, if it is not safe as it comes
     * @param settings that must hold
     * @param seal a command after each commit, without which it is not on the disk; empty for none
     */
    record Safety(List<String> remedies, List<Setting> settings, String seal) {}

    /**
     * A setting without which a commit could be lost.
     *
     * @param query gives its value
     * @param safe the values that will do
     * @param wanted for people
     */
    record Setting(String query, Set<String> safe, String wanted) {}

    private static final int SEVERAL = 3;
    private static final int SQLITE_BUSY = 5;
    private static final int SQLITE_LOCKED = 6;
    private static final int SQLITE_CONSTRAINT = 19;
    private static final Set<Integer> H2_IN_EACH_OTHERS_WAY = Set.of(50200, 90131);
    private static final Set<Integer> H2_AWAY = Set.of(90007, 90067, 90098, 90121);
    private static final Set<String> POSTGRESQL_AWAY = Set.of("53300", "57P01", "57P02", "57P03", "57P05");

    private final String product;
    private final String plainConnection;
    private final Sql sql;
    private final Safety safety;

    Database(String product, String plainConnection, Sql sql, Safety safety) {
        this.product = product;
        this.plainConnection = plainConnection;
        this.sql = sql;
        this.safety = safety;
    }

    Sql sql() {
        return sql;
    }

    Safety safety() {
        return safety;
    }

    /** The database at the other end. */
    static Database of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return Arrays.stream(values())
                .filter(database -> database.product.equals(product))
                .findFirst()
                .orElseThrow(() -> new SQLException("The database is " + product + "; known are "
                        + Arrays.stream(values()).map(known -> known.product).collect(Collectors.joining(", "))));
    }

    /** Whether a connection comes from the driver itself and not from a pool, so that closing it really closes it. */
    boolean isPlain(Connection connection) {
        return connection.getClass().getName().equals(plainConnection);
    }

    /**
     * Whether those who write in this process queue. SQLite's writers exclude one another anyway. H2 keeps a row locked for ever
     * if its process is killed while one commits and another has changed the row.
     */
    boolean writesOneByOne() {
        return this == SQLITE || this == H2;
    }

    /** How many transactions of appends a journal has open at once; each carries what waits. */
    int writers() {
        return writesOneByOne() ? 1 : SEVERAL;
    }

    /** Whether many changes in one message save more than they cost, and tell of each how many rows it changed. */
    boolean countsInBatches() {
        return this == POSTGRESQL;
    }

    /** What a failure means for whoever would try again. */
    Trouble trouble(SQLException failed) {
        String state = failed.getSQLState() == null ? "" : failed.getSQLState();
        int code = failed.getErrorCode();
        if (state.startsWith("23") || (this == SQLITE && code == SQLITE_CONSTRAINT)) return Trouble.TAKEN;
        if (state.startsWith("40") || state.equals("55P03") || isInTheWay(code)) return Trouble.COLLISION;
        return isAway(failed, state, code) ? Trouble.AWAY : Trouble.LASTING;
    }

    private boolean isInTheWay(int code) {
        return switch (this) {
            case SQLITE -> code == SQLITE_BUSY || code == SQLITE_LOCKED;
            case H2 -> H2_IN_EACH_OTHERS_WAY.contains(code);
            case POSTGRESQL -> false;
        };
    }

    private boolean isAway(SQLException failed, String state, int code) {
        return failed instanceof SQLTransientConnectionException
                || failed instanceof SQLNonTransientConnectionException
                || failed instanceof SQLRecoverableException
                || state.startsWith("08")
                || (this == H2 && H2_AWAY.contains(code))
                || (this == POSTGRESQL && POSTGRESQL_AWAY.contains(state));
    }

    /** What a failure means for whoever would try again. */
    enum Trouble {
        /** Somebody else wrote a row of that key first. */
        TAKEN,
        /** Two transactions met and this one gave way. */
        COLLISION,
        /** The database cannot be reached, for now; whether a commit took place is unknown. */
        AWAY,
        /** Trying again will not help. */
        LASTING
    }
}
