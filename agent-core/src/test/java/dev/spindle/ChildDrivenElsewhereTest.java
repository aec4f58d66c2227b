package dev.spindle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.context.Cancellation;
import dev.spindle.context.Tag;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.StopReason;
import dev.spindle.journal.FileJournal;
import dev.spindle.journal.ForwardingJournal;
import dev.spindle.journal.Journal;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of a process that has died, the lease of a child may end later than that of its parent, by up to the pause between two renewals. */
class ChildDrivenElsewhereTest extends WorkerBench {
    private static final String CHILD = "a/0.0";

    private final CountDownLatch refused = new CountDownLatch(2);
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch lease = new CountDownLatch(1);
    private final AtomicInteger childReplies = new AtomicInteger();
    /** Both drivers wait for one another, which the pool that the JDK has in common may have no two threads for. */
    private final ExecutorService drivers = Executors.newCachedThreadPool();

    private FileJournal here;
    private FileJournal elsewhere;

    /** Tells how often a driver of the child was refused. */
    private static final class Watched extends ForwardingJournal {
        private final CountDownLatch refused;

        Watched(Journal journal, CountDownLatch refused) {
            super(journal);
            this.refused = refused;
        }

        @Override
        public void append(String runId, long position, List<Recorded> events) {
            try {
                super.append(runId, position, events);
            } catch (ConflictException driven) {
                if (runId.equals(CHILD)) refused.countDown();
                throw driven;
            }
        }
    }

    @BeforeEach
    void open() {
        here = files();
        elsewhere = files();
    }

    @AfterEach
    void close() {
        drivers.shutdownNow();
        here.close();
        elsewhere.close();
    }

    private Agent parent(Journal journal, ScriptedModel model) {
        Agent child = agent(journal, call -> {
            childReplies.incrementAndGet();
            asked.countDown();
            await(lease);
            return answer("42");
        });
        return Agent.builder(model)
                .tools(child.asTool("expert", "Knows."))
                .journal(journal)
                .build();
    }

    /** A run whose driver is lost while its child's is not yet known to be. */
    private CompletableFuture<RunResult> lostParent() {
        Agent first = parent(here, ScriptedModel.calls("expert", "{\"request\":\"What is it?\"}"));
        CompletableFuture<RunResult> lost = CompletableFuture.supplyAsync(
                () -> first.run(RunRequest.of("Ask.").withRunId("a")), drivers);
        await(asked);
        here.release("a");
        return lost;
    }

    private Agent successor(ScriptedModel model) {
        return parent(new Watched(elsewhere, refused), model);
    }

    @Test
    void itIsWaitedForAndItsAnswerCountsAsIfNothingHadHappened() throws Exception {
        CompletableFuture<RunResult> lost = lostParent();
        ScriptedModel model = ScriptedModel.says("It is 42.");

        CompletableFuture<RunResult> successor =
                CompletableFuture.supplyAsync(() -> successor(model).run(RunRequest.resuming("a")), drivers);
        await(refused);
        lease.countDown();

        assertEquals("It is 42.", successor.get().text());
        assertEquals("42", model.lastCall().toolMessages().get(0).text());
        assertEquals(Outcome.OK, model.lastCall().toolMessages().get(0).outcome());
        assertEquals(1, childReplies.get());
        ExecutionException ended = assertThrows(ExecutionException.class, lost::get);
        assertTrue(ended.getCause() instanceof Journal.ConflictException, ended.toString());
    }

    @Test
    void whoWaitsForItHearsACancellation() throws Exception {
        CompletableFuture<RunResult> lost = lostParent();
        Cancellation cancellation = Cancellation.create();
        RunRequest request = RunRequest.resuming("a").withCaller(cancellation, Tag.Values.NONE);

        CompletableFuture<RunResult> successor = CompletableFuture.supplyAsync(
                () -> successor(ScriptedModel.empty()).run(request), drivers);
        await(refused);
        cancellation.cancel("enough");

        assertEquals(StopReason.CANCELLED, successor.get().stopReason());
        lease.countDown();
        assertThrows(ExecutionException.class, lost::get);
    }
}
