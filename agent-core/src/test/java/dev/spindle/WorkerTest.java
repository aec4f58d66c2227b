package dev.spindle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agents.Worker;
import dev.spindle.event.Decision;
import dev.spindle.event.Input;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.journal.FileJournal;
import dev.spindle.journal.InMemoryJournal;
import dev.spindle.journal.Journal;
import dev.spindle.memory.InMemoryMemory;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkerTest extends WorkerBench {
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
                awaitThat(() -> next.status().ended() == 1);
            }
            assertEquals(1, mill.calls.get());
            assertEquals(1, model.calls().size());
        }
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
        assertThrows(
                IllegalArgumentException.class,
                () -> Worker.Terms.of(started -> Optional.empty()).withReserve(-1));
    }
}
