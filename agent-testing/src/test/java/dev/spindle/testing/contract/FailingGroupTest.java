package dev.spindle.testing.contract;

import static dev.spindle.testing.contract.Events.answered;
import static dev.spindle.testing.contract.Events.started;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.jdbc.JdbcJournal;
import dev.spindle.journal.Journal;
import dev.spindle.journal.JournalException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A disk or a database that fails under a group of appends: each run learns the truth of its own, and goes on when all is well again. */
@Timeout(120)
class FailingGroupTest {
    private static final int CROWD = 6;

    @TempDir
    Path directory;

    private final Map<String, RuntimeException> told = new ConcurrentHashMap<>();

    private static List<String> begin(Journal journal, String prefix) {
        List<String> runIds = Stream.iterate(0, at -> at + 1)
                .limit(CROWD)
                .map(at -> prefix + at)
                .toList();
        runIds.forEach(runId -> journal.append(runId, 0, List.of(started(runId))));
        return runIds;
    }

    /**
     * Each run appends an event, and nobody is through before something has happened to the database. One comes after the other, so that
     * each who may lead does it alone: the first is in no group with whoever comes while it begins.
     */
    private void appendTogether(Journal journal, Outage outage, List<String> runIds, Happening meanwhile)
            throws InterruptedException, SQLException {
        told.clear();
        outage.holdCommits();
        List<Thread> threads = new ArrayList<>();
        for (String runId : runIds) threads.add(new Thread(() -> append(journal, runId)));
        long giveUp = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        for (Thread thread : threads) {
            thread.start();
            while (!waitsOrIsThrough(thread)) {
                assertTrue(System.nanoTime() < giveUp, "not all of them wait");
                LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
            }
        }
        meanwhile.happens();
        outage.letCommitsThrough();
        for (Thread thread : threads) thread.join();
    }

    /** Whoever leads a group of its own may fail before its commit. */
    private static boolean waitsOrIsThrough(Thread thread) {
        return Outage.isHeld(thread) || thread.getState() == Thread.State.TERMINATED;
    }

    private interface Happening {
        void happens() throws SQLException;
    }

    private void append(Journal journal, String runId) {
        try {
            journal.append(runId, 1, List.of(answered(1, runId)));
        } catch (RuntimeException failed) {
            told.put(runId, failed);
        }
    }

    private static boolean isThere(Journal journal, String runId) {
        List<?> events = journal.read(runId, 0);
        assertEquals(
                events.size() == 2 ? List.of(started(runId), answered(1, runId)) : List.of(started(runId)), events);
        return events.size() == 2;
    }

    /** Whoever was told nothing has its event; whoever was told has none, and writes it now. */
    private void assertThatEachKnowsTheTruthAndGoesOn(Journal journal, List<String> runIds) {
        for (String runId : runIds) {
            assertEquals(!told.containsKey(runId), isThere(journal, runId), runId);
            if (!told.containsKey(runId)) continue;
            String words = String.valueOf(told.get(runId).getMessage());
            assertTrue(told.get(runId) instanceof JournalException, words);
            assertTrue(words.startsWith("Cannot write run '" + runId + "' at position 1 in jdbc:"), words);
            append(journal, runId);
            assertTrue(isThere(journal, runId), runId);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.spindle.testing.contract.Stores#kinds")
    void whereverInAGroupTheDatabaseVanishesNobodyIsToldThatItIsKeptWhenItIsNot(String kind)
            throws InterruptedException, SQLException {
        Outage outage = new Outage(Stores.of(kind, directory));
        try (JdbcJournal journal = outage.journal().withPatience(Duration.ZERO)) {
            int calls = 0;
            do {
                int now = calls++;
                List<String> runIds = begin(journal, "r" + now + ".");

                appendTogether(journal, outage, runIds, () -> outage.beginAfter(now));
                outage.end();

                // In H2 a commit is sealed, and of one that was not, nobody knows.
                if (kind.equals("h2")) told.keySet().removeIf(runId -> isThere(journal, runId));
                assertThatEachKnowsTheTruthAndGoesOn(journal, runIds);
            } while (!told.isEmpty());
            assertTrue(calls > 10, "it vanished at " + calls + " places");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRIGGER full_disk BEFORE INSERT", "CONSTRAINT TRIGGER full_disk AFTER INSERT"})
    void aGroupForWhichPostgresqlHasNoRoomIsNotKept(String trigger) throws InterruptedException, SQLException {
        DataSource source = Stores.postgresql();
        Outage outage = new Outage(source);
        try (JdbcJournal journal = outage.journal()) {
            limitDisk(source, trigger);
            List<String> runIds = begin(journal, "r");

            appendTogether(journal, outage, runIds, () -> execute(source, "UPDATE full_for SET run_id = '%'"));
            assertTrue(told.size() >= CROWD - 3, told.toString());
            told.values()
                    .forEach(why -> assertTrue(
                            String.valueOf(why.getMessage()).contains("No space left on device"), why.toString()));
            execute(source, "UPDATE full_for SET run_id = ''");

            assertThatEachKnowsTheTruthAndGoesOn(journal, runIds);
        }
    }

    @Test
    void whoeverAloneFindsNoRoomFailsAlone() throws InterruptedException, SQLException {
        DataSource source = Stores.postgresql();
        Outage outage = new Outage(source);
        try (JdbcJournal journal = outage.journal()) {
            limitDisk(source, "TRIGGER full_disk BEFORE INSERT");
            List<String> runIds = begin(journal, "r");
            execute(source, "UPDATE full_for SET run_id = 'r4'");

            appendTogether(journal, outage, runIds, () -> {});
            execute(source, "UPDATE full_for SET run_id = ''");

            assertEquals(Set.of("r4"), told.keySet());
            assertThatEachKnowsTheTruthAndGoesOn(journal, runIds);
        }
    }

    /** Lets PostgreSQL say what it says when a table cannot grow: at once, or if the trigger is a constraint, at the commit. */
    private static void limitDisk(DataSource source, String trigger) throws SQLException {
        execute(source, "CREATE TABLE full_for (run_id VARCHAR)");
        execute(source, "INSERT INTO full_for VALUES ('')");
        execute(
                source,
                "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                        + " IF EXISTS (SELECT 1 FROM full_for f WHERE NEW.run_id LIKE f.run_id) THEN RAISE EXCEPTION"
                        + " 'could not extend file: No space left on device' USING ERRCODE = '53100'; END IF;"
                        + " RETURN NEW; END $$");
        String whole = trigger + " ON spindle_event ";
        String deferred = trigger.startsWith("CONSTRAINT") ? "DEFERRABLE INITIALLY DEFERRED " : "";
        execute(source, "CREATE " + whole + deferred + "FOR EACH ROW EXECUTE FUNCTION full_disk()");
    }

    private static void execute(DataSource source, String command) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    @Test
    void aGroupUnderWhichPostgresqlTurnsReadOnlyIsNotKept() throws InterruptedException, SQLException {
        PGSimpleDataSource source = Stores.postgresql();
        String set = "ALTER DATABASE " + source.getDatabaseName() + " SET default_transaction_read_only = ";
        Outage outage = new Outage(source);
        try (JdbcJournal journal = outage.journal()) {
            List<String> runIds = begin(journal, "r");

            appendTogether(journal, outage, runIds, () -> execute(source, set + "on"));
            assertTrue(told.size() >= CROWD - 3, told.toString());
            execute(source, "SET TRANSACTION READ WRITE; " + set + "off");

            assertThatEachKnowsTheTruthAndGoesOn(journal, runIds);
        }
    }

    @Test
    void aGroupUnderWhichSqliteTurnsReadOnlyIsNotKept() throws InterruptedException, SQLException {
        SQLiteDataSource source = (SQLiteDataSource) Stores.sqlite(directory);
        SQLiteConfig readOnly = new SQLiteConfig();
        readOnly.setReadOnly(true);
        Outage outage = new Outage(source);
        try (JdbcJournal journal = outage.journal()) {
            List<String> runIds = begin(journal, "r");

            appendTogether(journal, outage, runIds, () -> source.setConfig(readOnly));
            assertEquals(CROWD - 1, told.size(), told.toString());
            source.setConfig(new SQLiteConfig());

            assertThatEachKnowsTheTruthAndGoesOn(journal, runIds);
        }
    }
}
