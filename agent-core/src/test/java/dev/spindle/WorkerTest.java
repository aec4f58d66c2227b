package dev.spindle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agents.Recovered;
import dev.spindle.Agents.Worker;
import dev.spindle.event.Decision;
import dev.spindle.event.Input;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.StopReason;
import dev.spindle.journal.FileJournal;
import dev.spindle.journal.InMemoryJournal;
import dev.spindle.journal.Journal;
import dev.spindle.memory.InMemoryMemory;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Usage;
import dev.spindle.model.Model;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelReply;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class WorkerTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration OFTEN = Duration.ofMillis(10);

    @TempDir
    Path directory;

    private final BlockingQueue<Recovered> ended = new LinkedBlockingQueue<>();
    private final Mill mill = new Mill();

    /** A tool that takes as long as the test wants. */
    static final class Mill {
        private final AtomicInteger calls = new AtomicInteger();
        private final CountDownLatch called = new CountDownLatch(1);
        private final CountDownLatch ground = new CountDownLatch(1);

        @Tool(value = "Grinds a word.", effect = Tool.Effect.WRITE)
        String grind(@Param("The word") String word) throws InterruptedException {
            calls.incrementAndGet();
            called.countDown();
            ground.await();
            return word;
        }
    }

    private FileJournal files() {
        return FileJournal.in(directory.resolve("runs"));
    }

    private Agent agent(Journal journal, Model model) {
        return Agent.builder(model).tools(mill).journal(journal).build();
    }

    private Worker.Terms terms(Agent agent) {
        return Worker.Terms.of(started -> Optional.of(agent))
                .withLookEvery(OFTEN)
                .withEnded(ended::add);
    }

    private static ModelReply answer(String text) {
        return ModelReply.of(AssistantMessage.of(text), Usage.NONE);
    }

    private RunResult nextResult() throws InterruptedException {
        return assertInstanceOf(Recovered.WentOn.class, ended.poll(20, TimeUnit.SECONDS))
                .result();
    }

    private static void awaitThat(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "it did not come about");
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    @Test
    void aQuestionThatWasLeftIsAnsweredByTheWorkerAndItsResultAwaitedElsewhere() throws Exception {
        try (FileJournal journal = files();
                FileJournal elsewhere = files()) {
            Agent asking = agent(elsewhere, call -> answer("Not me."));
            String runId = Agents.enqueue(asking, RunRequest.of("Who?").withRunId("who"));
            assertEquals(Optional.empty(), Agents.await(elsewhere, runId, Duration.ZERO));

            try (Worker worker = Agents.worker(journal, terms(agent(journal, call -> answer("The worker."))))) {
                Optional<RunResult> result = Agents.await(elsewhere, runId, SOON);

                assertEquals("The worker.", result.orElseThrow().text());
                assertTrue(worker.status().isWell());
            }
        }
    }

    @Test
    void toLeaveTheSameQuestionAgainChangesNothingAndAnotherOneIsRefused() {
        InMemoryJournal journal = new InMemoryJournal();
        Agent agent = agent(journal, call -> answer("Yes."));
        Agents.enqueue(agent, RunRequest.of("Really?").withRunId("a"));

        Agents.enqueue(agent, RunRequest.of("Really?").withRunId("a"));

        assertEquals(1, journal.read("a", 0).size());
        Journal.ConflictException refused = assertThrows(
                Journal.ConflictException.class,
                () -> Agents.enqueue(agent, RunRequest.of("Another?").withRunId("a")));
        assertEquals(
                "Run 'a' was begun with another question; choose another run id, or resume it without a question",
                refused.getMessage());
    }

    @Test
    void noQuestionThatWasLeftIsLostInMemoryHoweverManyThereAre() throws Exception {
        InMemoryJournal journal = new InMemoryJournal();
        Agent agent = agent(journal, call -> answer("Yes."));
        for (int at = 0; at < 1_100; at++) Agents.enqueue(agent, RunRequest.of("Really?"));

        try (Worker worker = Agents.worker(journal, terms(agent))) {
            awaitThat(() -> worker.status().ended() == 1_100);
        }
    }

    @Test
    void aRunThatWaitsIsTakenWhenItsDecisionIsPostedAndNotBefore() throws Exception {
        InMemoryJournal journal = new InMemoryJournal();
        mill.ground.countDown();
        Agent agent = Agent.builder(
                        ScriptedModel.calls("grind", "{\"word\":\"rye\"}").then("Done."))
                .tools(mill)
                .journal(journal)
                .approval(call -> true)
                .build();
        RunResult paused = agent.run("Grind.");
        int events = journal.read(paused.runId(), 0).size();

        try (Worker worker = Agents.worker(journal, terms(agent))) {
            awaitThat(() -> worker.status().waiting() == 1);
            assertEquals(events, journal.read(paused.runId(), 0).size());
            agent.post(
                    paused.runId(),
                    new Input.Decided(Decision.approve(paused.awaitingApproval().get(0))));

            assertEquals("Done.", nextResult().text());
        }
    }

    @Test
    void noMoreRunsGoOnAtOnceThanAllowed() throws Exception {
        InMemoryJournal journal = new InMemoryJournal();
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch two = new CountDownLatch(2);
        Agent agent = agent(journal, call -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            two.countDown();
            await(two);
            now.decrementAndGet();
            return answer("Done.");
        });
        for (int at = 0; at < 8; at++) Agents.enqueue(agent, RunRequest.of("Go."));

        try (Worker worker = Agents.worker(journal, terms(agent).withAtOnce(2))) {
            awaitThat(() -> worker.status().ended() == 8);
        }

        assertEquals(2, most.get());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void aBusyConversationGoesInItsOrderAndKeepsNoOtherWaiting() throws Exception {
        InMemoryJournal journal = new InMemoryJournal();
        List<String> order = new ArrayList<>();
        Agent agent = Agent.builder(call -> {
                    synchronized (order) {
                        order.add(call.context().runId());
                    }
                    return answer("Done.");
                })
                .journal(journal)
                .memory(new InMemoryMemory())
                .build();
        for (int at = 100; at < 150; at++)
            Agents.enqueue(agent, RunRequest.of("Go.").withRunId("busy-" + at).inConversation("busy"));
        Agents.enqueue(agent, RunRequest.of("Go.").withRunId("quiet").inConversation("quiet"));

        try (Worker worker = Agents.worker(journal, terms(agent).withAtOnce(1))) {
            awaitThat(() -> worker.status().ended() == 51);
        }

        assertTrue(order.indexOf("quiet") <= 1, () -> "it came at " + order.indexOf("quiet"));
        List<String> busy = order.stream().filter(id -> id.startsWith("busy")).toList();
        assertEquals(busy.stream().sorted().toList(), busy);
    }

    @Test
    void aDrainedWorkerLeavesItsRunBehindTheToolAndAnotherGoesOnAtOnce() throws Exception {
        try (FileJournal journal = files();
                FileJournal elsewhere = files()) {
            ScriptedModel model = ScriptedModel.calls("grind", "{\"word\":\"rye\"}");
            Agent agent = agent(journal, model);
            Agents.enqueue(agent, RunRequest.of("Grind.").withRunId("a"));
            Worker worker = Agents.worker(journal, terms(agent));
            mill.called.await();

            assertFalse(worker.drain(Duration.ZERO), "the tool has not ended");
            assertTrue(worker.status().draining());
            mill.ground.countDown();
            assertTrue(worker.drain(SOON));

            Recorded last = last(journal, "a");
            assertInstanceOf(RunEvent.ToolFinished.class, last);
            try (Worker next = Agents.worker(elsewhere, terms(agent(elsewhere, ScriptedModel.says("Done."))))) {
                assertEquals("Done.", nextResult().text());
                assertEquals(1, next.status().ended());
            }
            assertEquals(1, mill.calls.get());
            assertEquals(1, model.calls().size());
        }
    }

    private static Recorded last(Journal journal, String runId) {
        List<Recorded> events = journal.read(runId, 0);
        return events.get(events.size() - 1);
    }

    @Test
    void aDrainedWorkerTakesNothingMore() throws Exception {
        InMemoryJournal journal = new InMemoryJournal();
        Agent agent = agent(journal, call -> answer("Done."));
        Worker worker = Agents.worker(journal, terms(agent));
        worker.close();

        Agents.enqueue(agent, RunRequest.of("Go.").withRunId("a"));

        assertFalse(worker.status().isWell());
        assertEquals(0, worker.status().driving());
        assertEquals(Optional.empty(), Agents.await(journal, "a", Duration.ofMillis(50)));
    }

    @Test
    void aRunThatAnAgentCallsEndsBeforeTheDrainedOneIsLeft() throws Exception {
        InMemoryJournal journal = new InMemoryJournal();
        Agent miller = agent(
                journal, ScriptedModel.calls("grind", "{\"word\":\"rye\"}").then("Ground."));
        Agent baker = Agent.builder(ScriptedModel.calls("miller", "{\"request\":\"Grind.\"}")
                        .then("Baked."))
                .tools(miller.asTool("miller", "Grinds."))
                .journal(journal)
                .build();
        Agents.enqueue(baker, RunRequest.of("Bake.").withRunId("a"));
        Worker worker = Agents.worker(journal, terms(baker));
        mill.called.await();

        worker.drain(Duration.ZERO);
        mill.ground.countDown();
        assertTrue(worker.drain(SOON));

        RunEvent.ToolFinished finished = assertInstanceOf(RunEvent.ToolFinished.class, last(journal, "a"));
        assertEquals("Ground.", finished.result().text());
    }

    @Test
    void aRunWhoseModelIsAwayIsTriedAgainLaterAndIsNamed() throws Exception {
        InMemoryJournal journal = new InMemoryJournal();
        AtomicInteger asked = new AtomicInteger();
        Agent agent = Agent.builder(call -> {
                    if (asked.incrementAndGet() < 3)
                        throw new ModelException.Unavailable(
                                "The server is away", ModelException.Details.of("away"), null, null);
                    return answer("Back.");
                })
                .interceptors(List.of())
                .journal(journal)
                .build();
        Agents.enqueue(agent, RunRequest.of("Go.").withRunId("a"));

        try (Worker worker = Agents.worker(journal, terms(agent).withLookEvery(Duration.ofMillis(100)))) {
            awaitThat(() -> !worker.status().failing().isEmpty());
            Worker.Failing failing = worker.status().failing().get(0);
            assertEquals("a", failing.runId());
            assertTrue(failing.why().contains("The server is away"), failing.why());
            assertEquals(StopReason.MODEL_FAILED, nextResult().stopReason());
            assertEquals(StopReason.MODEL_FAILED, nextResult().stopReason());
            assertEquals("Back.", nextResult().text());
            awaitThat(() -> worker.status().failing().isEmpty());
        }
    }

    @Test
    void aRunWhoseRequestTheModelRefusesStaysStopped() throws Exception {
        InMemoryJournal journal = new InMemoryJournal();
        AtomicInteger asked = new AtomicInteger();
        Agent agent = Agent.builder(call -> {
                    asked.incrementAndGet();
                    throw new ModelException.Rejected("No such model", ModelException.Details.of("bad"));
                })
                .interceptors(List.of())
                .journal(journal)
                .build();
        Agents.enqueue(agent, RunRequest.of("Go.").withRunId("a"));

        try (Worker worker = Agents.worker(journal, terms(agent))) {
            nextResult();
            Agents.enqueue(agent, RunRequest.of("Go.").withRunId("b"));
            nextResult();
            Agents.enqueue(agent, RunRequest.of("Go.").withRunId("c"));
            nextResult();

            assertEquals(3, asked.get());
            assertEquals(List.of(), worker.status().failing());
        }
    }

    @Test
    void aRunThatCannotBeReadFailsByNameLaterAndLaterWhileOthersGoOn() throws Exception {
        try (FileJournal journal = files()) {
            Agent agent = agent(journal, call -> answer("Done."));
            Agents.enqueue(agent, RunRequest.of("Go.").withRunId("bad"));
            damage(directory.resolve("runs/bad.jsonl"));
            Agents.enqueue(agent, RunRequest.of("Go.").withRunId("good"));

            try (Worker worker = Agents.worker(journal, terms(agent).withAtOnce(1))) {
                awaitThat(() -> worker.status().failing().stream().anyMatch(each -> each.times() >= 3));
                Worker.Failing failing = worker.status().failing().get(0);

                assertEquals("bad", failing.runId());
                assertTrue(failing.why().startsWith("Line 1 of "), failing.why());
                assertEquals(
                        "Done.",
                        Agents.await(journal, "good", SOON).orElseThrow().text());
            }
        }
    }

    private static void damage(Path file) throws IOException {
        Files.writeString(file, Files.readString(file).replace("\"type\"", "\"tpye\""));
    }

    @Test
    void aRunInWhichDriversDieOneAfterTheOtherIsTriedLaterAndIsNamed() throws Exception {
        InMemoryJournal journal = new InMemoryJournal();
        Agent agent = agent(journal, call -> answer("Done."));
        Agents.enqueue(agent, RunRequest.of("Go.").withRunId("a"));
        for (int driver = 1; driver <= 4; driver++) {
            RunEvent.At at = new RunEvent.At(driver, java.time.Instant.now());
            journal.append("a", driver, List.of(new RunEvent.Resumed(at, "driver-" + driver, driver)));
            journal.release("a");
        }

        try (Worker worker = Agents.worker(journal, terms(agent).withLookEvery(Duration.ofMillis(200)))) {
            awaitThat(() -> !worker.status().failing().isEmpty());
            assertEquals(
                    "4 drivers in a row have ended in this run before a step of it was done",
                    worker.status().failing().get(0).why());
            assertEquals("Done.", nextResult().text());
        }
    }

    @Test
    void aRunOfNobodyIsToldOnceAndLeftAlone() throws Exception {
        InMemoryJournal journal = new InMemoryJournal();
        Agents.enqueue(
                agent(journal, call -> answer("Done.")), RunRequest.of("Go.").withRunId("a"));
        AtomicInteger asked = new AtomicInteger();
        Worker.Terms terms = Worker.Terms.of(started -> {
                    asked.incrementAndGet();
                    return Optional.empty();
                })
                .withLookEvery(OFTEN)
                .withEnded(ended::add);

        try (Worker worker = Agents.worker(journal, terms)) {
            assertEquals(new Recovered.Unclaimed("a"), ended.poll(20, TimeUnit.SECONDS));
            Agents.enqueue(
                    agent(journal, call -> answer("Done.")),
                    RunRequest.of("Go.").withRunId("b"));
            assertEquals(new Recovered.Unclaimed("b"), ended.poll(20, TimeUnit.SECONDS));

            assertEquals(2, asked.get());
            assertTrue(worker.status().isWell());
        }
    }

    @Test
    void aJournalThatCannotBeLookedIntoIsTheWorkersTroubleUntilItCan() throws Exception {
        InMemoryJournal journal = new InMemoryJournal();
        Agent agent = agent(journal, call -> answer("Done."));
        CountDownLatch back = new CountDownLatch(1);
        Journal away = new AwayJournal(journal, back);
        Agents.enqueue(agent, RunRequest.of("Go.").withRunId("a"));

        try (Worker worker = Agents.worker(away, terms(agent))) {
            awaitThat(() -> worker.status().trouble() != null);
            assertEquals(
                    "the journal cannot be looked into: The disk is away",
                    worker.status().trouble());
            back.countDown();

            assertEquals("Done.", nextResult().text());
            awaitThat(() -> worker.status().isWell());
        }
    }

    /** Of the first version of an agent. */
    static final class First {
        record Flour(int grams) {}
    }

    /** Of the second. */
    static final class Second {
        record Flour(int grams, String grain) {}
    }

    @Test
    void theSecondVersionFinishesWhatTheFirstBeganWithTheFirstOnesInstructionsAndItsOwnTools() throws Exception {
        InMemoryJournal journal = new InMemoryJournal();
        Agent first = Agent.builder(ScriptedModel.empty())
                .instructions("You grind.")
                .tools(mill)
                .journal(journal)
                .build();
        ScriptedModel model = ScriptedModel.calls("grind", "{\"word\":\"rye\"}").then("It is gone.");
        Agent second =
                Agent.builder(model).instructions("You bake.").journal(journal).build();
        Agents.enqueue(first, RunRequest.of("Grind.").withRunId("a"));

        try (Worker worker = Agents.worker(journal, terms(second))) {
            assertEquals("It is gone.", nextResult().text());
            assertTrue(worker.status().isWell());
        }

        assertEquals("You grind.", model.call(0).instructions());
        String answer = model.lastCall().toolMessages().get(0).text();
        assertTrue(answer.contains("grind"), answer);
        assertEquals(0, mill.calls.get());
    }

    @Test
    void theSecondVersionRefusesToAnswerWithAnotherTypeAndSaysWhich() throws Exception {
        InMemoryJournal journal = new InMemoryJournal();
        Agent first = Agent.builder(ScriptedModel.empty())
                .returning(First.Flour.class)
                .journal(journal)
                .build();
        Agent second = Agent.builder(ScriptedModel.empty())
                .returning(Second.Flour.class)
                .journal(journal)
                .build();
        Agents.enqueue(first, RunRequest.of("Grind.").withRunId("a"));

        try (Worker worker = Agents.worker(journal, terms(second))) {
            awaitThat(() -> !worker.status().failing().isEmpty());

            String why = worker.status().failing().get(0).why();
            assertTrue(why.startsWith("Run 'a' was begun to answer with 'Flour' of schema "), why);
        }
    }

    @Test
    void atLeastOneRunGoesOnAtOnce() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Worker.Terms.of(started -> Optional.empty()).withAtOnce(0));
    }

    /** Cannot be looked into until it is back. */
    private record AwayJournal(Journal journal, CountDownLatch back) implements Journal {
        @Override
        public java.util.Map<String, Long> undriven() {
            if (back.getCount() > 0)
                throw new dev.spindle.journal.JournalException("The disk is away", new IOException("away"));
            return journal.undriven();
        }

        @Override
        public void append(String runId, long position, List<Recorded> events) {
            journal.append(runId, position, events);
        }

        @Override
        public List<Recorded> read(String runId, long from) {
            return journal.read(runId, from);
        }

        @Override
        public void post(String runId, Input input) {
            journal.post(runId, input);
        }

        @Override
        public List<Input> inbox(String runId, long from) {
            return journal.inbox(runId, from);
        }

        @Override
        public List<String> unfinished() {
            return journal.unfinished();
        }

        @Override
        public void release(String runId) {
            journal.release(runId);
        }
    }
}
