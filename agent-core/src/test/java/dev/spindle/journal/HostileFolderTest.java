package dev.spindle.journal;

import static dev.spindle.journal.Events.resumed;
import static dev.spindle.journal.Events.started;
import static dev.spindle.journal.Events.stopped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.Agents;
import dev.spindle.Agents.Recovered;
import dev.spindle.event.EventJson;
import dev.spindle.event.Input;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.journal.Journal.KeptRun;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Usage;
import dev.spindle.message.UserMessage;
import dev.spindle.model.ModelReply;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder of runs on an odd disk: torn lines, bad bytes, names that other file systems take for others, curious neighbours. */
@Timeout(60)
class HostileFolderTest {
    private static final Input SAID = new Input.Said(UserMessage.of("One more thing."));
    private static final Input ENOUGH = new Input.Cancelled("enough");

    @TempDir
    Path directory;

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

    private void stop(String... runIds) {
        for (String runId : runIds) journal().append(runId, 0, List.of(started(runId), stopped(1)));
    }

    private void dead(String runId) {
        try (FileJournal journal = FileJournal.in(directory)) {
            journal.append(runId, 0, List.of(started(runId)));
        }
    }

    private List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aPostBehindATornOneIsNotGluedToIt() throws IOException {
        stop("a");
        journal().post("a", SAID);
        Files.writeString(directory.resolve("a.inbox.jsonl"), "{\"type\":\"Said\",\"mess", StandardOpenOption.APPEND);

        journal().post("a", ENOUGH);

        assertEquals(List.of(SAID, ENOUGH), journal().inbox("a", 0));
    }

    @Test
    void aPostIntoAFileOfNothingButATornLineIsTheFirst() throws IOException {
        stop("a");
        Files.writeString(directory.resolve("a.inbox.jsonl"), "x".repeat(200_000));

        journal().post("a", ENOUGH);

        assertEquals(List.of(ENOUGH), journal().inbox("a", 0));
    }

    @Test
    void anInboxOfEventsOfAnIdThatIsNoneIsUnreadableAndNoMore() throws IOException {
        stop("a");
        Files.writeString(
                directory.resolve("a.inbox.jsonl"),
                "{\"v\":1,\"type\":\"Started\",\"at\":{\"position\":0},\"runId\":\"b,\"}\n");

        assertThrows(JournalException.class, () -> journal().inbox("a", 0));
    }

    @Test
    void anInterruptStopsNoPostAndStaysPending() {
        stop("a");

        Thread.currentThread().interrupt();
        journal().post("a", ENOUGH);

        assertTrue(Thread.interrupted());
        assertEquals(List.of(ENOUGH), journal().inbox("a", 0));
    }

    @Test
    void noRunHasAFileOfAnother() {
        for (String runId : HostileIds.ALL) {
            stop(runId);
            journal().post(runId, new Input.Cancelled(runId));
        }

        for (String runId : HostileIds.ALL) {
            assertEquals(List.of(started(runId), stopped(1)), journal().read(runId, 0), runId);
            assertEquals(List.of(new Input.Cancelled(runId)), journal().inbox(runId, 0), runId);
        }
        assertEquals(HostileIds.ALL.stream().sorted().toList(), journal().runs());
        assertEquals(
                HostileIds.ALL.stream().sorted().toList(),
                journal().unfinished().stream().sorted().toList());
    }

    @Test
    void everyFileSystemCanKeepTheNamesApart() throws IOException {
        for (String runId : HostileIds.ALL) {
            stop(runId);
            journal().post(runId, SAID);
        }

        List<String> names = names(directory);
        assertEquals(
                names.size(),
                names.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .distinct()
                        .count());
        assertEquals(3 * HostileIds.ALL.size(), names.size());
        for (String name : names) {
            String device = name.substring(0, name.indexOf('.'));
            assertTrue(!device.matches("(?i)con|prn|aux|nul|com[0-9]|lpt[0-9]"), name);
            assertTrue(name.length() <= 240, name);
            assertTrue(name.matches("[a-z0-9._=~%-]+") && !name.endsWith("."), name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Order-7", "x.inbox", "CON", "a.", "Order-7/2.0"})
    void aRunThatWasBegunUnderTheNameOfOldIsReadAndGoneOnWithThere(String runId) throws IOException {
        String old = runId.replace('/', '~');
        Files.writeString(
                directory.resolve(old + ".jsonl"),
                EventJson.write(started(runId)) + "\n" + EventJson.write(stopped(1)) + "\n");
        Files.writeString(directory.resolve(old + ".inbox.jsonl"), EventJson.writeInput(SAID) + "\n");

        journal().append(runId, 2, List.of(resumed(2), stopped(3)));
        journal().post(runId, ENOUGH);

        assertEquals(4, journal().read(runId, 0).size());
        assertEquals(List.of(SAID, ENOUGH), journal().inbox(runId, 0));
        assertEquals(List.of(runId), journal().runs());
        assertEquals(List.of(old + ".inbox.jsonl", old + ".jsonl", old + ".lock"), names(directory));
    }

    @Test
    void theRunOfOldThatWasKeptWhereAnInboxBelongsIsNotTakenForOne() throws IOException {
        Files.writeString(
                directory.resolve("x.inbox.jsonl"),
                EventJson.write(started("x.inbox")) + "\n" + EventJson.write(stopped(1)) + "\n");
        stop("x");

        JournalException told =
                assertThrows(JournalException.class, () -> journal().post("x", SAID));

        assertTrue(told.getMessage().contains("x.inbox.jsonl is no inbox"), told.getMessage());
        assertTrue(told.getMessage().endsWith("rename it to x=.inbox.jsonl"), told.getMessage());
        Files.move(directory.resolve("x.inbox.jsonl"), directory.resolve("x=.inbox.jsonl"));
        journal().post("x", SAID);
        assertEquals(2, journal().read("x.inbox", 0).size());
    }

    @Test
    void anInboxOfOldOnWhichARunOfThatNameWouldHaveWrittenStaysAnInbox() {
        stop("x");
        journal().post("x", SAID);

        assertEquals(List.of(), journal().read("x.inbox", 0));
        stop("x.inbox");

        assertEquals(List.of(SAID), journal().inbox("x", 0));
        assertEquals(2, journal().read("x.inbox", 0).size());
    }

    @Test
    void runsThatCannotBeReadKeepNoOtherFromGoingOn() throws IOException {
        for (String runId : List.of("bad-byte", "huge", "line", "no-file", "poisoned", "good-1", "good-2")) dead(runId);
        damage("bad-byte");
        enlarge("huge", 3L << 30);
        Files.writeString(file("line"), "{\"v\":1,\n", StandardOpenOption.APPEND);
        Files.delete(file("no-file"));
        Files.createDirectory(file("no-file"));
        replace("poisoned", "2030-01-02T03:04:05.678Z", "+1000000000-12-31T23:59:59Z");
        FileJournal journal = journal();
        Agent agent = Agent.builder(call -> ModelReply.of(AssistantMessage.of("Here."), Usage.NONE))
                .journal(journal)
                .build();

        List<Recovered> recovered = Agents.recover(journal, 2, started -> Optional.of(agent));

        assertEquals(List.of("good-1", "good-2"), ids(recovered, Recovered.WentOn.class));
        assertEquals(
                List.of("bad-byte", "huge", "line", "no-file", "poisoned"), ids(recovered, Recovered.Failed.class));
        assertEquals(7, journal.runs().size());
        for (Recovered run : recovered) {
            if (run instanceof Recovered.Failed failed)
                assertTrue(
                        failed.why().getMessage().contains(file(run.runId()).toString()),
                        failed.why().getMessage());
        }
    }

    private static List<String> ids(Collection<Recovered> recovered, Class<? extends Recovered> kind) {
        return recovered.stream()
                .filter(kind::isInstance)
                .map(Recovered::runId)
                .sorted()
                .toList();
    }

    @Test
    void aBadByteIsNamedByItsLine() throws IOException {
        stop("a");
        byte[] bytes = Files.readAllBytes(file("a"));
        bytes[bytes.length - 4] = (byte) 0xff;
        Files.write(file("a"), bytes);

        JournalException told =
                assertThrows(JournalException.class, () -> journal().read("a", 0));

        assertTrue(told.getMessage().startsWith("Line 2 of " + file("a")), told.getMessage());
    }

    @Test
    void aTimeThatNoCalendarShowsIsNamedByItsLine() throws IOException {
        stop("a");
        replace("a", "2030-01-02T03:04:06.678Z", "-1000000000-01-01T00:00:00Z");

        JournalException told =
                assertThrows(JournalException.class, () -> journal().read("a", 0));

        assertTrue(told.getMessage().startsWith("Line 2 of " + file("a")), told.getMessage());
        assertTrue(told.getMessage().contains("years 0 to 9999"), told.getMessage());
    }

    @Test
    void whatIsNoFileOfARunIsNoRun() throws IOException {
        stop("a");
        for (String name : List.of(
                "notes.jsonl",
                "b c.jsonl",
                ".a.jsonl",
                "a%C3%B6.jsonl",
                "a%ff.jsonl",
                "a%61.jsonl",
                "%.jsonl",
                "a=.jsonl",
                "=A.jsonl",
                "é.jsonl",
                "x.inbox.jsonl")) Files.writeString(directory.resolve(name), "");
        Files.delete(directory.resolve("notes.jsonl"));

        assertEquals(List.of("a"), journal().runs());
    }

    @Test
    void onlyTheOwnerReadsWhatIsCreated() throws IOException {
        Path folder = directory.resolve("runs/of/mine");
        try (FileJournal journal = FileJournal.in(folder)) {
            journal.append("a", 0, List.of(started("a"), KeptEventTest.answered("x".repeat(100_000))));
            journal.post("a", SAID);
        }

        try (Stream<Path> all = Files.walk(directory.resolve("runs"))) {
            for (Path path : all.toList()) {
                String wanted = Files.isDirectory(path) ? "rwx------" : "rw-------";
                assertEquals(
                        wanted, PosixFilePermissions.toString(Files.getPosixFilePermissions(path)), path.toString());
            }
        }
        assertEquals(List.of("a.inbox.jsonl", "a.jsonl", "a.lock", "content", "content=.lock"), names(folder));
    }

    @Test
    void whatIsDeletedLeavesNoFile() throws IOException {
        stop("stays");
        FileJournal journal = journal();
        journal.append("a", 0, List.of(started("a"), KeptEventTest.answered("x".repeat(100_000)), stopped(2)));
        journal.post("a", SAID);

        journal.delete("a");

        assertEquals(List.of("content", "content=.lock", "stays.jsonl", "stays.lock"), names(directory));
        assertEquals(List.of(), names(directory.resolve("content")));
    }

    @Test
    void whatAnotherJournalHasSweptIsKeptAgain() {
        FileJournal one = journal();
        FileJournal other = journal();
        List<Recorded> events = List.of(started("a"), KeptEventTest.answered("x".repeat(100_000)), stopped(2));
        one.append("a", 0, events);

        other.delete("a");
        one.append("a", 0, events);

        assertEquals(events, other.read("a", 0));
    }

    @Test
    void aRunThatCannotBeReadIsListedWithItsTroubleAndDeletedByNameAlone() throws IOException {
        stop("a", "b");
        damage("b");

        List<KeptRun> runs = journal().runs(Journal.Query.ALL);
        List<KeptRun> left = journal().deleteAll(Journal.Query.ALL.onlyUnfinished());

        assertEquals(List.of("a", "b"), runs.stream().map(KeptRun::runId).toList());
        assertTrue(String.valueOf(runs.get(1).trouble()).contains(file("b").toString()), runs.toString());
        assertEquals(List.of("b"), left.stream().map(KeptRun::runId).toList());
        assertTrue(journal().delete("b"));
        assertEquals(List.of(), journal().runs());
    }

    private Path file(String runId) {
        return directory.resolve(runId + ".jsonl");
    }

    private void damage(String runId) throws IOException {
        byte[] bytes = Files.readAllBytes(file(runId));
        bytes[bytes.length / 2] = (byte) 0xc0;
        Files.write(file(runId), bytes);
    }

    private void enlarge(String runId, long size) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(file(runId).toFile(), "rw")) {
            file.setLength(size);
        }
    }

    private void replace(String runId, String from, String to) throws IOException {
        Files.writeString(file(runId), Files.readString(file(runId)).replace(from, to));
    }
}
