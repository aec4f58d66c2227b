package dev.spindle.testing.contract;

import static dev.spindle.testing.contract.Events.answered;
import static dev.spindle.testing.contract.Events.resumed;
import static dev.spindle.testing.contract.Events.started;
import static dev.spindle.testing.contract.Events.stopped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.context.AgentException;
import dev.spindle.event.Input;
import dev.spindle.journal.Journal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** SQLite keeps anything in any column. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "run SET next_position = 'x'",
                "run SET next_position = -7",
                "run SET next_position = 9000000000000000000",
                "run SET next_position = 1.5",
                "run SET owner = x'00ff'",
                "run SET owner = '999999999-x'",
                "run SET owner = '-'",
                "run SET lease_until = 'soon'",
                "run SET lease_until = 9000000000000000000, owner = 'nobody'",
                "run SET finished = 'maybe'",
                "run SET finished = 7",
                "run SET fence = 'high'",
                "run SET fence = -1",
                "event SET line = x'ff00'",
                "event SET line = ''",
                "event SET line = 7",
                "event SET line = 'null'",
                "event SET position = position + 100",
                "event SET position = 'x'",
                "inbox SET line = x'ff'",
                "inbox SET line = '[]'",
                "inbox SET line = '{\"type\":\"Decided\",\"decision\":null}'",
                "inbox SET post_id = 7",
                "inbox SET position = -1",
                "inbox SET position = 'x'",
                "content SET content = x'ff'",
                "content SET content = ''"
            })
    void whatNoProgramWroteIsTheTroubleOfItsRunAlone(String change) throws SQLException {
        Journal journal = journal();
        for (String runId : List.of("good", "odd")) {
            journal.append(runId, 0, List.of(started(runId), answered(1, runId + "x".repeat(100_000)), stopped(2)));
            journal.post(runId, new Input.Cancelled("enough"));
        }
        String rows = change.startsWith("content") ? "content LIKE '\"odd%'" : "run_id = 'odd'";
        try {
            execute("UPDATE spindle_" + change + " WHERE " + rows);
        } catch (SQLException refused) {
            assertTrue(refused.getMessage().contains("constraint"), refused.getMessage()); // such a row cannot be
        }

        assertTrue(journal.runs().contains("good"));
        assertTrue(journal.unfinished().contains("good"));
        assertTrue(journal.runs(Journal.Query.ALL).stream()
                .anyMatch(run -> run.runId().equals("good") && run.trouble() == null));
        assertEquals(3, journal.read("good", 0).size());
        assertEquals(1, journal.inbox("good", 0).size());
        for (Runnable use : List.<Runnable>of(
                () -> journal.read("odd", 0),
                () -> journal.inbox("odd", 0),
                () -> journal.havingPosts(Map.of("odd", 0L, "good", 0L)),
                () -> journal.append("odd", 3, List.of(resumed(3), stopped(4))),
                () -> journal.post("odd", new Input.Cancelled("enough")),
                () -> journal.delete("odd"))) {
            try {
                use.run();
            } catch (AgentException told) {
                assertTrue(String.valueOf(told.getMessage()).length() > 10, told.toString());
            }
        }
        journal.append("good", 3, List.of(resumed(3), stopped(4)));
        assertEquals(5, journal.read("good", 0).size());
    }
}
