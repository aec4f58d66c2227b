package dev.spindle.run;

import static dev.spindle.tool.Tool.Effect.READ;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.event.Decision;
import dev.spindle.event.Input;
import dev.spindle.event.RunEvent;
import dev.spindle.event.StopReason;
import dev.spindle.journal.FileJournal;
import dev.spindle.journal.InMemoryJournal;
import dev.spindle.journal.Journal;
import dev.spindle.journal.JournalException;
import dev.spindle.message.UserMessage;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunHandleTest {
    static class Weather {
        @Tool(value = "Weather.", effect = READ)
        String now(@Param("City") String city) {
            return "rain in " + city;
        }
    }

    private static ScriptedModel twoTurns() {
        return ScriptedModel.calls("now", "{\"city\":\"Oslo\"}").then("Take a coat, an umbrella and good shoes.");
    }

    private static Agent agent(ScriptedModel model) {
        return Agent.builder(model).tools(new Weather()).build();
    }

    @Test
    void resultIsThatOfTheSameRunElsewhere() {
        RunHandle handle = agent(twoTurns()).start(RunRequest.of("Oslo?").withRunId("r"));

        RunResult result = handle.await();

        assertEquals("r", handle.runId());
        assertEquals("Take a coat, an umbrella and good shoes.", result.text());
        assertEquals(result, handle.result().toCompletableFuture().join());
    }

    @Test
    void eventsAreThoseThatAListenerHears() {
        List<RunEvent> heard = new ArrayList<>();
        agent(twoTurns()).run(RunRequest.of("Oslo?"), heard::add);

        RunHandle handle = agent(twoTurns()).start(RunRequest.of("Oslo?"));
        Watcher watcher = Watcher.of(handle.events(RunHandle.Cursor.START));

        assertEquals(kinds(heard), kinds(watcher.awaitEnd()));
    }

    @Test
    void whoComesLateSeesEverything() {
        RunHandle handle = agent(twoTurns()).start(RunRequest.of("Oslo?"));
        List<RunEvent> all = Watcher.of(handle.events(RunHandle.Cursor.START)).awaitEnd();
        handle.await();

        List<RunEvent> late = Watcher.of(handle.events(RunHandle.Cursor.START)).awaitEnd();

        assertEquals(all, late);
        assertFalse(late.isEmpty());
    }

    @Test
    void nobodyGetsMoreThanIsAskedFor() {
        RunHandle handle = agent(twoTurns()).start(RunRequest.of("Oslo?"));
        handle.await();

        Watcher watcher = Watcher.asking(handle.events(RunHandle.Cursor.START), 0);
        watcher.request(3);
        watcher.awaitEvents(3);
        watcher.request(2);
        watcher.awaitEvents(5);

        assertEquals(5, watcher.seen().size());
        assertFalse(watcher.isOver());
    }

    @Test
    void aRequestOfNothingIsAMistake() {
        RunHandle handle = agent(twoTurns()).start(RunRequest.of("Oslo?"));
        handle.await();
        Watcher watcher = Watcher.asking(handle.events(RunHandle.Cursor.START), 0);

        watcher.request(0);

        assertInstanceOf(IllegalArgumentException.class, watcher.awaitFailure());
    }

    @Test
    void aHundredReconnectsMissNothingAndGetNothingTwice() {
        Random random = new Random(20261127);
        for (int round = 0; round < 10; round++) {
            RunHandle handle = agent(twoTurns()).start(RunRequest.of("Oslo?"));
            List<RunEvent> seen = new ArrayList<>();
            RunHandle.Cursor place = RunHandle.Cursor.START;
            for (int connection = 0; connection < 10; connection++) {
                Watcher watcher =
                        Watcher.leaving(handle.events(RunHandle.Cursor.parse(place.toString())), 1 + random.nextInt(4));
                seen.addAll(watcher.awaitEnd());
                if (!seen.isEmpty()) place = RunHandle.Cursor.behind(seen.get(seen.size() - 1));
            }
            seen.addAll(Watcher.of(handle.events(place)).awaitEnd());

            assertEquals(Watcher.of(handle.events(RunHandle.Cursor.START)).awaitEnd(), seen);
        }
    }

    @Test
    void whatWasRecordedBeforeIsReadFromTheJournal(@TempDir Path directory) {
        try (FileJournal journal = FileJournal.in(directory)) {
            ScriptedModel model = ScriptedModel.calls("pay", "{}").then("Paid.");
            Agent agent =
                    Agent.builder(model).tools(new Bank()).journal(journal).build();
            RunResult paused = agent.run(RunRequest.of("Pay.").withRunId("r"));

            RunHandle handle = agent.start(RunRequest.resuming("r")
                    .deciding(List.of(Decision.approve(paused.awaitingApproval().get(0)))));
            handle.await();
            List<RunEvent> facts =
                    recorded(Watcher.of(handle.events(RunHandle.Cursor.START)).awaitEnd());

            assertEquals(List.copyOf(journal.read("r", 0)), facts);
        }
    }

    @Test
    void aRunThatWasOverIsToldFromTheJournal(@TempDir Path directory) {
        try (FileJournal journal = FileJournal.in(directory)) {
            Agent agent =
                    Agent.builder(ScriptedModel.says("Hello.")).journal(journal).build();
            agent.run(RunRequest.of("Hi.").withRunId("r"));

            RunHandle again = agent.start(RunRequest.of("Hi.").withRunId("r"));

            assertEquals("Hello.", again.await().text());
            assertEquals(
                    List.copyOf(journal.read("r", 0)),
                    Watcher.of(again.events(RunHandle.Cursor.START)).awaitEnd());
        }
    }

    @Test
    void aJournalThatForgotFailsTheWatcherAndNotTheRun() {
        Agent agent = Agent.builder(ScriptedModel.calls("pay", "{}").then("Paid."))
                .tools(new Bank())
                .journal(new InMemoryJournal())
                .build();
        RunResult paused = agent.run(RunRequest.of("Pay.").withRunId("r"));

        RunHandle handle = agent.start(RunRequest.resuming("r")
                .deciding(List.of(Decision.refuse(paused.awaitingApproval().get(0), "no"))));
        RunResult result = handle.await();

        assertTrue(result.isAnswered());
        assertInstanceOf(
                JournalException.class,
                Watcher.of(handle.events(RunHandle.Cursor.START)).awaitFailure());
    }

    @Test
    void cancelStopsTheRunAndNothingElse() {
        ScriptedModel model = ScriptedModel.empty().thenHangs();
        RunRequest request = RunRequest.of("Oslo?");
        RunHandle handle = agent(model).start(request);
        model.awaitCalls(1, Duration.ofSeconds(20));

        handle.cancel("changed my mind");

        assertEquals(StopReason.CANCELLED, handle.await().stopReason());
        assertFalse(request.caller().cancellation().isCancelled());
    }

    static class Slow {
        private final CountDownLatch started = new CountDownLatch(1);
        private final CountDownLatch mayEnd = new CountDownLatch(1);

        @Tool(value = "Takes its time.", effect = READ)
        String now() throws InterruptedException {
            started.countDown();
            mayEnd.await();
            return "done";
        }
    }

    @Test
    void whatIsPostedMeanwhileIsHeard() throws InterruptedException {
        ScriptedModel model = ScriptedModel.calls("now", "{}").then("In both.");
        Slow slow = new Slow();
        RunHandle handle = Agent.builder(model).tools(slow).build().start(RunRequest.of("Oslo?"));
        slow.started.await();

        handle.post(new Input.Said(UserMessage.of("And Rome?")));
        slow.mayEnd.countDown();

        assertTrue(handle.await().isAnswered());
        assertTrue(model.lastCall().messages().contains(UserMessage.of("And Rome?")));
    }

    @Test
    void misuseFailsTheStage() {
        RunHandle handle = agent(ScriptedModel.empty()).start(RunRequest.resuming("nobody"));

        CompletionException thrown = assertThrows(CompletionException.class, handle::await);

        assertTrue(
                thrown.getCause().getMessage().contains("No run 'nobody'"),
                thrown.getCause().getMessage());
        assertEquals(
                thrown.getCause(),
                Watcher.of(handle.events(RunHandle.Cursor.START)).awaitFailure());
    }

    @Test
    void twoHandlesOfOneRunAreOneDriverAndOneConflict() {
        ScriptedModel model = ScriptedModel.empty().thenHangs();
        Agent agent = agent(model);
        RunHandle first = agent.start(RunRequest.of("Oslo?").withRunId("r"));
        model.awaitCalls(1, Duration.ofSeconds(20));

        RunHandle second = agent.start(RunRequest.of("Oslo?").withRunId("r"));

        CompletionException thrown = assertThrows(CompletionException.class, second::await);
        assertInstanceOf(Journal.ConflictException.class, thrown.getCause());
        first.cancel("enough");
        assertEquals(StopReason.CANCELLED, first.await().stopReason());
    }

    @Test
    void anExecutorThatIsFullBeginsNothing() {
        ScriptedModel model = ScriptedModel.empty();
        ExecutorService closed = Executors.newSingleThreadExecutor();
        closed.shutdown();

        assertThrows(RejectedExecutionException.class, () -> agent(model).start(RunRequest.of("Oslo?"), closed));
        assertEquals(0, model.calls().size());
    }

    static class Bank {
        @Tool(value = "Pays.", approval = true)
        String pay() {
            return "paid";
        }
    }

    private static List<RunEvent> recorded(List<RunEvent> events) {
        return events.stream().filter(RunEvent.Recorded.class::isInstance).toList();
    }

    private static List<String> kinds(List<RunEvent> events) {
        return events.stream().map(event -> event.getClass().getSimpleName()).toList();
    }
}
