package dev.spindle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agents.Recovered;
import dev.spindle.event.Decision;
import dev.spindle.event.Input;
import dev.spindle.event.Limits;
import dev.spindle.event.RunEvent;
import dev.spindle.event.StopReason;
import dev.spindle.journal.FileJournal;
import dev.spindle.journal.InMemoryJournal;
import dev.spindle.journal.Journal;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Usage;
import dev.spindle.model.Model;
import dev.spindle.model.ModelReply;
import dev.spindle.run.Approval;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RecoverTest {
    private final Journal journal = new InMemoryJournal();
    private final Echo echo = new Echo();

    static final class Echo {
        @Tool(value = "Says a word again.", effect = Effect.READ)
        String echo(@Param("The word") String word) {
            return word;
        }
    }

    /** Answers at once. */
    private Agent answering(Model model) {
        return Agent.builder(model).tools(echo).journal(journal).build();
    }

    private static ModelReply answer(String text) {
        return ModelReply.of(AssistantMessage.of(text), Usage.NONE);
    }

    /** A run whose process died before it asked anything. */
    private void dead(String runId) {
        InMemoryJournal elsewhere = new InMemoryJournal();
        CountDownLatch asked = new CountDownLatch(1);
        RunEvent.Recorded[] started = new RunEvent.Recorded[1];
        Agent.builder(call -> answer("never heard"))
                .journal(elsewhere)
                .build()
                .run(RunRequest.of("Go.").withRunId(runId), event -> {
                    if (event instanceof RunEvent.Started first) started[0] = first;
                    asked.countDown();
                });
        journal.append(runId, 0, List.of(started[0]));
        journal.release(runId);
    }

    private static List<String> ids(List<Recovered> recovered) {
        return recovered.stream().map(Recovered::runId).sorted().toList();
    }

    @Test
    void everyRunThatDiedGoesOnToItsResult() {
        dead("a");
        dead("b");
        Agent agent = answering(call -> answer("Here I am."));

        List<Recovered> recovered = Agents.recover(journal, 2, started -> Optional.of(agent));

        assertEquals(List.of("a", "b"), ids(recovered));
        recovered.forEach(each -> assertEquals(
                "Here I am.",
                assertInstanceOf(Recovered.WentOn.class, each).result().text()));
        assertEquals(List.of(), journal.unfinished());
    }

    @Test
    void noMoreRunsGoOnAtOnceThanAllowed() {
        for (int at = 0; at < 8; at++) dead("run-" + at);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CyclicBarrier pairs = new CyclicBarrier(2);
        Agent agent = answering(call -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            meet(pairs);
            now.decrementAndGet();
            meet(pairs);
            return answer("Done.");
        });

        Agents.recover(journal, 2, started -> Optional.of(agent));

        assertEquals(2, most.get());
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void aRunThatSomebodyElseDrivesIsLeftAlone() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answering = new CountDownLatch(1);
        Agent driver = answering(call -> {
            asked.countDown();
            meet(answering);
            return answer("Mine.");
        });
        Thread other = new Thread(() -> driver.run(RunRequest.of("Go.").withRunId("a")));
        other.start();
        asked.await();

        List<Recovered> recovered = Agents.recover(journal, 1, started -> Optional.of(driver));

        assertEquals(List.of(new Recovered.DrivenElsewhere("a")), recovered);
        answering.countDown();
        other.join();
    }

    private static void meet(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void aRunOfNobodyIsReportedAndLeftAlone() {
        dead("a");

        List<Recovered> recovered = Agents.recover(journal, 1, started -> Optional.empty());

        assertEquals(List.of(new Recovered.Unclaimed("a")), recovered);
        assertEquals(List.of("a"), journal.unfinished());
    }

    @Test
    void aRunThatStoppedAtALimitStaysStopped() {
        Agent agent = answering(ScriptedModel.calls("echo", "{\"word\":\"one\"}"));
        agent.run(RunRequest.of("Go.").withLimits(Limits.DEFAULT.withMaxTurns(1)));

        List<Recovered> recovered = Agents.recover(journal, 1, started -> Optional.of(agent));

        assertEquals(List.of(), recovered);
    }

    @Test
    void aRunThatWaitsTakesTheDecisionThatWasPosted() {
        Agent agent = Agent.builder(
                        ScriptedModel.calls("echo", "{\"word\":\"one\"}").then("Done."))
                .tools(echo)
                .journal(journal)
                .approval(call -> true)
                .build();
        RunResult paused = agent.run("Go.");
        agent.post(
                paused.runId(),
                new Input.Decided(Decision.approve(paused.awaitingApproval().get(0))));

        List<Recovered> recovered = Agents.recover(journal, 1, started -> Optional.of(agent));

        assertEquals(
                "Done.",
                assertInstanceOf(Recovered.WentOn.class, recovered.get(0))
                        .result()
                        .text());
    }

    @Test
    void aChildIsItsParentsToGoOnWith() {
        Agent child = Agent.builder(ScriptedModel.calls("echo", "{\"word\":\"one\"}"))
                .tools(echo)
                .journal(journal)
                .approval(Approval.AS_DECLARED.or(call -> true))
                .build();
        Agent parent = Agent.builder(ScriptedModel.calls("clerk", "{\"request\":\"Go.\"}"))
                .tools(child.asTool("clerk", "Helps."))
                .journal(journal)
                .build();
        parent.run(RunRequest.of("Go.").withRunId("march"));

        List<Recovered> recovered = Agents.recover(journal, 2, started -> Optional.of(parent));

        assertEquals(2, journal.unfinished().size());
        assertEquals(List.of("march"), ids(recovered));
    }

    @Test
    void aRunThatCannotBeReadIsReportedAndTheOthersGoOn(@TempDir Path directory) throws IOException {
        try (FileJournal files = FileJournal.in(directory)) {
            Agent agent = Agent.builder(
                            ScriptedModel.calls("echo", "{\"word\":\"x\"}").then("Done."))
                    .tools(echo)
                    .journal(files)
                    .approval(call -> true)
                    .build();
            agent.run(RunRequest.of("Go.").withRunId("good"));
            Files.copy(directory.resolve("good.jsonl"), directory.resolve("bad.jsonl"));
            String whole = Files.readString(directory.resolve("bad.jsonl"));
            Files.writeString(directory.resolve("bad.jsonl"), whole.replace("\"type\"", "\"tpye\""));

            List<Recovered> recovered = Agents.recover(files, 1, started -> Optional.of(agent));

            assertEquals(List.of("bad", "good"), ids(recovered));
            Recovered.Failed bad = recovered.stream()
                    .filter(Recovered.Failed.class::isInstance)
                    .map(Recovered.Failed.class::cast)
                    .findFirst()
                    .orElseThrow();
            assertTrue(
                    bad.why().getMessage().startsWith("Line 1 of "), bad.why().getMessage());
        }
    }

    @Test
    void anInterruptCancelsWhatGoesOnAndBeginsNoOther() throws Exception {
        dead("a");
        dead("b");
        ScriptedModel model = ScriptedModel.empty().thenHangs();
        Agent agent = answering(model);
        AtomicInteger wentOn = new AtomicInteger();
        Thread operator = new Thread(() -> {
            List<Recovered> recovered = Agents.recover(journal, 1, started -> Optional.of(agent));
            recovered.forEach(each -> {
                RunResult result =
                        assertInstanceOf(Recovered.WentOn.class, each).result();
                if (result.stopReason() == StopReason.CANCELLED) wentOn.incrementAndGet();
            });
        });

        operator.start();
        model.awaitCalls(1, Duration.ofSeconds(10));
        operator.interrupt();
        operator.join();

        assertEquals(1, wentOn.get());
        assertEquals(2, journal.unfinished().size());
    }

    @Test
    void atLeastOneRunGoesOnAtOnce() {
        assertThrows(IllegalArgumentException.class, () -> Agents.recover(journal, 0, started -> Optional.empty()));
    }
}
