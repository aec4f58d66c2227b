package dev.spindle.journal;

import static dev.spindle.journal.Events.started;
import static dev.spindle.journal.Events.stopped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.event.Input;
import dev.spindle.event.RunEvent;
import dev.spindle.journal.Journal.KeptRun;
import dev.spindle.message.UserMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder of runs in which somebody has put links, pipes and lines that no journal writes. */
@Timeout(60)
class StrangeFilesTest {
    private static final Input SAID = new Input.Said(UserMessage.of("One more thing."));

    @TempDir
    Path directory;

    @TempDir
    Path outside;

    private final List<FileJournal> opened = new ArrayList<>();

    private FileJournal journal() {
        FileJournal journal = FileJournal.in(directory);
        opened.add(journal);
        return journal;
    }

    @AfterEach
    void close() {
        opened.forEach(FileJournal::close);
    }

    private void stop(String runId) {
        journal().append(runId, 0, List.of(started(runId), stopped(1)));
    }

    private List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.jsonl", "a.lock", "a.inbox.jsonl"})
    void aLinkIsNotFollowedAndWhatItLeadsToStaysAsItIs(String name) throws IOException {
        Path secret = Files.writeString(outside.resolve("secret"), "torn, as a line that never ended");
        Files.createSymbolicLink(directory.resolve(name), secret);

        JournalException refused = assertThrows(JournalException.class, () -> {
            journal().append("a", 0, List.of(started("a"), stopped(1)));
            journal().post("a", SAID);
        });

        assertTrue(refused.getMessage().contains(name), refused.getMessage());
        assertEquals("torn, as a line that never ended", Files.readString(secret));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.jsonl", "a.lock", "a.inbox.jsonl"})
    void aLinkThatLeadsNowhereCreatesNothingThere(String name) throws IOException {
        Path nowhere = outside.resolve("nowhere");
        Files.createSymbolicLink(directory.resolve(name), nowhere);

        assertThrows(JournalException.class, () -> {
            journal().append("a", 0, List.of(started("a"), stopped(1)));
            journal().post("a", SAID);
        });

        assertTrue(Files.notExists(nowhere));
    }

    @Test
    void aLinkAmongTheRunsIsInTroubleAloneAndTellsNothingOfWhatItLeadsTo() throws IOException {
        stop("good");
        Path secret = Files.writeString(outside.resolve("secret"), "password\n");
        Files.createSymbolicLink(directory.resolve("bad.jsonl"), secret);

        List<KeptRun> runs = journal().runs(Journal.Query.ALL);

        assertEquals(List.of("bad", "good"), runs.stream().map(KeptRun::runId).toList());
        assertTrue(String.valueOf(runs.get(0).trouble()).contains("no file"), runs.toString());
        assertThrows(JournalException.class, () -> journal().read("bad", 0));
        assertTrue(journal().delete("bad"));
        assertTrue(Files.exists(secret));
    }

    @Test
    void aContentThatIsAPipeIsToldAtOnce() throws Exception {
        Path content = contentOfALongQuestion("a");
        Files.delete(content);
        assertEquals(0, new ProcessBuilder("mkfifo", content.toString()).start().waitFor());

        JournalException refused = assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThrows(JournalException.class, () -> {
                    journal().read("a", 0);
                }));

        assertTrue(refused.getMessage().contains("no file"), refused.getMessage());
    }

    @Test
    void aLineThatRefersToOneContentForEverIsRefusedBeforeItFillsTheMemory() throws IOException {
        Path content = contentOfALongQuestion("a");
        String hash = content.getFileName().toString().replace(".json", "");
        String cut = "{\"at\":0,\"content\":\"" + hash + "\"}";
        String cuts = String.join(",", Collections.nCopies(30_000, cut));
        Files.writeString(
                directory.resolve("b.jsonl"), "{\"v\":1,\"apart\":{\"cuts\":[" + cuts + "]},\"type\":\"Started\"}\n");

        JournalException refused =
                assertThrows(JournalException.class, () -> journal().read("b", 0));

        assertTrue(refused.getMessage().contains("more than"), refused.getMessage());
    }

    /** The file of the one content of a run whose question is long. */
    private Path contentOfALongQuestion(String runId) throws IOException {
        RunEvent.Started plain = (RunEvent.Started) started(runId);
        RunEvent.Opening opening = plain.opening();
        RunEvent.Opening asked =
                new RunEvent.Opening("", "Be kind.", List.of(), UserMessage.of("y".repeat(70_000)), opening.asked());
        journal().append(runId, 0, List.of(plain.withOpening(asked), stopped(1)));
        Path folder = directory.resolve("content");
        return folder.resolve(names(folder).get(0));
    }

    @Test
    void aLineWithNothingWhereSomethingMustBeIsTheTroubleOfItsRunAlone() {
        String line = "{\"v\":1,\"apart\":{\"cuts\":[null]},\"type\":\"Started\"}";

        KeptRun run = KeptRun.ofLines("r", List.of(line));

        assertTrue(run.trouble() != null, run.toString());
    }
}
