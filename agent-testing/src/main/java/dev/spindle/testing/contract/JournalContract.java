package dev.spindle.testing.contract;

import static dev.spindle.testing.contract.Events.answered;
import static dev.spindle.testing.contract.Events.finished;
import static dev.spindle.testing.contract.Events.resumed;
import static dev.spindle.testing.contract.Events.started;
import static dev.spindle.testing.contract.Events.stopped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.event.EventJson;
import dev.spindle.event.Input;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.journal.Journal;
import dev.spindle.json.Json;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Message;
import dev.spindle.message.Part;
import dev.spindle.message.UserMessage;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link Journal} keeps to. Extend it, give it a journal, and the tests run with yours:
 *
 * <pre>{@code
 * class MyJournalTest extends JournalContract {
 *   @Override
 *   protected Journal journal() {
 *     return new MyJournal(anEmptyStore());
 *   }
 * }
 * }</pre>
 *
 * <p>Needs JUnit Jupiter 5.
 */
@Timeout(120)
public abstract class JournalContract extends DecisionContract {
    private static final int LONG = 300_000;
    private static final int APPENDERS = 8;

    /** For whoever extends it. */
    protected JournalContract() {}

    /** The journal to try, in which nothing is kept; asked for once in each test. */
    @Override
    protected abstract Journal journal();

    @Test
    void givesBackWhatWasAppendedInOrder() {
        Journal journal = journal();

        journal.append("a", 0, List.of(started("a")));
        journal.append("a", 1, List.of(stopped(1)));
        journal.append("a", 2, List.of(resumed(2), stopped(3)));

        assertEquals(List.of(started("a"), stopped(1), resumed(2), stopped(3)), journal.read("a", 0));
        assertEquals(List.of(stopped(3)), journal.read("a", 3));
        assertEquals(List.of(), journal.read("a", 4));
        assertEquals(List.of(), journal.read("b", 0));
    }

    @Test
    void refusesATakenPositionAndKeepsNothingOfIt() {
        Journal journal = journal();
        journal.append("a", 0, List.of(started("a"), stopped(1)));

        assertThrows(Journal.ConflictException.class, () -> journal.append("a", 1, List.of(resumed(1), stopped(2))));

        assertEquals(2, journal.read("a", 0).size());
    }

    @Test
    void refusesASecondBeginning() {
        Journal journal = journal();
        journal.append("a", 0, List.of(started("a"), stopped(1)));

        assertThrows(Journal.ConflictException.class, () -> journal.append("a", 0, List.of(started("a"))));

        assertEquals(2, journal.read("a", 0).size());
    }

    @Test
    void refusesAGap() {
        Journal journal = journal();
        journal.append("a", 0, List.of(started("a"), stopped(1)));

        assertThrows(Journal.ConflictException.class, () -> journal.append("a", 3, List.of(resumed(3))));
    }

    @Test
    void refusesASecondDriverUntilTheFirstStops() {
        Journal journal = journal();
        journal.append("a", 0, List.of(started("a")));

        assertThrows(Journal.ConflictException.class, () -> journal.append("a", 1, List.of(resumed(1))));
        journal.append("a", 1, List.of(stopped(1)));
        journal.append("a", 2, List.of(resumed(2)));

        assertEquals(3, journal.read("a", 0).size());
    }

    @Test
    void aReleasedRunCanBeDrivenAgain() {
        Journal journal = journal();
        journal.append("a", 0, List.of(started("a")));

        journal.release("a");
        journal.append("a", 1, List.of(resumed(1)));

        assertEquals(List.of(started("a"), resumed(1)), journal.read("a", 0));
    }

    @Test
    void ofManyWhoAppendAtOnceExactlyOneWins() throws InterruptedException, ExecutionException {
        Journal journal = journal();
        journal.append("a", 0, List.of(started("a"), stopped(1)));
        List<Recorded> winners = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger losers = new AtomicInteger();
        List<Runnable> work = new ArrayList<>();
        for (int at = 0; at < APPENDERS; at++) {
            Recorded appended = resumed(2, "driver " + at);
            work.add(() -> {
                try {
                    journal.append("a", 2, List.of(appended));
                    winners.add(appended);
                } catch (Journal.ConflictException lost) {
                    // Perhaps the winner holds the run, and has not written yet.
                    assertTrue(journal.read("a", 0).size() >= 2, lost.getMessage());
                    losers.incrementAndGet();
                }
            });
        }

        Threads.runAll(work);

        assertEquals(1, winners.size());
        assertEquals(APPENDERS - 1, losers.get());
        assertEquals(List.of(started("a"), stopped(1), winners.get(0)), journal.read("a", 0));
    }

    @Test
    void runsDoNotSeeOneAnother() {
        Journal journal = journal();

        journal.append("a", 0, List.of(started("a")));
        journal.append("A", 0, List.of(started("A")));
        journal.append("a/2.0", 0, List.of(started("a/2.0")));

        assertEquals(List.of(started("a")), journal.read("a", 0));
        assertEquals(List.of(started("A")), journal.read("A", 0));
        assertEquals(List.of(started("a/2.0")), journal.read("a/2.0", 0));
    }

    @Test
    void keepsEveryCharacter() {
        Journal journal = journal();
        String odd = "☃ \uD83D\uDE00 a\u0000b \u2028 \uFFFF ' \" \\ % _ ; -- \uD83D";

        journal.append("a", 0, List.of(started("a"), answered(1, odd), answered(2, odd.repeat(LONG / odd.length()))));

        assertEquals(
                List.of(started("a"), answered(1, odd), answered(2, odd.repeat(LONG / odd.length()))),
                journal.read("a", 0));
    }

    @Test
    void keepsHugeEvents() {
        Journal journal = journal();
        Recorded huge = answered(1, "\"12345678\"\\".repeat(400_000));

        journal.append("a", 0, List.of(started("a"), huge));

        assertEquals(List.of(started("a"), huge), journal.read("a", 0));
    }

    @Test
    void keepsInstructionsToolsAndHistoryOfManyRuns() {
        Journal journal = journal();
        List<Message> history = new ArrayList<>();
        List<ToolSpec> tools = List.of(ToolSpec.of(
                "find",
                "Finds what a person is looking for. ".repeat(20),
                Json.parse("{\"type\":\"object\",\"properties\":{}}"),
                Effect.READ));

        for (int at = 0; at < 150; at++) {
            String runId = "r" + at;
            journal.append(runId, 0, List.of(started(runId, "Be kind. ".repeat(100), tools, history)));
            history.add(new UserMessage(
                    List.of(new Part.Text("question " + at + " ☃"), Part.Image.at("http://127.0.0.1/x"))));
            history.add(AssistantMessage.of("answer " + at));
        }

        for (int at : new int[] {0, 1, 63, 64, 65, 128, 149}) {
            List<Message> before = history.subList(0, 2 * at);
            assertEquals(List.of(started("r" + at, "Be kind. ".repeat(100), tools, before)), journal.read("r" + at, 0));
        }
    }

    @Test
    void listsTheRunsThatAreNotFinished() {
        Journal journal = journal();
        journal.append("a", 0, List.of(started("a"), finished(1)));
        journal.append("b", 0, List.of(started("b"), stopped(1)));
        journal.append("c", 0, List.of(started("c", "Be kind. ".repeat(100), List.of(), List.of())));

        assertEquals(List.of("b", "c"), journal.unfinished().stream().sorted().toList());
        assertEquals(
                List.of("b", "c"),
                journal.runs().stream().filter(id -> !id.equals("a")).sorted().toList());
    }

    @Test
    void whoLooksForRunsThatNobodyDrivesFindsThemAndTheirEnds() {
        Journal journal = journal();
        journal.append("over", 0, List.of(started("over"), finished(1)));
        journal.append("left", 0, List.of(started("left")));
        journal.release("left");
        journal.append("stopped", 0, List.of(started("stopped"), stopped(1)));

        Map<String, Long> before = journal.undriven();
        Map<String, Journal.Ends> ends = journal.ends(List.of("left", "stopped", "nowhere"));
        journal.append("stopped", 2, List.of(resumed(2), stopped(3)));
        Map<String, Long> after = journal.undriven();

        assertEquals(Set.of("left", "stopped"), before.keySet());
        assertEquals(before.get("left"), after.get("left"));
        assertNotEquals(before.get("stopped"), after.get("stopped"));
        RunEvent.Started left = (RunEvent.Started) started("left");
        RunEvent.Started stopped = (RunEvent.Started) started("stopped");
        assertEquals(
                Map.of("left", new Journal.Ends(left, left), "stopped", new Journal.Ends(stopped, stopped(1))), ends);
    }

    @Test
    void theInboxKeepsItsOrderAndMayBeReadAgain() {
        Journal journal = journal();
        journal.append("a", 0, List.of(started("a")));

        journal.post("a", new Input.Said(UserMessage.of("one\ntwo")));
        journal.post("a", new Input.Cancelled("enough"));

        assertEquals(
                List.of(new Input.Said(UserMessage.of("one\ntwo")), new Input.Cancelled("enough")),
                journal.inbox("a", 0));
        assertEquals(List.of(new Input.Cancelled("enough")), journal.inbox("a", 1));
        assertEquals(List.of(), journal.inbox("a", 2));
    }

    @Test
    void ofManyRunsThoseWithPostsAreNamed() {
        Journal journal = journal();
        Map<String, Long> taken = new HashMap<>();
        for (int at = 0; at < 700; at++) taken.put("run-" + at, 0L);
        for (String runId : List.of("run-1", "run-300", "run-699")) {
            journal.append(runId, 0, List.of(started(runId)));
            journal.post(runId, new Input.Cancelled("enough"));
        }
        taken.put("run-300", 1L);

        Set<String> found = journal.havingPosts(taken);

        assertTrue(found.containsAll(Set.of("run-1", "run-699")), found::toString);
        assertTrue(taken.keySet().containsAll(found), found::toString);
        for (String runId : found) {
            boolean hasMore = runId.equals("run-1") || runId.equals("run-699");
            assertEquals(
                    hasMore ? 1 : 0,
                    journal.inbox(runId, taken.getOrDefault(runId, 0L)).size(),
                    runId);
        }
    }

    @Test
    void nothingThatIsPostedAtOnceIsLostOrMoved() throws InterruptedException, ExecutionException {
        Journal journal = journal();
        journal.append("a", 0, List.of(started("a")));
        List<Runnable> work = new ArrayList<>();
        for (int at = 0; at < 40; at++) {
            String word = "word " + at;
            work.add(() -> {
                journal.post("a", new Input.Said(UserMessage.of(word)));
                List<Input> seen = journal.inbox("a", 0);
                assertEquals(seen, journal.inbox("a", 0).subList(0, seen.size()));
            });
        }

        Threads.runAll(work);

        List<Input> posted = journal.inbox("a", 0);
        assertEquals(40, posted.size());
        assertEquals(40, new HashSet<>(posted).size());
        assertEquals(posted.subList(30, 40), journal.inbox("a", 30));
    }

    @Test
    void refusesAnInputThatNoEventCanHold() {
        Journal journal = journal();
        journal.append("a", 0, List.of(started("a")));
        Input huge = new Input.Cancelled("x".repeat(EventJson.MAX_GIVEN_CHARS));

        assertThrows(IllegalArgumentException.class, () -> journal.post("a", huge));

        assertEquals(List.of(), journal.inbox("a", 0));
    }

    @Test
    void keepsRunsOfEveryOtherId() {
        Journal journal = journal();
        List<String> ids = List.of(
                "order 7",
                "a/b",
                "..",
                "c:\\x",
                "gr\u00f6\u00dfe",
                "\uD83D\uDE00",
                "it's \"mine\"",
                "50%",
                "a.inbox",
                "\u00f6".repeat(400));

        for (String id : ids) {
            journal.append(id, 0, List.of(started(id)));
            journal.post(id, new Input.Cancelled(id));
        }

        assertEquals(
                ids.stream().sorted().toList(),
                journal.unfinished().stream().sorted().toList());
        for (String id : ids) {
            assertEquals(List.of(started(id)), journal.read(id, 0), id);
            assertEquals(List.of(new Input.Cancelled(id)), journal.inbox(id, 0), id);
        }
    }

    @Test
    void refusesIdsThatNoStoreCanTellApart() {
        Journal journal = journal();

        for (String id : List.of("", "a\u0000", "a\uD800", "a\uD801", "\uDC00a", "a".repeat(500))) {
            assertThrows(IllegalArgumentException.class, () -> journal.append(id, 0, List.of(started(id))));
            assertThrows(IllegalArgumentException.class, () -> journal.post(id, new Input.Cancelled("enough")));
        }

        assertEquals(List.of(), journal.runs());
    }
}
