package dev.spindle.testing.contract;

import static dev.spindle.testing.contract.Events.resumed;
import static dev.spindle.testing.contract.Events.started;
import static dev.spindle.testing.contract.Events.stopped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.spindle.jdbc.JdbcJournal;
import dev.spindle.journal.Journal;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mariadb.jdbc.MariaDbDataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

/** A driver that is killed is succeeded at once on its own host, however long its lease is. */
@Timeout(120)
class DeadDriverTest {
    private static final Duration SHORTER_THAN_ITS_LEASE = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    @Test
    void killedDriverIsSucceededAtOnceInSqlite() throws IOException, InterruptedException {
        SQLiteDataSource source = (SQLiteDataSource) Stores.sqlite(directory);

        isSucceededAtOnce(source, source.getUrl());
    }

    @Test
    void killedDriverIsSucceededAtOnceInPostgresql() throws IOException, InterruptedException {
        PGSimpleDataSource source = Stores.postgresql();

        isSucceededAtOnce(source, source.getURL() + "&user=" + source.getUser());
    }

    @Test
    @Tag(NeedsMariaDb.TAG)
    void killedDriverIsSucceededAtOnceInMariaDb() throws IOException, InterruptedException {
        MariaDbDataSource source = Stores.mariadb();

        isSucceededAtOnce(source, source.getUrl());
    }

    private static void isSucceededAtOnce(DataSource source, String url) throws IOException, InterruptedException {
        Process driver = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DeadDriver.class.getName(),
                        url)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (JdbcJournal journal = JdbcJournal.on(source);
                BufferedReader said = driver.inputReader()) {
            assertEquals("drives", said.readLine());
            assertThrows(Journal.ConflictException.class, () -> journal.append("a", 1, List.of(resumed(1))));

            driver.destroyForcibly().waitFor();
            long dead = System.nanoTime();
            journal.append("a", 1, List.of(resumed(1), stopped(2)));

            assertEquals(List.of(started("a"), resumed(1), stopped(2)), journal.read("a", 0));
            long waited = System.nanoTime() - dead;
            assertEquals(0, waited / SHORTER_THAN_ITS_LEASE.toNanos(), "waited " + waited + " ns");
        } finally {
            driver.destroyForcibly();
        }
    }
}
