package dev.spindle.restate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.event.Decision;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.jdbc.JdbcJournal;
import dev.spindle.replay.Fork;
import dev.spindle.replay.RunDiff;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.testing.ScriptedReply;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The bridge between journals and the engine: a run moved there, and one brought back to be looked at. */
@NeedsRestate
@SuppressWarnings("UnusedMethod") // the model calls them
class RestateImportTest {
    private static EmbeddedPostgres postgres;

    @RegisterExtension
    final Site site = new Site();

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    private static JdbcJournal journal() {
        return JdbcJournal.on(postgres.getPostgresDatabase());
    }

    /** Tools of a process that dies in the middle of them; the next one lives. */
    private static final class Mortal {
        private final AtomicInteger reads = new AtomicInteger();
        private final AtomicInteger writes = new AtomicInteger();
        private final CountDownLatch bothBegun = new CountDownLatch(2);

        @Tool(value = "Writes.", effect = Effect.WRITE)
        String write() throws InterruptedException {
            return work(writes);
        }

        @Tool(value = "Reads.", effect = Effect.READ)
        String read() throws InterruptedException {
            return work(reads);
        }

        private String work(AtomicInteger times) throws InterruptedException {
            if (times.incrementAndGet() > 1) return "done";
            bothBegun.countDown();
            new CountDownLatch(1).await();
            return "never";
        }
    }

    @Test
    void aRunWhoseProcessDiedInTheMiddleOfToolsGoesOnOnTheEngine() throws InterruptedException {
        Mortal tools = new Mortal();
        ScriptedModel model = ScriptedModel.empty()
                .thenReplies(ScriptedReply.call("write", "{}").andCall("read", "{}"))
                .then("I see.");
        JdbcJournal journal = journal();
        Agent agent = site.agent(model).tools(tools).journal(journal).build();
        Thread dying = new Thread(() -> agent.run(RunRequest.of("Do both.").withRunId("died")));
        dying.setDaemon(true);
        dying.setUncaughtExceptionHandler((thread, died) -> {}); // whatever it meets at its end
        dying.start();
        tools.bothBegun.await();
        RestateRuns runs = site.serve(agent);

        runs.goOn(journal.read("died", 0));
        RunResult paused = runs.attach("died");
        runs.decide("died", Decision.answer(paused.awaitingApproval().get(0), "It was written."));
        RunResult result = runs.attach("died");

        assertTrue(paused.isPaused(), paused::toString);
        assertEquals("write", paused.awaitingApproval().get(0).tool());
        assertEquals("I see.", result.text());
        assertEquals(1, tools.writes.get());
        assertEquals(2, tools.reads.get());
        dying.interrupt();
        journal.close();
    }

    @Test
    void aRunWhoseChildWaitsGoesOnWithItsChild() {
        JdbcJournal journal = journal();
        Agent clerkThere = clerk(ScriptedModel.calls("pay", "{\"to\":\"Bo\"}"), journal);
        ScriptedModel asked = ScriptedModel.calls("clerk", "{\"request\":\"Pay Bo.\"}");
        RunResult paused =
                chief(asked, clerkThere, journal).run(RunRequest.of("Pay.").withRunId("family"));
        Agent clerk = clerk(ScriptedModel.says("I paid."), journal);
        RestateRuns runs = site.serve(chief(ScriptedModel.says("Done."), clerk, journal), clerk);

        site.runs(site.name() + ".clerk").goOn(journal.read("family/0.0", 0));
        runs.goOn(journal.read("family", 0));
        runs.decide("family", Decision.approve(paused.awaitingApproval().get(0)));
        RunResult result = runs.attach("family");

        assertEquals("Done.", result.text());
        assertEquals(1, site.desk.paid.get());
        journal.close();
    }

    private Agent clerk(ScriptedModel model, JdbcJournal journal) {
        return Agent.builder(model)
                .name(site.name() + ".clerk")
                .tools(site.desk)
                .journal(journal)
                .build();
    }

    private Agent chief(ScriptedModel model, Agent clerk, JdbcJournal journal) {
        return Agent.builder(model)
                .name(site.name())
                .tools(clerk.asTool("clerk", "Pays."))
                .journal(journal)
                .build();
    }

    @Test
    void aRunOfTheEngineIsReplayedForkedAndComparedOnAJournal() {
        ScriptedModel model = ScriptedModel.calls("add", "{\"a\":2,\"b\":3}").then("It is 5.");
        RestateRuns runs = site.serve(site.agent(model).build());
        runs.run(RunRequest.of("What is 2 + 3?").withRunId("sum"));
        List<Recorded> events = runs.events("sum");
        JdbcJournal journal = journal();
        Agent here = site.agent(ScriptedModel.says("Five.")).journal(journal).build();

        RunResult forked = here.run(
                here.fork(Fork.beforeTurn(1, events).withRunId("sum-2")).saying("In a word."));
        RunDiff diff = RunDiff.of(events, journal.read("sum-2", 0));

        assertTrue(here.replay(events).isSame(), () -> here.replay(events).toString());
        assertEquals("Five.", forked.text());
        assertEquals(
                1,
                journal.read("sum-2", 0).stream()
                        .filter(RunEvent.ToolFinished.class::isInstance)
                        .count());
        assertTrue(!diff.isSame() && diff.toString().contains("Five."), diff::toString);
        journal.close();
    }

    @Test
    void aForkGoesOnOnTheEngine() {
        ScriptedModel model = ScriptedModel.calls("pay", "{\"to\":\"Bo\"}")
                .thenCalls("add", "{\"a\":2,\"b\":3}")
                .then("Otherwise.");
        Agent agent = site.agent(model).build();
        RestateRuns runs = site.serve(agent);
        runs.run(RunRequest.of("Pay.").withRunId("first"));

        Fork fork = Fork.beforeTurn(0, runs.events("first")).withRunId("second");
        String runId = runs.goOn(fork.events(agent.setup()));
        RunResult result = runs.attach(runId);

        assertEquals("second", runId);
        assertEquals("Otherwise.", result.text());
        assertEquals(0, site.desk.paid.get());
    }
}
