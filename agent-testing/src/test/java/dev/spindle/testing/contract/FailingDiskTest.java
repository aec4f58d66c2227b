package dev.spindle.testing.contract;

import static dev.spindle.testing.contract.Events.answered;
import static dev.spindle.testing.contract.Events.resumed;
import static dev.spindle.testing.contract.Events.started;
import static dev.spindle.testing.contract.Events.stopped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.event.Input;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.jdbc.JdbcJournal;
import dev.spindle.journal.FileJournal;
import dev.spindle.journal.Journal;
import dev.spindle.journal.JournalException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Disks that are full, read-only or damaged: a clear error, and nothing that was kept is lost. */
@Timeout(120)
class FailingDiskTest {
    private static final int LARGEST_FILE_IN_KILOBYTES = 6_000;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"file", "sqlite", "h2"})
    void fullDiskIsToldOfAndWhatWasKeptStands(String kind) throws IOException, InterruptedException {
        List<String> said = appendUntilFull(kind);

        long kept = said.stream().filter(line -> line.startsWith("kept ")).count();
        String told = said.get(said.size() - 1);
        assertTrue(kept > 10, said.toString());
        assertTrue(told.startsWith("told Cannot write ") && told.contains("stands"), told);
        Journal journal = DiskFull.open(kind, directory);
        List<Recorded> events = journal.read("a", 0);
        assertEquals(kept + 1, events.size());
        for (int at = 1; at <= kept; at++) assertEquals(answered(at, DiskFull.text(at)), events.get(at));
        journal.append("a", kept + 1, List.of(resumed(kept + 1), stopped(kept + 2)));
        assertEquals(kept + 3, journal.read("a", 0).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "sqlite", "h2"})
    void postThatFindsTheDiskFullIsToldOfAndTheNextIsReadable(String kind) throws IOException, InterruptedException {
        List<String> said = appendUntilFull(kind, "post");

        int kept = (int) said.stream().filter(line -> line.startsWith("kept ")).count();
        assertTrue(kept > 10, said.toString());
        assertTrue(said.get(said.size() - 1).startsWith("told Cannot "), said.toString());
        Journal journal = DiskFull.open(kind, directory);
        journal.post("a", new Input.Cancelled("enough"));
        List<Input> inbox = journal.inbox("a", 0);
        assertEquals(kept + 1, inbox.size());
        for (int at = 0; at < kept; at++) assertEquals(DiskFull.posted(at + 1), inbox.get(at));
        assertEquals(new Input.Cancelled("enough"), inbox.get(kept));
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "sqlite", "h2"})
    void ofACrowdThatFindsTheDiskFullEachRunLearnsTheTruth(String kind) throws IOException, InterruptedException {
        List<String> said = appendUntilFull(kind, "crowd");

        Journal journal = DiskFull.open(kind, directory);
        for (int run = 0; run < DiskFull.CROWD; run++) {
            String runId = "r" + run;
            long kept =
                    said.stream().filter(line -> line.equals("kept " + runId)).count();
            assertEquals(
                    1,
                    said.stream()
                            .filter(line -> line.startsWith("told " + runId + " Cannot write "))
                            .count(),
                    said.toString());
            List<Recorded> events = journal.read(runId, 0);
            assertEquals(kept + 1, events.size(), runId);
            for (int at = 1; at <= kept; at++) assertEquals(answered(at, DiskFull.text(at)), events.get(at));
        }
    }

    /** A limit to the size of files stands for the end of the disk: the write fails in the same way, at some byte. */
    private List<String> appendUntilFull(String... arguments) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(
                "bash",
                "-c",
                "ulimit -f " + LARGEST_FILE_IN_KILOBYTES + "; exec \"$@\"",
                "bash",
                java,
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                DiskFull.class.getName()));
        command.addAll(List.of(arguments));
        command.add(command.size() - arguments.length + 1, directory.toString());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.lines().toList();
    }

    @Test
    void runWhoseFileCannotBeOpenedIsNamed() throws IOException {
        Files.createDirectories(directory.resolve("a.jsonl"));

        try (FileJournal journal = FileJournal.in(directory)) {
            JournalException told =
                    assertThrows(JournalException.class, () -> journal.append("a", 0, List.of(started("a"))));
            assertTrue(told.getMessage().contains(directory.resolve("a.jsonl").toString()), told.getMessage());
        }
    }

    @Test
    void readOnlyDatabaseIsToldOfAndCanBeRead() {
        try (JdbcJournal journal = JdbcJournal.on(Stores.sqlite(directory))) {
            journal.append("a", 0, List.of(started("a"), stopped(1)));
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        SQLiteDataSource readOnly = new SQLiteDataSource(config);
        readOnly.setUrl("jdbc:sqlite:" + directory.resolve("spindle.db"));

        try (JdbcJournal journal = JdbcJournal.on(readOnly)) {
            JournalException told =
                    assertThrows(JournalException.class, () -> journal.append("a", 2, List.of(resumed(2))));
            assertTrue(told.getMessage().contains("run 'a' at position 2"), told.getMessage());
            assertTrue(told.getMessage().contains("readonly"), told.getMessage());
            assertEquals(List.of(started("a"), stopped(1)), journal.read("a", 0));
        }
    }

    @Test
    void damagedDatabaseIsToldOf() throws IOException {
        try (JdbcJournal journal = JdbcJournal.on(Stores.sqlite(directory))) {
            journal.append("a", 0, List.of(started("a"), answered(1, "x".repeat(60_000)), stopped(2)));
        }
        try (RandomAccessFile file =
                new RandomAccessFile(directory.resolve("spindle.db").toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }

        JournalException told = assertThrows(JournalException.class, () -> {
            try (JdbcJournal journal = JdbcJournal.on(Stores.sqlite(directory))) {
                journal.read("a", 0);
            }
        });

        assertTrue(told.getMessage().contains("malformed"), told.getMessage());
    }

    @Test
    void damagedOrMissingContentOfAFileJournalIsNamed() throws IOException {
        try (FileJournal journal = FileJournal.in(directory)) {
            journal.append("a", 0, List.of(started("a"), answered(1, "x".repeat(100_000))));
            Path content = onlyFileIn(directory.resolve("content"));

            Files.writeString(content, "\"y\"");
            JournalException damaged = assertThrows(JournalException.class, () -> journal.read("a", 1));
            Files.delete(content);
            JournalException missing = assertThrows(JournalException.class, () -> journal.read("a", 1));

            String name = content.getFileName().toString().replace(".json", "");
            assertTrue(
                    damaged.getMessage().contains("Line 2 of " + directory.resolve("a.jsonl")), damaged.getMessage());
            assertTrue(damaged.getMessage().contains(name + " is damaged"), damaged.getMessage());
            assertTrue(missing.getMessage().contains(name + " is missing"), missing.getMessage());
        }
    }

    private static Path onlyFileIn(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertEquals(1, all.size(), all.toString());
            return all.get(0);
        }
    }
}
