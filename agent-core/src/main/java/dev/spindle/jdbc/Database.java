package dev.spindle.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
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
            Set.of("org.sqlite.jdbc4.JDBC4Connection"),
            new Sql(
                    "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
                    Keeping.unlessInConflict(),
                    "UPDATE spindle_schema SET version = version WHERE version < 0",
                    "SELECT generation FROM spindle_sweep",
                    "",
                    "PRAGMA wal_checkpoint(TRUNCATE)",
                    ""),
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
            Set.of("org.h2.jdbc.JdbcConnection"),
            new Sql(
                    "CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS BIGINT)",
                    new Keeping(
                            "MERGE INTO spindle_content USING (VALUES (CAST(? AS VARCHAR), CAST(? AS CLOB)))"
                                    + " given (hash, content) ON spindle_content.hash = given.hash"
                                    + " WHEN NOT MATCHED THEN INSERT VALUES (given.hash, given.content)",
                            "MERGE INTO spindle_reference USING (VALUES (CAST(? AS INTEGER), CAST(? AS VARCHAR), CAST(? AS VARCHAR)))"
                                    + " given (kind, holder, hash) ON spindle_reference.hash = given.hash"
                                    + " AND spindle_reference.kind = given.kind AND spindle_reference.holder = given.holder"
                                    + " WHEN NOT MATCHED THEN INSERT VALUES (given.kind, given.holder, given.hash)"),
                    "UPDATE spindle_schema SET version = version WHERE version < 0",
                    "SELECT generation FROM spindle_sweep FOR UPDATE",
                    "",
                    "",
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
            Set.of("org.postgresql.jdbc.PgConnection"),
            new Sql(
                    "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)",
                    Keeping.unlessInConflict(),
                    "SELECT pg_advisory_xact_lock(7365706)",
                    "SELECT generation FROM spindle_sweep FOR SHARE",
                    " FOR UPDATE SKIP LOCKED",
                    "",
                    ""),
            new Safety(
                    List.of("SET synchronous_commit TO on"),
                    List.of(new Setting(
                            "SHOW synchronous_commit", Set.of("on", "local", "remote_write", "remote_apply"), "on")),
                    "")),

    /** Commits durably unless its configuration says otherwise, which a session cannot set right. */
    MARIADB("MariaDB", driversOfMysql(), ofMysql(), safetyOfMysql()),

    /** As MariaDB, of which it has the language. The driver of each reaches the other, too. */
    MYSQL("MySQL", driversOfMysql(), ofMysql(), safetyOfMysql());

    /**
     * What is said differently.
     *
     * @param now milliseconds since 1970 by the database's clock
     * @param keep for what may be there already
     * @param lockSchema lets others who would change the schema wait until the transaction ends, or fails beside them
     * @param shareSweep gives how often contents were swept, and lets nobody sweep until the transaction ends
     * @param lockFree behind a question, takes the rows that it finds and passes over those that others hold; empty where there are none
     * @param wipe a command after a deletion that takes what was deleted out of the log, and says in its first column whether it could
     *     not; empty for none
     * @param begin a command at the beginning of each transaction; empty for none
     */
    record Sql(
            String now,
            Keeping keep,
            String lockSchema,
            String shareSweep,
            String lockFree,
            String wipe,
            String begin) {}

    /** Inserts that leave what is there as it is: a content, and that somebody refers to one. */
    record Keeping(String content, String reference) {
        private static final String CONTENT = "INSERT INTO spindle_content (hash, content) VALUES (?, ?)";
        private static final String REFERENCE = "INSERT INTO spindle_reference (kind, holder, hash) VALUES (?, ?, ?)";

        private static Keeping unlessInConflict() {
            return new Keeping(CONTENT + " ON CONFLICT DO NOTHING", REFERENCE + " ON CONFLICT DO NOTHING");
        }

        private static Keeping unlessDuplicate() {
            String unless = " ON DUPLICATE KEY UPDATE hash = hash";
            return new Keeping(CONTENT + unless, REFERENCE + unless);
        }
    }

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
    private static final Set<Integer> MYSQL_IN_EACH_OTHERS_WAY = Set.of(1205, 1213, 1020, 1412);
    private static final Set<Integer> MYSQL_AWAY = Set.of(1053, 1203, 1226, 1927);
    private static final Set<String> POSTGRESQL_AWAY = Set.of("53300", "57P01", "57P02", "57P03", "57P05");

    private final String product;
    private final Set<String> plainConnections;
    private final Sql sql;
    private final Safety safety;

    Database(String product, Set<String> plainConnections, Sql sql, Safety safety) {
        this.product = product;
        this.plainConnections = plainConnections;
        this.sql = sql;
        this.safety = safety;
    }

    private static Set<String> driversOfMysql() {
        return Set.of("org.mariadb.jdbc.Connection", "com.mysql.cj.jdbc.ConnectionImpl");
    }

    /**
     * At READ COMMITTED nobody locks the gaps between rows, where those who begin different runs would meet. The time is the server's
     * in UTC, since the session's has an hour twice a year that is there twice.
     */
    private static Sql ofMysql() {
        return new Sql(
                "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000",
                Keeping.unlessDuplicate(),
                "UPDATE spindle_schema SET version = version WHERE version < 0",
                "SELECT generation FROM spindle_sweep LOCK IN SHARE MODE",
                " FOR UPDATE SKIP LOCKED",
                "",
                "SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
    }

    /** With a binary log, what was committed is found again after a crash only if it is in that log. */
    private static Safety safetyOfMysql() {
        return new Safety(
                List.of(),
                List.of(
                        new Setting(
                                "SELECT @@innodb_flush_log_at_trx_commit",
                                Set.of("1", "3"),
                                "1; set innodb_flush_log_at_trx_commit = 1 in the configuration of the server"),
                        new Setting(
                                "SELECT CASE WHEN @@log_bin = 0 THEN 1 ELSE @@sync_binlog END",
                                Set.of("1"),
                                "1; set sync_binlog = 1 in the configuration of the server, which has a binary log"),
                        new Setting(
                                "SELECT HEX(CONVERT('\uD83C\uDF31' USING utf8mb4))",
                                Set.of("F09F8CB1"),
                                "F09F8CB1, a character of four bytes; let the connection speak utf8mb4")),
                "");
    }

    Sql sql() {
        return sql;
    }

    /**
     * What is said at the end of each table's definition, where the keys are not told apart otherwise, blanks at their ends and all;
     * else empty.
     */
    String tableOptions() {
        String innoDb = " ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARSET = utf8mb4 COLLATE = ";
        return switch (this) {
            case SQLITE, H2, POSTGRESQL -> "";
            case MARIADB -> innoDb + "utf8mb4_nopad_bin";
            case MYSQL -> innoDb + "utf8mb4_0900_bin";
        };
    }

    Safety safety() {
        return safety;
    }

    /** The database at the other end. */
    static Database of(Connection connection) throws SQLException {
        DatabaseMetaData about = connection.getMetaData();
        // MySQL's own driver takes MariaDB for a version of MySQL.
        boolean isMariaDb = about.getDatabaseProductVersion().contains(MARIADB.product);
        String product = isMariaDb ? MARIADB.product : about.getDatabaseProductName();
        return Arrays.stream(values())
                .filter(database -> database.product.equals(product))
                .findFirst()
                .orElseThrow(() -> new SQLException("The database is " + product + "; known are "
                        + Arrays.stream(values()).map(known -> known.product).collect(Collectors.joining(", "))));
    }

    /** Whether a connection comes from the driver itself and not from a pool, so that closing it really closes it. */
    boolean isPlain(Connection connection) {
        Class<?> kind = connection.getClass();
        while (kind != null && !plainConnections.contains(kind.getName())) kind = kind.getSuperclass();
        return kind != null;
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

    /** Whether the server takes a value only up to a size that it was set to. */
    boolean limitsPackets() {
        return isMysql();
    }

    private boolean isMysql() {
        return this == MARIADB || this == MYSQL;
    }

    /** What a failure means for whoever would try again. */
    Trouble trouble(SQLException failed) {
        String state = failed.getSQLState() == null ? "" : failed.getSQLState();
        int code = failed.getErrorCode();
        if (state.startsWith("23") || (this == SQLITE && code == SQLITE_CONSTRAINT)) return Trouble.TAKEN;
        if (isMysql() && code == Packet.TOO_LARGE) return Trouble.LASTING;
        if (state.startsWith("40") || state.equals("55P03") || isInTheWay(code)) return Trouble.COLLISION;
        return isAway(failed, state, code) ? Trouble.AWAY : Trouble.LASTING;
    }

    private boolean isInTheWay(int code) {
        return switch (this) {
            case SQLITE -> code == SQLITE_BUSY || code == SQLITE_LOCKED;
            case H2 -> H2_IN_EACH_OTHERS_WAY.contains(code);
            case POSTGRESQL -> false;
            case MARIADB, MYSQL -> MYSQL_IN_EACH_OTHERS_WAY.contains(code);
        };
    }

    private boolean isAway(SQLException failed, String state, int code) {
        return failed instanceof SQLTransientConnectionException
                || failed instanceof SQLNonTransientConnectionException
                || failed instanceof SQLRecoverableException
                || state.startsWith("08")
                || (this == H2 && H2_AWAY.contains(code))
                || (this == POSTGRESQL && POSTGRESQL_AWAY.contains(state))
                || (isMysql() && MYSQL_AWAY.contains(code));
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
