package dev.spindle.testing.contract;

import static dev.spindle.testing.contract.Events.answered;
import static dev.spindle.testing.contract.Events.started;
import static dev.spindle.testing.contract.Events.stopped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.event.Input;
import dev.spindle.journal.Journal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

    @Test
    void whatIsDeletedIsInNoFileAnyMore() throws IOException {
        Journal journal = journal();
        journal.append("stays", 0, List.of(started("stays"), stopped(1)));
        journal.append("a", 0, List.of(started("a"), answered(1, "the secret word is heliotrope"), stopped(2)));
        journal.append("b", 0, List.of(started("b"), answered(1, "heliotrope".repeat(20_000)), stopped(2)));
        journal.post("a", new Input.Cancelled("heliotrope"));
        assertTrue(isSomewhere("heliotrope"));

        journal.delete("a");
        journal.delete("b");

        assertFalse(isSomewhere("heliotrope"));
        assertEquals(2, journal.read("stays", 0).size());
    }

    private boolean isSomewhere(String word) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(word)) return true;
            }
            return false;
        }
    }
}
