package dev.spindle.testing.contract;

import static dev.spindle.testing.contract.Events.answered;
import static dev.spindle.testing.contract.Events.resumed;
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
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Message;
import dev.spindle.message.UserMessage;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a journal keeps to in every database. */
abstract class JdbcJournalContract extends JournalContract {
    private static final Duration SHORT = Duration.ofMillis(400);

    /** Two thirds of it are as long as a slow machine may let a thread wait. */
    private static final Duration LONG = Duration.ofSeconds(3);

    private final List<JdbcJournal> opened = Collections.synchronizedList(new ArrayList<>());

    /** The database of this test, always the same. */
    abstract DataSource source();

    JdbcJournal open(DataSource source) {
        return closing(JdbcJournal.on(source));
    }

    private JdbcJournal closing(JdbcJournal journal) {
        opened.add(journal);
        return journal;
    }

    private JdbcJournal shortLived() {
        return closing(open(source()).withLease(SHORT));
    }

    @Override
    protected Journal journal() {
        return open(source());
    }

    @AfterEach
    void close() {
        opened.forEach(JdbcJournal::close);
    }

    private static void awaitThat(BooleanSupplier holds) {
        long giveUp = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!holds.getAsBoolean()) {
            assertTrue(System.nanoTime() < giveUp, "it never came about");
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private static boolean drives(Journal journal, long position, String owner) {
        try {
            journal.append("a", position, List.of(resumed(position, owner)));
            return true;
        } catch (Journal.ConflictException notYet) {
            return false;
        }
    }

    void execute(String command) throws SQLException {
        try (Connection connection = source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    @Test
    void idsThatDifferByLittleAreOfDifferentRuns() {
        Journal journal = journal();
        String longest = "\u00E9".repeat(398);
        List<String> ids = List.of(
                "e", "E", "\u00E9", "e\u0301", "e ", "e  ", "e\t", "\u00DF", "ss", longest + "aa", longest + "ab");

        for (String id : ids) journal.append(id, 0, List.of(started(id), stopped(1)));
        for (String id : ids) journal.post(id, new Input.Cancelled(id));

        for (String id : ids) {
            assertEquals(List.of(started(id), stopped(1)), journal.read(id, 0), id);
            assertEquals(List.of(new Input.Cancelled(id)), journal.inbox(id, 0), id);
        }
        assertEquals(new HashSet<>(ids), new HashSet<>(journal.runs()));
        journal.delete("e");
        assertEquals(ids.size() - 1, journal.runs().size());
    }

    @Test
    void anotherJournalCannotDriveALiveRun() {
        open(source()).append("a", 0, List.of(started("a")));

        Journal other = open(source());

        assertThrows(Journal.ConflictException.class, () -> other.append("a", 1, List.of(resumed(1))));
        assertThrows(Journal.ConflictException.class, () -> other.append("a", 1, List.of(stopped(1))));
    }

    @Test
    void driverThatIsCutOffIsSucceededWhenItsLeaseEndsAndNeverWritesAgain() {
        Outage outage = new Outage(source());
        Journal cutOff = closing(open(outage.source()).withLease(SHORT).withPatience(Duration.ZERO));
        Journal successor = shortLived();
        long begun = System.nanoTime();
        cutOff.append("a", 0, List.of(started("a")));

        outage.begin();
        awaitThat(() -> drives(successor, 1, "successor"));
        Duration waited = Duration.ofNanos(System.nanoTime() - begun);
        outage.end();

        // It is written a sixth shorter, by another clock.
        assertTrue(waited.compareTo(SHORT.multipliedBy(3).dividedBy(4)) > 0, "the lease had not ended after " + waited);
        assertThrows(Journal.ConflictException.class, () -> cutOff.append("a", 1, List.of(stopped(1))));
        assertThrows(Journal.ConflictException.class, () -> cutOff.append("a", 2, List.of(stopped(2))));
        successor.append("a", 2, List.of(stopped(2)));
        assertEquals(List.of(started("a"), resumed(1, "successor"), stopped(2)), successor.read("a", 0));
    }

    @Test
    void leaseIsWrittenASixthShorterSoThatOthersFindItsRunBeforeItWouldBeOver() throws SQLException {
        JdbcJournal journal = closing(open(source()).withLease(Duration.ofMinutes(1)));
        long before = System.currentTimeMillis();

        journal.append("a", 0, List.of(started("a")));

        long written = leaseUntil() - before;
        long took = System.currentTimeMillis() - before;
        assertTrue(written >= 49_000 && written <= 51_000 + took, "it was written for " + written + " ms");
    }

    private long leaseUntil() throws SQLException {
        try (Connection connection = source().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT lease_until FROM spindle_run WHERE run_id = 'a'")) {
            assertTrue(row.next());
            return row.getLong(1);
        }
    }

    @Test
    void leaseOfALiveDriverIsRenewed() {
        Journal driver = closing(open(source()).withLease(LONG));
        Journal other = shortLived();
        driver.append("a", 0, List.of(started("a")));

        long end = System.nanoTime() + LONG.toNanos();
        awaitThat(() -> {
            assertFalse(drives(other, 1, "robber"));
            return System.nanoTime() > end;
        });

        driver.append("a", 1, List.of(stopped(1)));
        assertEquals(2, driver.read("a", 0).size());
    }

    @Test
    void leasesAreRenewedByOneThreadWhichEndsWithTheLastOfThem() {
        Journal journal = shortLived();
        awaitThat(() -> renewingThreads() == 0);
        journal.append("a", 0, List.of(started("a")));
        journal.append("b", 0, List.of(started("b")));
        assertEquals(1, renewingThreads());

        journal.append("a", 1, List.of(stopped(1)));
        journal.release("b");

        awaitThat(() -> renewingThreads() == 0);
    }

    private static long renewingThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("spindle-leases"))
                .count();
    }

    @ParameterizedTest
    @EnumSource(
            value = Outage.CommitFailure.class,
            names = {"BEFORE_IT_TOOK_PLACE", "AFTER_IT_TOOK_PLACE"})
    void commitOfUnknownOutcomeIsNeitherLostNorDoubled(Outage.CommitFailure failure) {
        Outage outage = new Outage(source());
        Journal journal = open(outage.source());

        outage.failNextCommit(failure);
        journal.append("a", 0, List.of(started("a")));
        outage.failNextCommit(failure);
        journal.append("a", 1, List.of(answered(1, "one"), answered(2, "two")));
        outage.failNextCommit(failure);
        journal.post("a", new Input.Said(UserMessage.of("three")));
        outage.failNextCommit(failure);
        journal.append("a", 3, List.of(stopped(3)));
        outage.failNextCommit(failure);
        journal.append("a", 4, List.of(resumed(4), stopped(5)));

        assertEquals(
                List.of(started("a"), answered(1, "one"), answered(2, "two"), stopped(3), resumed(4), stopped(5)),
                journal.read("a", 0));
        assertEquals(List.of(new Input.Said(UserMessage.of("three"))), journal.inbox("a", 0));
    }

    @Test
    void databaseThatStaysAwayIsToldOfAndWhatWasRecordedStands() {
        Outage outage = new Outage(source());
        JdbcJournal journal = closing(open(outage.source()).withPatience(Duration.ofMillis(200)));
        journal.append("a", 0, List.of(started("a")));

        outage.begin();
        JournalException told =
                assertThrows(JournalException.class, () -> journal.append("a", 1, List.of(answered(1, "one"))));
        outage.end();

        assertTrue(
                told.getMessage().contains("run 'a' at position 1")
                        && told.getMessage().contains("reached"),
                told.getMessage());
        assertEquals(List.of(started("a")), journal.read("a", 0));
        journal.append("a", 1, List.of(answered(1, "one")));
        assertEquals(2, journal.read("a", 0).size());
    }

    @Test
    void manyFirstStartsAtOnceMakeOneSchema() throws InterruptedException, ExecutionException {
        DataSource source = source();
        List<Runnable> work = Collections.nCopies(8, () -> open(source));

        Threads.runAll(work);

        opened.get(0).append("a", 0, List.of(started("a")));
        assertEquals(List.of(started("a")), opened.get(7).read("a", 0));
    }

    @Test
    void databaseOfANewerSpindleIsRefusedClearly() throws SQLException {
        open(source());
        execute("INSERT INTO spindle_schema (version) VALUES (7)");

        JournalException refused = assertThrows(JournalException.class, () -> open(source()));

        assertTrue(
                refused.getMessage().contains("version 7")
                        && refused.getMessage().contains("up to 2"),
                refused.getMessage());
    }

    @Test
    void damagedLineIsNamed() throws SQLException {
        Journal journal = journal();
        journal.append("a", 0, List.of(started("a"), stopped(1)));
        execute("UPDATE spindle_event SET line = '{\"v\":1,\"type\":\"Stop' WHERE position = 1");

        JournalException damaged = assertThrows(JournalException.class, () -> journal.read("a", 0));

        assertTrue(damaged.getMessage().startsWith("Event 1 of run 'a' in jdbc:"), damaged.getMessage());
    }

    @Test
    void damagedOrMissingContentIsNamed() throws SQLException {
        Journal journal = journal();
        journal.append("a", 0, List.of(started("a"), answered(1, "x".repeat(100_000))));

        execute("UPDATE spindle_content SET content = '\"y\"'");
        JournalException damaged = assertThrows(JournalException.class, () -> journal.read("a", 1));
        execute("DELETE FROM spindle_content");
        JournalException missing = assertThrows(JournalException.class, () -> journal.read("a", 1));

        assertTrue(damaged.getMessage().contains("is damaged"), damaged.getMessage());
        assertTrue(missing.getMessage().contains("is missing"), missing.getMessage());
    }

    @Test
    void lineOfANewerSpindleIsRefusedClearly() throws SQLException {
        Journal journal = journal();
        journal.append("a", 0, List.of(started("a"), stopped(1)));
        execute("UPDATE spindle_event SET line = '{\"v\":2,\"type\":\"Stopped\"}' WHERE position = 1");

        JournalException newer = assertThrows(JournalException.class, () -> journal.read("a", 0));

        assertTrue(newer.getMessage().contains("version 2"), newer.getMessage());
    }

    @Test
    void interruptStopsNoAppendAndStaysPending() {
        Journal journal = journal();

        Thread.currentThread().interrupt();
        journal.append("a", 0, List.of(started("a"), stopped(1)));

        assertTrue(Thread.interrupted());
        assertEquals(2, journal.read("a", 0).size());
    }

    @Test
    void contentsThatNobodyNeedsAnyMoreAreGone() throws SQLException {
        Journal journal = journal();
        for (String runId : List.of("a", "b"))
            journal.append(
                    runId, 0, List.of(started(runId, "Be kind. ".repeat(100), List.of(), List.of()), stopped(1)));
        journal.append("a", 2, List.of(resumed(2), answered(3, "x".repeat(100_000)), stopped(4)));
        assertEquals(2, count("spindle_content"));

        journal.delete("a");
        assertEquals(1, count("spindle_content"));
        journal.delete("b");

        for (String table : List.of("content", "reference", "event", "run", "inbox"))
            assertEquals(0, count("spindle_" + table), table);
    }

    @Test
    void aDatabaseOfTheFirstVersionLearnsWhoNeedsItsContents() throws SQLException {
        List<Message> history = new ArrayList<>();
        for (int at = 0; at < 70; at++) {
            history.add(UserMessage.of("question " + at));
            history.add(AssistantMessage.of(at == 3 ? "x".repeat(200_000) : "answer " + at));
        }
        List<Recorded> a = List.of(started("a", "Be kind.", List.of(), history), stopped(1));
        List<Recorded> b = List.of(started("b", "Be kind.", List.of(), history.subList(0, 140)), stopped(1));
        journal().append("a", 0, a);
        journal().append("b", 0, b);
        execute("DROP TABLE spindle_reference");
        execute("DROP TABLE spindle_sweep");
        execute("DELETE FROM spindle_schema WHERE version = 2");

        Journal journal = journal();
        journal.delete("a");

        assertEquals(b, journal.read("b", 0));
        journal.delete("b");
        assertEquals(0, count("spindle_content"));
    }

    @Test
    void whatAnotherJournalHasSweptIsKeptAgain() {
        Journal one = journal();
        Journal other = journal();
        List<Recorded> events = List.of(started("a", "Be kind. ".repeat(100), List.of(), List.of()), stopped(1));
        one.append("a", 0, events);

        other.delete("a");
        one.append("a", 0, events);

        assertEquals(events, other.read("a", 0));
    }

    private int count(String table) throws SQLException {
        try (Connection connection = source().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            row.next();
            return row.getInt(1);
        }
    }
}
