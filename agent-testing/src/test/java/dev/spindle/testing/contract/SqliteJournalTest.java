package dev.spindle.testing.contract;

import static dev.spindle.testing.contract.Events.started;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spindle.journal.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteJournalTest extends JdbcJournalContract {
    @TempDir
    Path directory;

    @Override
    DataSource source() {
        return Stores.sqlite(directory);
    }

    @Test
    void onlyTheOwnerReadsWhatIsCreated() throws IOException {
        Journal journal = journal();
        journal.append("a", 0, List.of(started("a")));

        try (Stream<Path> files = Files.list(directory)) {
            List<Path> all = files.sorted().toList();
            assertEquals(3, all.size(), all.toString()); // the database, its log, and what its processes share
            for (Path file : all) {
                assertEquals(
                        "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                        file.toString());
            }
        }
    }
}
