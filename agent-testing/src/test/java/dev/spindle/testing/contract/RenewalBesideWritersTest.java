package dev.spindle.testing.contract;

import static dev.spindle.testing.contract.Events.started;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.jdbc.JdbcJournal;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Leases while somebody writes one of their runs. */
@Timeout(60)
class RenewalBesideWritersTest {
    @TempDir
    Path directory;

    /** In the others one writes at a time. */
    static List<String> kinds() {
        return Stores.kinds().stream()
                .filter(kind -> !List.of("sqlite", "h2").contains(kind))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void leasesAreRenewedWhileSomebodyWritesOneOfTheRunsAndWaitForNobody(String kind) throws SQLException {
        DataSource database = Stores.of(kind, directory);
        try (JdbcJournal journal = JdbcJournal.on(database).withLease(Duration.ofMillis(400));
                Connection writer = database.getConnection();
                Connection looker = database.getConnection()) {
            for (String run : List.of("a", "b", "c")) journal.append(run, 0, List.of(started(run)));

            writer.setAutoCommit(false);
            writer.createStatement().executeUpdate("UPDATE spindle_run SET fence = fence WHERE run_id = 'b'");
            List<Long> before = List.of(lease(looker, "a"), lease(looker, "c"));

            for (int wait = 0; !(lease(looker, "a") > before.get(0) && lease(looker, "c") > before.get(1)); wait++) {
                assertTrue(wait < 2_000, "the leases of 'a' and 'c' wait for whoever writes 'b'");
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
            writer.rollback();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void closingWaitsForWhoRenews(String kind) throws Exception {
        CompletableFuture<Thread> renewing = new CompletableFuture<>();
        CountDownLatch closed = new CountDownLatch(1);
        // No connection of it is kept, so that each renewal asks for one.
        DataSource real = new Outage(Stores.of(kind, directory)).source();
        DataSource database = slowToRenew(real, renewing, closed);
        JdbcJournal journal = JdbcJournal.on(database).withLease(Duration.ofMillis(400));
        journal.append("a", 0, List.of(started("a")));
        Thread renewer = renewing.get();

        journal.close();
        closed.countDown();

        assertFalse(renewer.isAlive());
    }

    /** A data source that gives whoever renews leases no connection until a journal is closed, or for a second. */
    private static DataSource slowToRenew(DataSource real, CompletableFuture<Thread> renewing, CountDownLatch closed) {
        return (DataSource) Proxy.newProxyInstance(
                RenewalBesideWritersTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                    if (Thread.currentThread().getName().equals("spindle-leases")) {
                        renewing.complete(Thread.currentThread());
                        closed.await(1, TimeUnit.SECONDS);
                    }
                    return method.invoke(real, arguments);
                });
    }

    private static long lease(Connection connection, String run) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT lease_until FROM spindle_run WHERE run_id = '" + run + "'")) {
            assertTrue(row.next());
            return row.getLong(1);
        }
    }
}
