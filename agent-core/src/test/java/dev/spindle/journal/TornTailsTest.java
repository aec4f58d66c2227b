package dev.spindle.journal;

import static dev.spindle.journal.Events.finished;
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
import dev.spindle.message.UserMessage;
import dev.spindle.testing.ScriptedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that were cut anywhere, and lines that nobody wrote so: what is whole stands, what follows is readable, other runs go on. */
@Timeout(60)
class TornTailsTest {
    private static final Input SAID = new Input.Said(UserMessage.of("Größe \ud83d\ude00 \u2028."));
    private static final Input ENOUGH = new Input.Cancelled("enough");

    @TempDir
    Path directory;

    private Path file(String name) {
        return directory.resolve(name);
    }

    private static byte[] lines(String... lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whereverTheLastEventIsCutTheNextIsReadable() throws IOException {
        byte[] whole = lines(EventJson.write(started("a")), EventJson.write(stopped(1)), EventJson.write(resumed(2)));
        int lastLine = whole.length - lines(EventJson.write(resumed(2))).length;
        for (int end = lastLine; end < whole.length; end += 3) {
            Files.write(file("a.jsonl"), Arrays.copyOf(whole, end));

            try (FileJournal journal = FileJournal.in(directory)) {
                journal.append("a", 2, List.of(resumed(2), stopped(3)));

                assertEquals(
                        List.of(started("a"), stopped(1), resumed(2), stopped(3)),
                        journal.read("a", 0),
                        "cut at " + end);
            }
        }
    }

    @Test
    void whereverTheLastPostIsCutTheNextIsReadable() throws IOException {
        Files.write(file("a.jsonl"), lines(EventJson.write(started("a")), EventJson.write(stopped(1))));
        byte[] first = lines(EventJson.writeInput(ENOUGH));
        byte[] whole = lines(EventJson.writeInput(ENOUGH), EventJson.writeInput(SAID));
        try (FileJournal journal = FileJournal.in(directory)) {
            for (int end = first.length; end < whole.length; end++) {
                Files.write(file("a.inbox.jsonl"), Arrays.copyOf(whole, end));

                journal.post("a", SAID);

                assertEquals(List.of(ENOUGH, SAID), journal.inbox("a", 0), "cut at " + end);
            }
        }
    }

    @Test
    void theFirstLineThatIsCutIsNoRunYet() throws IOException {
        byte[] whole = lines(EventJson.write(started("a")));
        for (int end : new int[] {0, 1, whole.length / 2, whole.length - 1}) {
            Files.write(file("a.jsonl"), Arrays.copyOf(whole, end));

            try (FileJournal journal = FileJournal.in(directory)) {
                assertEquals(List.of(), journal.read("a", 0), "cut at " + end);
                journal.append("a", 0, List.of(started("a"), stopped(1)));

                assertEquals(2, journal.read("a", 0).size(), "cut at " + end);
            }
        }
    }

    @Test
    void aContentThatADiskHasDamagedIsKeptAgainByTheNextThatHasIt() throws IOException {
        List<Recorded> a = List.of(started("a"), KeptEventTest.answered("x".repeat(100_000)), stopped(2));
        List<Recorded> b = List.of(started("b"), KeptEventTest.answered("x".repeat(100_000)), stopped(2));
        try (FileJournal journal = FileJournal.in(directory)) {
            journal.append("a", 0, a);
        }
        Path content = onlyFileIn(file("content"));
        for (String damaged : List.of("", "\"x\"", "\0".repeat((int) Files.size(content)))) {
            Files.writeString(content, damaged);

            try (FileJournal journal = FileJournal.in(directory)) {
                journal.append("b", 0, b);

                assertEquals(b, journal.read("b", 0));
                assertEquals(a, journal.read("a", 0));
                journal.delete("b");
            }
        }
    }

    @Test
    void aContentInWhosePlaceALinkStandsIsKeptAsAFile() throws IOException {
        List<Recorded> events = List.of(started("a"), KeptEventTest.answered("x".repeat(100_000)), stopped(2));
        try (FileJournal journal = FileJournal.in(directory)) {
            journal.append("a", 0, events);
            journal.delete("a");
            journal.append("a", 0, events);
        }
        Path content = onlyFileIn(file("content"));
        Path elsewhere = file("elsewhere");
        Files.move(content, elsewhere);
        Files.createSymbolicLink(content, elsewhere);

        try (FileJournal journal = FileJournal.in(directory)) {
            journal.append("b", 0, List.of(started("b"), KeptEventTest.answered("x".repeat(100_000)), stopped(2)));

            assertEquals(events, journal.read("a", 0));
        }
        assertTrue(Files.isRegularFile(content, LinkOption.NOFOLLOW_LINKS));
    }

    private static Path onlyFileIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findFirst().orElseThrow();
        }
    }

    /** What the file of a run may hold, that no journal writes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                "\n\n\n",
                "null\n",
                "[]\n",
                "7\n",
                "\"Started\"\n",
                "{}\n",
                "{\"v\":1}\n",
                "{\"v\":1,\"type\":\"Started\"}\n",
                "{\"v\":1,\"type\":\"Nonsense\",\"at\":{\"position\":0,\"time\":\"2030-01-01T00:00:00Z\"}}\n",
                "{\"v\":99999999999,\"type\":\"Started\"}\n",
                "{\"v\":\"1\",\"type\":\"Started\"}\n",
                "\ufeffSTARTED\n",
                "STARTED\r\n",
                "STARTED STARTED\n",
                "STARTED\n\nSTOPPED\n",
                "STARTED\nSTARTED\n",
                "STOPPED\nSTARTED\n",
                "STARTED\nSTOPPED\nSTOPPED\n",
                "FOREIGN\nSTOPPED\n",
                "ENDLESS\n",
                "DEEP\n",
                "TIME\n"
            })
    void aRunOfOddLinesFailsAloneAndByItsName(String odd) throws IOException {
        Files.write(file("good.jsonl"), lines(EventJson.write(started("good"))));
        Files.write(file("over.jsonl"), lines(EventJson.write(started("over")), EventJson.write(finished(1))));
        Files.writeString(file("bad.jsonl"), odd(odd));
        try (FileJournal journal = FileJournal.in(directory)) {
            Agent agent = Agent.builder(ScriptedModel.says("Here.").then("Here, too."))
                    .journal(journal)
                    .build();

            assertEquals(List.of("bad", "good", "over"), journal.runs());
            assertEquals(3, journal.runs(Journal.Query.ALL).size());
            assertTrue(journal.unfinished().contains("good"));
            assertTrue(journal.undriven().containsKey("good"));
            assertTrue(journal.ends(Set.of("good", "bad", "over")).keySet().containsAll(Set.of("good", "over")));
            assertEquals(List.of(), journal.inbox("good", 0));
            List<Recovered> recovered = Agents.recover(journal, 2, started -> Optional.of(agent));

            List<String> wentOn = new ArrayList<>();
            for (Recovered each : recovered) if (each instanceof Recovered.WentOn) wentOn.add(each.runId());
            assertTrue(wentOn.contains("good"), recovered.toString());
            assertEquals(2, journal.read("over", 0).size());
            assertTrue(journal.delete("bad"));
        }
    }

    private static String odd(String odd) {
        String begun = EventJson.write(started("bad"));
        return odd.replace("STARTED", begun)
                .replace("STOPPED", EventJson.write(stopped(1)))
                .replace("FOREIGN", EventJson.write(started("good")))
                .replace(
                        "ENDLESS", begun.substring(0, begun.length() - 1) + ",\"x\":\"" + "x".repeat(3_000_000) + "\"}")
                .replace("DEEP", begun.substring(0, begun.length() - 1) + ",\"x\":" + "[".repeat(100_000))
                .replace("TIME", begun.replaceFirst("\"time\":\"[^\"]*\"", "\"time\":\"9999999999-99-99T99:99:99Z\""));
    }

    @Test
    void aPostOfOddLinesIsTheTroubleOfItsRunAlone() throws IOException {
        try (FileJournal journal = FileJournal.in(directory)) {
            for (String runId : List.of("bad", "good")) journal.append(runId, 0, List.of(started(runId), stopped(1)));
            Files.writeString(file("bad.inbox.jsonl"), "null\n{}\n\"\"\n");
            journal.post("good", ENOUGH);

            assertThrows(JournalException.class, () -> journal.inbox("bad", 0));
            assertTrue(journal.havingPosts(Map.of("good", 0L, "bad", 0L)).contains("good"));
            assertEquals(List.of(ENOUGH), journal.inbox("good", 0));
            assertEquals(List.of("bad", "good"), journal.runs());
        }
    }
}
