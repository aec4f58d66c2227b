package dev.spindle.journal;

import static dev.spindle.journal.Events.resumed;
import static dev.spindle.journal.Events.started;
import static dev.spindle.journal.Events.stopped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.event.EventJson;
import dev.spindle.event.Input;
import dev.spindle.event.RunEvent;
import dev.spindle.journal.Journal.KeptRun;
import dev.spindle.message.UserMessage;
import dev.spindle.state.Fingerprint;
import dev.spindle.state.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

    private void pipe(Path place) throws Exception {
        assertEquals(0, new ProcessBuilder("mkfifo", place.toString()).start().waitFor());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.jsonl", "a.inbox.jsonl", "a.lock", "content=.lock"})
    void aPipeAmongTheFilesHoldsNobodyUp(String name) throws Exception {
        stop("good");
        pipe(directory.resolve(name));

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertThrows(JournalException.class, () -> {
                journal()
                        .append("a", 0, List.of(started("a"), KeptEventTest.answered("x".repeat(100_000)), stopped(2)));
                journal().post("a", SAID);
                journal().inbox("a", 0);
            });
            assertTrue(journal().runs().contains("good"));
            assertTrue(journal().unfinished().contains("good"));
            assertEquals(2, journal().read("good", 0).size());
            journal().runs(Journal.Query.ALL);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.jsonl", "a.inbox.jsonl", "a.lock", "content=.lock", "content"})
    void aFolderOrAFileInTheirPlaceIsToldByName(String name) throws IOException {
        stop("good");
        if (name.equals("content")) Files.writeString(directory.resolve(name), "no folder");
        else Files.createDirectory(directory.resolve(name));

        JournalException told = assertThrows(JournalException.class, () -> {
            journal().append("a", 0, List.of(started("a"), KeptEventTest.answered("x".repeat(100_000)), stopped(2)));
            journal().post("a", SAID);
            journal().inbox("a", 0);
        });

        assertTrue(told.getMessage().contains(name), told.getMessage());
        assertEquals(2, journal().read("good", 0).size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4_096, 100_000})
    void zerosThatAPowerFailureLeftBehindTheLastLineAreATornTail(int zeros) throws IOException {
        stop("a");
        journal().post("a", SAID);
        for (String name : List.of("a.jsonl", "a.inbox.jsonl"))
            Files.write(directory.resolve(name), new byte[zeros], StandardOpenOption.APPEND);

        assertEquals(2, journal().read("a", 0).size());
        journal().append("a", 2, List.of(resumed(2), stopped(3)));
        journal().post("a", SAID);

        assertEquals(4, journal().read("a", 0).size());
        assertEquals(List.of(SAID, SAID), journal().inbox("a", 0));
    }

    @Test
    void ofSeveralEventsThatWereWrittenAtOnceThoseThatAreWholeStand() throws IOException {
        stop("a");
        String torn = EventJson.write(resumed(2)) + "\n" + EventJson.write(stopped(3));
        Files.writeString(directory.resolve("a.jsonl"), torn, StandardOpenOption.APPEND);

        assertEquals(List.of(started("a"), stopped(1), resumed(2)), journal().read("a", 0));
        journal().append("a", 3, List.of(resumed(3), stopped(4)));

        assertEquals(5, journal().read("a", 0).size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"turns\":[null]",
                "\"turns\":null",
                "\"turns\":{}",
                "\"turns\":[\"\"]",
                "\"turns\":[\"../../etc/passwd\"]",
                "\"before\":7",
                "\"before\":\"\"",
                "\"instructions\":[]",
                "\"tools\":\"0\"",
                "\"cuts\":[null]",
                "\"cuts\":[{}]",
                "\"cuts\":[{\"at\":-1,\"content\":\"0\"}]",
                "\"cuts\":[{\"at\":1e9,\"content\":null}]",
                "\"cuts\":{\"at\":0}",
                "\"cuts\":[[[[",
                "",
                "\"x\":1"
            })
    void aReferenceThatIsNoneIsNamedByItsLine(String apart) throws IOException {
        String event = EventJson.write(started("a"));
        Files.writeString(
                directory.resolve("a.jsonl"),
                event.replace("{\"v\":1,", "{\"v\":1,\"apart\":{" + apart + "},") + "\n" + EventJson.write(stopped(1))
                        + "\n");

        try {
            assertEquals(2, journal().read("a", 0).size());
        } catch (JournalException told) {
            assertTrue(told.getMessage().startsWith("Line 1 of "), told.getMessage());
        }
        assertEquals(List.of("a"), journal().runs());
        assertEquals(1, journal().runs(Journal.Query.ALL).size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"messages\":null}",
                "{\"messages\":[null]}",
                "{\"messages\":[{\"type\":\"ToolMessage\"}]}",
                "{}",
                "null",
                "[]",
                "7",
                "{\"text\":null,\"cuts\":[]}",
                "{\"text\":\"{}\",\"cuts\":[null]}",
                "{\"text\":\"{\\\"messages\\\":[]}\",\"cuts\":[{\"at\":0,\"content\":null}]}",
                "{\"text\":\"{\\\"messages\\\":[]}\",\"cuts\":null}"
            })
    void aContentThatIsNoTurnIsNamedByTheLineThatRefersToIt(String content) throws IOException {
        String hash = kept(content);
        String block =
                kept("{\"before\":null,\"turns\":" + (content.equals("{}") ? "null" : "[\"" + hash + "\",null]") + "}");
        for (String apart : List.of(
                "\"turns\":[\"" + hash + "\"]",
                "\"before\":\"" + hash + "\"",
                "\"before\":\"" + block + "\"",
                "\"tools\":\"" + hash + "\"",
                "\"instructions\":\"" + hash + "\"")) {
            Files.writeString(
                    directory.resolve("a.jsonl"),
                    EventJson.write(started("a")).replace("{\"v\":1,", "{\"v\":1,\"apart\":{" + apart + "},") + "\n");

            try {
                RunState.of(journal().read("a", 0));
            } catch (JournalException told) {
                assertTrue(told.getMessage().startsWith("Line 1 of "), told.getMessage());
            }
        }
    }

    /** Keeps a text as a content of the folder, under its hash, as one who can write there may. */
    private String kept(String content) throws IOException {
        String hash = Fingerprint.of(content);
        Files.createDirectories(directory.resolve("content"));
        Files.writeString(directory.resolve("content").resolve(hash + ".json"), content);
        return hash;
    }

    @Test
    void aLineThatNamesOneTurnForEverIsRefusedBeforeItFillsTheMemory() throws IOException {
        String message = "{\"type\":\"UserMessage\",\"parts\":[]}";
        String turn = kept("{\"messages\":[" + String.join(",", Collections.nCopies(20_000, message)) + "]}");
        String turns = String.join(",", Collections.nCopies(100_000, "\"" + turn + "\""));
        Files.writeString(
                directory.resolve("a.jsonl"),
                EventJson.write(started("a")).replace("{\"v\":1,", "{\"v\":1,\"apart\":{\"turns\":[" + turns + "]},")
                        + "\n");

        JournalException refused = assertTimeoutPreemptively(
                Duration.ofSeconds(40),
                () -> assertThrows(JournalException.class, () -> journal().read("a", 0)));

        assertTrue(refused.getMessage().contains("more than"), refused.getMessage());
    }
}
