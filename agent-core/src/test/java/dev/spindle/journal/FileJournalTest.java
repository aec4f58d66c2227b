package dev.spindle.journal;

import static dev.spindle.journal.Events.finished;
import static dev.spindle.journal.Events.resumed;
import static dev.spindle.journal.Events.started;
import static dev.spindle.journal.Events.stopped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.event.EventJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {
    @TempDir
    Path directory;

    private final List<FileJournal> opened = new ArrayList<>();

    private Journal journal() {
        FileJournal journal = FileJournal.in(directory);
        opened.add(journal);
        return journal;
    }

    @AfterEach
    void close() {
        opened.forEach(FileJournal::close);
    }

    @Test
    void aTornTailIsDroppedByTheNextDriverAndIgnoredByReaders() throws IOException {
        journal().append("a", 0, List.of(started("a"), stopped(1)));
        String torn = EventJson.write(resumed(2));
        Files.writeString(file(), torn.substring(0, torn.length() / 2), StandardOpenOption.APPEND);

        assertEquals(2, journal().read("a", 0).size());
        journal().append("a", 2, List.of(resumed(2), stopped(3)));

        assertEquals(
                List.of(started("a"), stopped(1), resumed(2), stopped(3)),
                journal().read("a", 0));
    }

    @Test
    void aTailTornInsideItsLastCharacterIsNoEvent() throws IOException {
        journal().append("a", 0, List.of(started("a"), stopped(1)));
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), java.util.Arrays.copyOf(whole, whole.length - 1));

        assertEquals(List.of(started("a")), journal().read("a", 0));
    }

    @Test
    void listsAllRunsAlsoThoseThatAreOver() {
        journal().append("b", 0, List.of(started("b"), finished(1)));
        journal().append("a", 0, List.of(started("a"), stopped(1)));

        assertEquals(List.of("a", "b"), journal().runs());
        assertEquals(List.of("a"), journal().unfinished());
    }

    @Test
    void aDamagedLineIsNamed() throws IOException {
        journal().append("a", 0, List.of(started("a"), stopped(1)));
        List<String> lines = new ArrayList<>(Files.readAllLines(file()));
        lines.set(1, lines.get(1).replace("Stopped", "Stoppd"));
        Files.write(file(), lines);

        JournalException damaged =
                assertThrows(JournalException.class, () -> journal().read("a", 0));

        assertTrue(damaged.getMessage().startsWith("Line 2 of " + file()), damaged.getMessage());
    }

    @Test
    void anEventOfANewerVersionIsRefusedClearly() throws IOException {
        journal().append("a", 0, List.of(started("a"), stopped(1)));
        Files.writeString(file(), Files.readString(file()).replace("{\"v\":1,", "{\"v\":2,"));

        JournalException newer =
                assertThrows(JournalException.class, () -> journal().read("a", 0));

        assertTrue(
                newer.getMessage().contains("version 2") && newer.getMessage().contains("up to 1"), newer.getMessage());
    }

    @Test
    void aRunIdThatLooksLikeAPathStaysInTheDirectory() throws IOException {
        Path inside = directory.resolve("runs");
        List<String> ids = List.of("../a", "a/b", ".a", "/a", "..");
        try (FileJournal journal = FileJournal.in(inside)) {
            for (String id : ids) journal.append(id, 0, List.of(started(id)));

            for (String id : ids) assertEquals(List.of(started(id)), journal.read(id, 0));
            assertThrows(IllegalArgumentException.class, () -> journal.read("", 0));
        }

        try (Stream<Path> beside = Files.list(directory)) {
            assertEquals(List.of(inside), beside.toList());
        }
    }

    @Test
    void aSecondJournalOnTheSameDirectoryCannotDriveALiveRun() {
        journal().append("a", 0, List.of(started("a")));

        Journal other = journal();

        assertThrows(Journal.ConflictException.class, () -> other.append("a", 1, List.of(resumed(1))));
    }

    @Test
    void aFailedTryInThisProcessDoesNotFreeTheLockForOthers() throws Exception {
        journal().append("a", 0, List.of(started("a")));
        assertThrows(Journal.ConflictException.class, () -> journal().append("a", 1, List.of(resumed(1))));

        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TryToResume.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();

        assertEquals("conflict", new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    /** A process of its own that tries to drive the run. */
    static final class TryToResume {
        private TryToResume() {}

        public static void main(String[] arguments) {
            try (FileJournal journal = FileJournal.in(Path.of(arguments[0]))) {
                journal.append("a", 1, List.of(resumed(1)));
                System.out.print("drives");
            } catch (Journal.ConflictException conflict) {
                System.out.print("conflict");
            }
        }
    }

    private Path file() {
        return directory.resolve("a.jsonl");
    }
}
