package dev.spindle.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.event.EventJson;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.StopReason;
import dev.spindle.message.Message;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.message.Usage;
import dev.spindle.state.RunState;
import dev.spindle.state.Step;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Journals of each version of the format must fold to the same state for ever. */
class GoldenJournalTest {
    private static List<Recorded> golden(String name) throws IOException, URISyntaxException {
        Path file = Path.of(Objects.requireNonNull(GoldenJournalTest.class.getResource(name), name)
                .toURI());
        return Files.readAllLines(file).stream().map(EventJson::read).toList();
    }

    @Test
    void versionOneFoldsToWhatItMeant() throws Exception {
        RunState state = RunState.of(golden("journal-v1.jsonl"));

        Step.Stop end = assertInstanceOf(Step.Stop.class, state.next());
        assertEquals(StopReason.ANSWERED, end.reason());
        assertEquals("Bo has his money, Al has not.", state.partialText());
        assertEquals(3, state.turns());
        assertEquals(4, state.toolCalls());
        assertEquals(Usage.of(60, 12), state.spent().usage());
        assertEquals("0.0012", state.spent().cost().usd().toPlainString());
        assertEquals(Duration.ofSeconds(11), state.timeSpent());
        assertEquals(1, state.fence());
        assertEquals(1, state.received());
    }

    @Test
    void versionOneKeepsEveryAnswerOfEveryCall() throws Exception {
        RunState state = RunState.of(golden("journal-v1.jsonl"));

        List<Outcome> outcomes = state.transcript().messages().stream()
                .filter(ToolMessage.class::isInstance)
                .map(message -> ((ToolMessage) message).outcome())
                .toList();

        assertEquals(List.of(Outcome.OK, Outcome.UNKNOWN_TOOL, Outcome.OK, Outcome.REFUSED), outcomes);
        assertTrue(state.transcript().isClosed());
    }

    @Test
    void versionOneShowsWhatItsCompactionsLeft() throws Exception {
        RunState state = RunState.of(golden("journal-v1-compacted.jsonl"));

        List<Message> shown = state.shown().messages();

        assertEquals("You keep the books.", shown.get(0).text());
        assertEquals("How far does the book go?", shown.get(1).text());
        assertTrue(shown.get(2).text().contains("\nBo is a customer since 2019. The book was read up to 999.\n"));
        assertTrue(shown.get(4).text().endsWith("read_result {\"result\":\"1.0\",\"from\":2000} …]"));
        assertEquals("Up to 999.", shown.get(5).text());
        assertEquals(6, shown.size());
        assertEquals(12, state.transcript().size());
        assertEquals(
                Usage.of(200 + 300 + 300 + 900 + 500, 20 + 20 + 4 + 4 + 4),
                state.spent().usage());
        assertEquals("0.0033", state.spent().cost().usd().toPlainString());
    }

    @Test
    void versionOneTellsWhatWasEstimated() throws Exception {
        RunState state = RunState.of(golden("journal-v1-estimated.jsonl"));

        assertEquals(Usage.of(12 + 12 + 12, 2 + 1 + 3), state.spent().usage());
        assertEquals("~0.0018 USD", state.spent().cost().toString());
        assertEquals("There is nothing.", state.partialText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"journal-v1.jsonl", "journal-v1-compacted.jsonl", "journal-v1-estimated.jsonl"})
    void versionOneIsStillWrittenTheSame(String name) throws Exception {
        List<Recorded> events = golden(name);

        assertEquals(
                events,
                events.stream().map(EventJson::write).map(EventJson::read).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"journal-v1.jsonl", "journal-v1-compacted.jsonl", "journal-v1-estimated.jsonl"})
    void foldingInPiecesIsFoldingAtOnce(String name) throws Exception {
        List<Recorded> events = golden(name);
        RunState whole = RunState.of(events);

        for (int cut = 1; cut < events.size(); cut++) {
            RunState first = RunState.of(events.subList(0, cut));
            assertTrue(first.closedTranscript().isClosed(), "after " + cut + " events");
            RunState both = first.after(events.subList(cut, events.size()));
            assertEquals(whole.transcript(), both.transcript());
            assertEquals(whole.shown(), both.shown());
            assertEquals(whole.next(), both.next());
            assertEquals(whole.timeSpent(), both.timeSpent());
        }
    }
}
