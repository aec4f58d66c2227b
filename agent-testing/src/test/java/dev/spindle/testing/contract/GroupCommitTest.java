package dev.spindle.testing.contract;

import static dev.spindle.testing.contract.Events.answered;
import static dev.spindle.testing.contract.Events.started;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.jdbc.JdbcJournal;
import dev.spindle.journal.Journal;
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
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Appends of many runs that wait at the same time are one commit, and each learns what became of its own. */
@Timeout(120)
class GroupCommitTest {
    private static final int CROWD = 40;

    @TempDir
    Path directory;

    private final Map<String, RuntimeException> told = new ConcurrentHashMap<>();
    private final List<Thread> threads = new ArrayList<>();

    private DataSource source(String kind) {
        return Stores.of(kind, directory);
    }

    private static void begin(Journal journal) {
        for (int run = 0; run < CROWD; run++) journal.append("r" + run, 0, List.of(started("r" + run)));
    }

    /** Each run appends an event; nobody is through yet when this returns. */
    private void appendHeld(Journal journal, Outage outage) {
        outage.holdCommits();
        for (int run = 0; run < CROWD; run++) {
            String runId = "r" + run;
            threads.add(new Thread(
                    () -> {
                        try {
                            journal.append(runId, 1, List.of(answered(1, runId)));
                        } catch (RuntimeException failed) {
                            told.put(runId, failed);
                        }
                    },
                    runId));
        }
        threads.forEach(Thread::start);
        long giveUp = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!threads.stream().allMatch(this::waitsOrWasRefused)) {
            assertTrue(System.nanoTime() < giveUp, "not all of them wait");
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    /** Who was succeeded may hear so without a commit, if nobody else's event is in its transaction. */
    private boolean waitsOrWasRefused(Thread thread) {
        return Outage.isHeld(thread) || told.containsKey(thread.getName());
    }

    private void awaitAll() throws InterruptedException {
        for (Thread thread : threads) thread.join();
    }

    /** Whoever was told nothing has its event in the journal, once; whoever was told has not. */
    private void assertThatEachKnowsTheTruth(Journal journal) {
        for (int run = 0; run < CROWD; run++) {
            String runId = "r" + run;
            List<?> expected =
                    told.containsKey(runId) ? List.of(started(runId)) : List.of(started(runId), answered(1, runId));
            assertEquals(expected, journal.read(runId, 0));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.spindle.testing.contract.Stores#kinds")
    void aCrowdNeedsFewCommits(String kind) throws InterruptedException {
        Outage outage = new Outage(source(kind));
        try (JdbcJournal journal = outage.journal()) {
            begin(journal);
            int before = outage.commits();

            appendHeld(journal, outage);
            outage.letCommitsThrough();
            awaitAll();

            assertEquals(Map.of(), told);
            assertTrue(outage.commits() - before <= 7, outage.commits() - before + " commits");
            assertThatEachKnowsTheTruth(journal);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.spindle.testing.contract.Stores#kinds")
    void whoeverWasSucceededFailsAlone(String kind) throws InterruptedException, SQLException {
        Outage outage = new Outage(source(kind));
        try (JdbcJournal journal = outage.journal()) {
            begin(journal);
            try (Connection connection = outage.source().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("UPDATE spindle_run SET fence = fence + 1 WHERE run_id IN ('r7', 'r33')");
            }

            appendHeld(journal, outage);
            outage.letCommitsThrough();
            awaitAll();

            assertEquals(Set.of("r7", "r33"), told.keySet());
            told.values().forEach(why -> assertTrue(why instanceof Journal.ConflictException, why.toString()));
            assertThatEachKnowsTheTruth(journal);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Outage.CommitFailure.class,
            names = {"BEFORE_IT_TOOK_PLACE", "AFTER_IT_TOOK_PLACE"})
    void aGroupWhoseOutcomeIsUnknownIsNeitherLostNorDoubled(Outage.CommitFailure failure) throws InterruptedException {
        for (String kind : Stores.kinds()) {
            Outage outage = new Outage(source(kind));
            try (JdbcJournal journal = outage.journal()) {
                threads.clear();
                begin(journal);

                appendHeld(journal, outage);
                outage.failNextCommit(failure);
                outage.letCommitsThrough();
                awaitAll();

                assertEquals(Map.of(), told, kind);
                assertThatEachKnowsTheTruth(journal);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.spindle.testing.contract.Stores#kinds")
    void whenTheDatabaseVanishesUnderAGroupWhoeverIsThroughIsKept(String kind) throws InterruptedException {
        Outage outage = new Outage(source(kind));
        try (JdbcJournal journal = outage.journal().withPatience(Duration.ofMillis(200))) {
            begin(journal);

            appendHeld(journal, outage);
            outage.begin();
            outage.letCommitsThrough();
            awaitAll();
            outage.end();

            assertTrue(told.size() > CROWD / 2, told.size() + " were told");
            told.forEach((runId, why) -> assertTrue(
                    String.valueOf(why.getMessage()).contains("run '" + runId + "' at position 1"), why.toString()));
            // In H2 a commit is sealed, and of one that was not, nobody knows; of the others everybody does.
            if (kind.equals("h2"))
                told.keySet().removeIf(runId -> journal.read(runId, 0).size() == 2);
            assertThatEachKnowsTheTruth(journal);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.spindle.testing.contract.Stores#kinds")
    void anInterruptOfOneStopsNobodyAndStaysPending(String kind) throws InterruptedException {
        Outage outage = new Outage(source(kind));
        try (JdbcJournal journal = outage.journal()) {
            begin(journal);

            appendHeld(journal, outage);
            threads.get(CROWD - 1).interrupt();
            outage.letCommitsThrough();
            awaitAll();

            assertEquals(Map.of(), told);
            assertThatEachKnowsTheTruth(journal);
        }
    }
}
