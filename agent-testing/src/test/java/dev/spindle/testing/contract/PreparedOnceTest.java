package dev.spindle.testing.contract;

import static dev.spindle.testing.contract.Events.answered;
import static dev.spindle.testing.contract.Events.started;
import static dev.spindle.testing.contract.Events.stopped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.jdbc.JdbcJournal;
import dev.spindle.journal.Journal;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import javax.sql.DataSource;
import org.h2.jdbc.JdbcConnection;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.jdbc4.JDBC4Connection;

/** What databases are asked to prepare: each statement once by each connection that is kept. */
@Timeout(60)
class PreparedOnceTest {
    private static final int CROWD = 16;
    private static final int ROUNDS = 10;

    @TempDir
    Path directory;

    private final Queue<Prepared> prepared = new ConcurrentLinkedQueue<>();

    private record Prepared(int connection, String sql) {}

    private <C extends Connection> PreparedStatement noted(C connection, String sql, PreparedStatement made) {
        prepared.add(new Prepared(System.identityHashCode(connection), sql));
        return made;
    }

    /** Counting connections of the driver's own kind, since those of no other kind are kept. */
    private DataSource counted(String kind) {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("getConnection")) throw new UnsupportedOperationException();
                    return kind.equals("sqlite") ? sqlite() : h2();
                });
    }

    private Connection sqlite() throws SQLException {
        String file = directory.resolve("spindle.db").toString();
        return new JDBC4Connection("jdbc:sqlite:" + file, file, new Properties()) {
            @Override
            public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
                    throws SQLException {
                return noted(this, sql, super.prepareStatement(sql, type, concurrency, holdability));
            }
        };
    }

    private Connection h2() throws SQLException {
        String url = "jdbc:h2:file:" + directory.resolve("spindle") + ";REUSE_SPACE=FALSE";
        return new JdbcConnection(url, new Properties(), "", "", false) {
            @Override
            public PreparedStatement prepareStatement(String sql) throws SQLException {
                return noted(this, sql, super.prepareStatement(sql));
            }
        };
    }

    private static void drive(Journal journal, String runId) {
        journal.append(runId, 0, List.of(started(runId, "Be kind. ".repeat(100) + runId, List.of(), List.of())));
        for (int at = 1; at <= ROUNDS; at++) {
            assertEquals(List.of(), journal.inbox(runId, 0));
            journal.append(runId, at, List.of(answered(at, "answer")));
        }
        journal.append(runId, ROUNDS + 1, List.of(stopped(ROUNDS + 1)));
        assertEquals(ROUNDS + 2, journal.read(runId, 0).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "h2"})
    void aRunPreparesNothingThatARunBeforeItHasPrepared(String kind) {
        try (JdbcJournal journal = JdbcJournal.on(counted(kind))) {
            drive(journal, "first");
            prepared.clear();

            for (int run = 0; run < 5; run++) drive(journal, "next" + run);

            assertEquals(List.of(), List.copyOf(prepared));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "h2"})
    void aCrowdPreparesEachStatementOnceForEachConnection(String kind) throws InterruptedException, ExecutionException {
        try (JdbcJournal journal = JdbcJournal.on(counted(kind))) {
            List<Runnable> work = new ArrayList<>();
            for (int run = 0; run < CROWD; run++) {
                String runId = "r" + run;
                work.add(() -> drive(journal, runId));
            }
            prepared.clear();

            Threads.runAll(work);

            assertTrue(prepared.size() > 5, prepared.toString());
            assertEquals(new HashSet<>(prepared).size(), prepared.size(), prepared.toString());
        }
    }
}
