package dev.spindle.testing.contract;

import static dev.spindle.testing.contract.Events.answered;
import static dev.spindle.testing.contract.Events.started;
import static dev.spindle.testing.contract.Events.stopped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.event.Input;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.jdbc.JdbcJournal;
import dev.spindle.journal.Journal;
import dev.spindle.journal.JournalException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mariadb.jdbc.MariaDbDataSource;
import org.mariadb.jdbc.MariaDbPoolDataSource;

@NeedsMariaDb
class MariadbJournalTest extends JdbcJournalContract {
    private final MariaDbDataSource source = Stores.mariadb();

    @Override
    DataSource source() {
        return source;
    }

    private MariaDbDataSource with(String option) throws SQLException {
        return new MariaDbDataSource(source.getUrl() + "&" + option);
    }

    @ParameterizedTest
    @CsvSource({
        "--innodb-flush-log-at-trx-commit=2, set innodb_flush_log_at_trx_commit = 1 in the configuration",
        "--innodb-flush-log-at-trx-commit=0, set innodb_flush_log_at_trx_commit = 1 in the configuration",
        "--log-bin=binary, set sync_binlog = 1 in the configuration",
    })
    void aServerThatMayLoseACommitIsRefused(String option, String remedy) {
        MariaDbServer server = MariaDbServer.start(option);
        try {
            DataSource unsafe = Stores.mariadb(server);

            JournalException refused = assertThrows(JournalException.class, () -> JdbcJournal.on(unsafe));

            assertTrue(refused.getMessage().contains("a commit could be lost: "), refused.getMessage());
            assertTrue(refused.getMessage().contains(remedy), refused.getMessage());
        } finally {
            server.stop();
        }
    }

    @Test
    void aConnectionThatCannotSayEveryCharacterIsRefused() throws SQLException {
        DataSource latin = with("initSql=SET NAMES latin1");

        JournalException refused = assertThrows(JournalException.class, () -> JdbcJournal.on(latin));

        assertTrue(refused.getMessage().contains("let the connection speak utf8mb4"), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "sessionVariables=sql_mode='ANSI'",
        "sessionVariables=sql_mode=''",
        "sessionVariables=time_zone='-11:00'",
        "sessionVariables=tx_isolation='SERIALIZABLE'",
        "useAffectedRows=true",
        "useServerPrepStmts=true",
        "useBulkStmts=false",
    })
    void howASessionIsSetDoesNotMatter(String option) throws SQLException {
        List<Recorded> events = List.of(started("a"), answered(1, "☃ \uD83D\uDE00 \\ ' \"".repeat(10_000)), stopped(2));
        Journal journal = open(with(option));

        journal.append("a", 0, events);
        journal.append("b", 0, List.of(started("b")));

        assertEquals(events, open(source).read("a", 0));
        assertEquals(List.of("a", "b"), journal.unfinished());
        assertThrows(Journal.ConflictException.class, () -> open(source).append("b", 1, List.of(stopped(1))));
    }

    @Test
    @Timeout(60)
    void anEventThatIsLargerThanAPacketIsKeptInPieces() throws SQLException {
        Journal journal = journal();
        List<Recorded> events = List.of(started("a"), answered(1, large()));

        journal.append("a", 0, events);

        assertEquals(events, journal.read("a", 0));
    }

    /** With a character of three bytes, and with one before which a backslash is sent. */
    @ParameterizedTest
    @ValueSource(strings = {"\u2603", "\""})
    @Timeout(60)
    void whatDoesNotFitIntoAPacketIsToldOfAtOnceAndNothingOfItKept(String character) throws SQLException {
        Journal journal = journal();
        journal.append("a", 0, List.of(started("a")));
        Input large = new Input.Cancelled(character.repeat(6_000_000));
        long before = bytesSent();

        JournalException told = assertThrows(JournalException.class, () -> journal.post("a", large));

        assertTrue(told.getMessage().contains("set max_allowed_packet higher"), told.getMessage());
        assertTrue(bytesSent() - before < 1_000_000, "it was sent, which breaks the connection");
        assertEquals(List.of(), journal.inbox("a", 0));
        journal.append("a", 1, List.of(stopped(1)));
    }

    @Test
    @Timeout(60)
    void whatJustFitsIntoAPacketIsKept() throws SQLException {
        Journal journal = journal();
        journal.append("a", 0, List.of(started("a")));
        Input large = new Input.Cancelled("\u2603".repeat(5_590_000));

        journal.post("a", large);

        assertEquals(List.of(large), journal.inbox("a", 0));
    }

    private long bytesSent() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Bytes_received'")) {
            assertTrue(row.next());
            return row.getLong(2);
        }
    }

    private static String large() {
        byte[] noise = new byte[12 << 20];
        ThreadLocalRandom.current().nextBytes(noise);
        return Base64.getEncoder().encodeToString(noise);
    }

    @Test
    void everyTableIsOfTheEngineThatHasTransactions() throws SQLException {
        open(with("sessionVariables=default_storage_engine='MyISAM'"));

        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet others = statement.executeQuery("SELECT table_name FROM information_schema.tables"
                        + " WHERE table_schema = DATABASE() AND engine <> 'InnoDB'")) {
            assertFalse(others.next());
        }
    }

    @Test
    void theDriversOwnPoolGetsItsConnectionsBack() throws SQLException {
        try (MariaDbPoolDataSource pool =
                new MariaDbPoolDataSource(source.getUrl() + "&maxPoolSize=1&connectTimeout=2000")) {
            Journal journal = open(pool);

            journal.append("a", 0, List.of(started("a")));

            try (Connection only = pool.getConnection()) {
                assertTrue(only.isValid(1));
            }
        }
    }
}
