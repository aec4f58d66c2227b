package dev.spindle.testing.contract;

import static dev.spindle.testing.contract.Events.answered;
import static dev.spindle.testing.contract.Events.resumed;
import static dev.spindle.testing.contract.Events.started;
import static dev.spindle.testing.contract.Events.stopped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.event.Input;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.journal.Journal;
import dev.spindle.journal.Journal.KeptRun;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Message;
import dev.spindle.message.UserMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** What a {@link Journal} keeps to when runs are listed by a query and deleted. */
abstract class ErasureContract {
    private static final Instant LONG_AFTER = Instant.parse("2031-01-01T00:00:00Z");
    private static final String INSTRUCTIONS = "Be kind. ".repeat(100);

    /** For whoever extends it. */
    ErasureContract() {}

    /** The journal to try, in which nothing is kept; asked for once in each test. */
    protected abstract Journal journal();

    private static void stop(Journal journal, String... runIds) {
        for (String runId : runIds) journal.append(runId, 0, List.of(started(runId), stopped(1)));
    }

    private static List<String> ids(List<KeptRun> runs) {
        return runs.stream().map(KeptRun::runId).sorted().toList();
    }

    private static List<Recorded> lengthy(String runId, int turns) {
        List<Message> history = new ArrayList<>();
        for (int at = 0; at < turns; at++) {
            history.add(UserMessage.of("question " + at));
            history.add(AssistantMessage.of(at == 3 ? "x".repeat(200_000) : "answer " + at));
        }
        return List.of(started(runId, INSTRUCTIONS, List.of(), history), answered(1, "y".repeat(100_000)), stopped(2));
    }

    @Test
    void deletesARunWithItsChildrenAndNothingElse() {
        Journal journal = journal();
        stop(journal, "a", "a/2.0", "a/2.0/1.1", "a-b", "A", "A/2.0", "b", "b/2.0");
        journal.post("a", new Input.Cancelled("enough"));
        journal.post("b", new Input.Cancelled("enough"));

        boolean deleted = journal.delete("a");

        assertTrue(deleted);
        assertEquals(
                List.of("A", "A/2.0", "a-b", "b", "b/2.0"),
                journal.runs().stream().sorted().toList());
        assertEquals(List.of(), journal.read("a", 0));
        assertEquals(List.of(), journal.read("a/2.0/1.1", 0));
        assertEquals(List.of(), journal.inbox("a", 0));
        assertEquals(List.of(started("A"), stopped(1)), journal.read("A", 0));
        assertEquals(List.of(new Input.Cancelled("enough")), journal.inbox("b", 0));
    }

    @Test
    void deletingWhatIsNotThereSaysSo() {
        Journal journal = journal();
        stop(journal, "a");

        assertFalse(journal.delete("b"));
        assertTrue(journal.delete("a"));
        assertFalse(journal.delete("a"));
    }

    @Test
    void theIdOfADeletedRunCanBeUsedAnew() {
        Journal journal = journal();
        journal.append("a", 0, lengthy("a", 5));
        journal.delete("a");

        journal.append("a", 0, lengthy("a", 5));

        assertEquals(lengthy("a", 5), journal.read("a", 0));
    }

    @Test
    void aRunThatIsDrivenOrHasAChildThatIsStays() {
        Journal journal = journal();
        stop(journal, "a", "b");
        journal.append("a/2.0", 0, List.of(started("a/2.0")));
        journal.append("b", 2, List.of(resumed(2)));

        assertThrows(Journal.ConflictException.class, () -> journal.delete("a"));
        assertThrows(Journal.ConflictException.class, () -> journal.delete("b"));

        assertEquals(2, journal.read("a", 0).size());
        journal.append("b", 3, List.of(stopped(3)));
        journal.append("a/2.0", 1, List.of(stopped(1)));
        assertTrue(journal.delete("b"));
        assertTrue(journal.delete("a"));
    }

    @Test
    void whatOtherRunsNeedStays() {
        Journal journal = journal();
        for (int turns : new int[] {2, 70, 140}) journal.append("r" + turns, 0, lengthy("r" + turns, turns));

        journal.delete("r70");

        assertEquals(lengthy("r2", 2), journal.read("r2", 0));
        assertEquals(lengthy("r140", 140), journal.read("r140", 0));
        journal.delete("r140");
        assertEquals(lengthy("r2", 2), journal.read("r2", 0));
        journal.append("r140", 0, lengthy("r140", 140));
        assertEquals(lengthy("r140", 140), journal.read("r140", 0));
    }

    @Test
    void whatIsDeletedBesideRunningDriversCostsThemNothing() throws InterruptedException, ExecutionException {
        Journal journal = journal();
        List<Runnable> work = new ArrayList<>();
        for (int at = 0; at < 6; at++) {
            String name = "r" + at;
            work.add(() -> {
                for (int round = 0; round < 10; round++) {
                    journal.append(name + "-" + round, 0, lengthy(name + "-" + round, round % 3));
                    if (round % 2 == 1) assertTrue(journal.delete(name + "-" + (round - 1)));
                }
            });
        }

        Threads.runAll(work);

        assertEquals(30, journal.runs().size());
        for (String runId : journal.runs()) {
            int round = Integer.parseInt(runId.substring(runId.indexOf('-') + 1));
            assertEquals(lengthy(runId, round % 3), journal.read(runId, 0));
        }
    }

    @Test
    void listsRunsByWhenSomethingHappenedLast() {
        Journal journal = journal();
        journal.append("short", 0, List.of(started("short"), stopped(1)));
        journal.append("large", 0, lengthy("large", 5));
        Instant second = stopped(1).at().time();

        List<KeptRun> all = journal.runs(Journal.Query.ALL);

        assertEquals(List.of("large", "short"), ids(all));
        for (KeptRun run : all) {
            assertEquals(started("a").at().time(), run.started());
            assertEquals(stopped(run.runId().equals("short") ? 1 : 2).at().time(), run.last());
        }
        assertEquals(List.of("short"), ids(journal.runs(Journal.Query.ALL.quietSince(second.plusMillis(1)))));
        assertEquals(List.of(), ids(journal.runs(Journal.Query.ALL.quietSince(second))));
        assertEquals(List.of("large", "short"), ids(journal.runs(Journal.Query.ALL.onlyUnfinished())));
    }

    @Test
    void listsAndDeletesRunsByTheirLabels() {
        Journal journal = journal();
        journal.append("bo-1", 0, List.of(labelled("bo-1", Map.of("user", "bo", "tenant", "t")), stopped(1)));
        journal.append("bo-2", 0, List.of(labelled("bo-2", Map.of("user", "bo")), stopped(1)));
        journal.append("al", 0, List.of(labelled("al", Map.of("user", "al", "tenant", "t")), stopped(1)));
        stop(journal, "nobody");

        assertEquals(List.of("bo-1", "bo-2"), ids(journal.runs(Journal.Query.ALL.labelled("user", "bo"))));
        assertEquals(
                List.of("bo-1"),
                ids(journal.runs(Journal.Query.ALL.labelled("user", "bo").labelled("tenant", "t"))));
        List<KeptRun> left = journal.deleteAll(Journal.Query.ALL.labelled("user", "bo"));

        assertEquals(List.of(), left);
        assertEquals(List.of("al", "nobody"), journal.runs().stream().sorted().toList());
    }

    private static Recorded labelled(String runId, Map<String, String> labels) {
        RunEvent.Started first = (RunEvent.Started) started(runId, INSTRUCTIONS, List.of(), List.of());
        return new RunEvent.Started(
                first.at(),
                runId,
                first.owner(),
                first.opening(),
                first.terms(),
                first.origin(),
                new RunEvent.About(labels, false));
    }

    @Test
    void deletesAllRunsOfAQueryAndSaysWhichWereLeft() {
        Journal journal = journal();
        stop(journal, "a", "a/2.0", "b", "c");
        journal.append("b", 2, List.of(resumed(2)));

        List<KeptRun> left = journal.deleteAll(Journal.Query.ALL.quietSince(LONG_AFTER));

        assertEquals(List.of("b"), ids(left));
        assertTrue(String.valueOf(left.get(0).trouble()).contains("driven by somebody else"));
        assertEquals(List.of("b"), journal.runs());
    }

    @Test
    void aChildWhoseParentStaysStaysWithIt() {
        Journal journal = journal();
        stop(journal, "a/2.0");
        journal.append("a", 0, List.of(started("a"), answered(1, "one"), stopped(2)));

        journal.deleteAll(Journal.Query.ALL.quietSince(stopped(1).at().time().plusMillis(1)));

        assertEquals(List.of("a", "a/2.0"), journal.runs().stream().sorted().toList());
    }
}
