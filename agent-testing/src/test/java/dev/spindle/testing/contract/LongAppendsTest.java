package dev.spindle.testing.contract;

import static dev.spindle.testing.contract.Events.answered;
import static dev.spindle.testing.contract.Events.started;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.jdbc.JdbcJournal;
import dev.spindle.journal.Journal;
import dev.spindle.journal.JournalException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An append of a megabyte is written in slices, and the appends of others between them. */
@Timeout(120)
class LongAppendsTest {
    private static final String MEGABYTE = "0123456789".repeat(100_000);
    private static final int CROWD = 6;

    @TempDir
    Path directory;

    private static Thread appending(Journal journal, String runId, String text) {
        return new Thread(() -> journal.append(runId, 1, List.of(answered(1, text))));
    }

    private static void awaitCommits(Outage outage, int count) {
        long giveUp = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (outage.commits() < count) {
            assertTrue(System.nanoTime() < giveUp, outage.commits() + " commits instead of " + count);
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    private static void awaitHeld(List<Thread> threads) {
        long giveUp = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!threads.stream().allMatch(Outage::isHeld)) {
            assertTrue(System.nanoTime() < giveUp, "not all of them wait");
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    private static void awaitEnd(Thread thread) throws InterruptedException {
        thread.join(Duration.ofSeconds(30).toMillis());
        assertFalse(thread.isAlive(), "it is not through");
    }

    private static long count(DataSource source, String table) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            row.next();
            return row.getLong(1);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.spindle.testing.contract.Stores#kinds")
    void whoeverWaitsForASliceIsWrittenBeforeTheNext(String kind) throws InterruptedException {
        boolean hasOneWriter = kind.equals("sqlite") || kind.equals("h2");
        Outage outage = new Outage(Stores.of(kind, directory));
        try (JdbcJournal journal = outage.journal()) {
            journal.append("long", 0, List.of(started("long")));
            for (int run = 0; run < CROWD; run++) journal.append("r" + run, 0, List.of(started("r" + run)));
            int before = outage.commits();
            Thread slow = appending(journal, "long", MEGABYTE);
            outage.holdCommitsOf(slow);
            slow.start();
            awaitCommits(outage, before + 1);
            List<Thread> others = new ArrayList<>();
            for (int run = 0; run < CROWD; run++) others.add(appending(journal, "r" + run, "short"));
            others.forEach(Thread::start);

            // Where one writes at a time they wait for the first slice; elsewhere they are written beside it.
            if (hasOneWriter) {
                awaitHeld(others);
                outage.letWaitingCommitsThrough();
            }
            for (Thread other : others) awaitEnd(other);
            // The first slice, all who waited together, and perhaps the second slice, which is held.
            if (hasOneWriter) assertTrue(outage.commits() <= before + 3, outage.commits() - before + " commits");

            assertEquals(List.of(started("long")), journal.read("long", 0));
            outage.letCommitsThrough();
            awaitEnd(slow);
            assertEquals(List.of(started("long"), answered(1, MEGABYTE)), journal.read("long", 0));
            for (int run = 0; run < CROWD; run++)
                assertEquals(List.of(answered(1, "short")), journal.read("r" + run, 1));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.spindle.testing.contract.Stores#kinds")
    void ofWhoeverWasSucceededNoSliceIsWritten(String kind) throws SQLException {
        DataSource source = Stores.of(kind, directory);
        try (JdbcJournal journal = JdbcJournal.on(source)) {
            journal.append("r", 0, List.of(started("r")));
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("UPDATE spindle_run SET fence = fence + 1");
            }
            long contents = count(source, "spindle_content");

            assertThrows(Journal.ConflictException.class, () -> journal.append("r", 1, List.of(answered(1, MEGABYTE))));

            assertEquals(contents, count(source, "spindle_content"));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.spindle.testing.contract.Stores#kinds")
    void slicesOfAnAppendThatFailedGoWithTheirRun(String kind) throws SQLException {
        DataSource source = Stores.of(kind, directory);
        Outage outage = new Outage(source);
        try (JdbcJournal journal = outage.journal().withPatience(Duration.ZERO)) {
            journal.append("r", 0, List.of(started("r")));
            outage.failCommitAfter(2);

            assertThrows(JournalException.class, () -> journal.append("r", 1, List.of(answered(1, MEGABYTE))));

            assertEquals(List.of(started("r")), journal.read("r", 0));
            assertTrue(count(source, "spindle_content") >= 2, "slices were written");
            journal.release("r");
            assertTrue(journal.delete("r"));
            assertEquals(0, count(source, "spindle_content"));
            assertEquals(0, count(source, "spindle_reference"));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.spindle.testing.contract.Stores#kinds")
    void anAppendThatFailedBehindItsSlicesCanBeTriedAgain(String kind) {
        Outage outage = new Outage(Stores.of(kind, directory));
        try (JdbcJournal journal = outage.journal().withPatience(Duration.ZERO)) {
            journal.append("r", 0, List.of(started("r")));
            outage.failCommitAfter(4);
            assertThrows(JournalException.class, () -> journal.append("r", 1, List.of(answered(1, MEGABYTE))));

            journal.append("r", 1, List.of(answered(1, MEGABYTE)));

            assertEquals(List.of(started("r"), answered(1, MEGABYTE)), journal.read("r", 0));
        }
    }
}
