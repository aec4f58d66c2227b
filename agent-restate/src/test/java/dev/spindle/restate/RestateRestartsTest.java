package dev.spindle.restate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.event.Decision;
import dev.spindle.event.StopReason;
import dev.spindle.run.KeepingJournal;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.testing.ScriptedReply;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@NeedsRestate
@SuppressWarnings("UnusedMethod") // the model calls them
class RestateRestartsTest {
    @RegisterExtension
    final Site site = new Site();

    private final Desk desk = site.desk;

    private Agent.Builder agent(ScriptedModel model) {
        return site.agent(model);
    }

    @Test
    void anApprovalIsGivenAfterEngineAndWorkerWereStartedAnew() {
        RestateRuns runs =
                site.serve(agent(ScriptedModel.calls("pay", "{\"to\":\"Bo\"}")).build());
        RunResult paused = runs.run(RunRequest.of("Pay Bo.").withRunId("pay"));
        assertEquals(StopReason.WAITING, paused.stopReason());

        site.replaceWorker(
                site::restartEngine, agent(ScriptedModel.says("Done.")).build());
        runs.decide("pay", Decision.approve(paused.awaitingApproval().get(0)));
        RunResult result = runs.attach("pay");

        assertEquals("Done.", result.text());
        assertEquals(1, desk.paid.get());
    }

    @Test
    void aWriteThatItsWorkerDiedInIsInDoubtAndAReadRunsAgain() throws InterruptedException {
        CountDownLatch bothBegun = new CountDownLatch(2);
        AtomicInteger begun = new AtomicInteger();
        Object mortal = new Object() {
            @Tool(value = "Writes.", effect = Effect.WRITE)
            String write() throws InterruptedException {
                return die();
            }

            @Tool(value = "Reads.", effect = Effect.READ)
            String read() throws InterruptedException {
                return begun.get() > 1 ? "read" : die();
            }

            private String die() throws InterruptedException {
                begun.incrementAndGet();
                bothBegun.countDown();
                new CountDownLatch(1).await();
                return "never";
            }
        };
        ScriptedModel model = ScriptedModel.empty()
                .thenReplies(ScriptedReply.call("write", "{}").andCall("read", "{}"))
                .then("I see.");
        RestateRuns runs = site.serve(agent(model).tools(mortal).build());
        runs.start(RunRequest.of("Do both.").withRunId("mortal"));
        bothBegun.await();

        site.replaceWorker(() -> {}, agent(model).tools(mortal).build());
        RunResult paused = runs.attach("mortal");

        assertEquals(StopReason.WAITING, paused.stopReason());
        assertEquals(2, begun.get());
        assertEquals("write", paused.awaitingApproval().get(0).tool());
        runs.decide("mortal", Decision.answer(paused.awaitingApproval().get(0), "It was written."));
        assertEquals("I see.", runs.attach("mortal").text());
        assertEquals(
                List.of("It was written.", "read"),
                model.lastCall().toolMessages().stream()
                        .map(message -> message.text())
                        .toList());
    }

    @Test
    void aWorkerThatIsDrainedCutsNothingShort() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Object writer = new Object() {
            @Tool(value = "Writes.", effect = Effect.WRITE)
            String write() throws InterruptedException {
                begun.countDown();
                end.await();
                return "written";
            }
        };
        ScriptedModel model = ScriptedModel.calls("write", "{}").then("Good.");
        RestateRuns runs = site.serve(agent(model).tools(writer).build());
        runs.start(RunRequest.of("Write.").withRunId("drained"));
        begun.await();

        Thread draining = new Thread(() -> end.countDown());
        draining.start();
        site.worker().drain(Duration.ofSeconds(20));
        site.replaceWorker(() -> {}, agent(model).tools(writer).build());
        RunResult result = runs.attach("drained");

        assertEquals("Good.", result.text());
        assertEquals("written", model.lastCall().toolMessages().get(0).text());
    }

    @Test
    void aRunOfAnotherJournalGoesOnHereAndIsReplayedElsewhere() {
        KeepingJournal journal = new KeepingJournal();
        RunRequest request = RunRequest.of("Pay Bo.").withRunId("moved");
        Agent elsewhere = agent(ScriptedModel.calls("pay", "{\"to\":\"Bo\"}"))
                .journal(journal)
                .build();
        RunResult paused = elsewhere.run(request);
        Agent agent = agent(ScriptedModel.says("Done.")).build();
        RestateRuns runs = site.serve(agent);

        runs.goOn(journal.events());
        runs.decide("moved", Decision.approve(paused.awaitingApproval().get(0)));
        RunResult result = runs.attach("moved");

        assertEquals("Done.", result.text());
        assertEquals(1, desk.paid.get());
        assertTrue(
                agent.replay(runs.events("moved")).isSame(),
                agent.replay(runs.events("moved")).toString());
    }
}
