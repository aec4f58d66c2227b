package dev.spindle;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agents.Recovered;
import dev.spindle.Agents.Worker;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.journal.FileJournal;
import dev.spindle.journal.Journal;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Usage;
import dev.spindle.model.Model;
import dev.spindle.model.ModelReply;
import dev.spindle.run.RunResult;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a worker works on in tests. */
@Timeout(30)
class WorkerBench {
    static final Duration SOON = Duration.ofSeconds(20);
    static final Duration OFTEN = Duration.ofMillis(10);

    @TempDir
    Path directory;

    final BlockingQueue<Recovered> ended = new LinkedBlockingQueue<>();
    final Mill mill = new Mill();

    /** A tool that takes as long as the test wants. */
    static final class Mill {
        final AtomicInteger calls = new AtomicInteger();
        final CountDownLatch called = new CountDownLatch(1);
        final CountDownLatch ground = new CountDownLatch(1);

        @Tool(value = "Grinds a word.", effect = Tool.Effect.WRITE)
        String grind(@Param("The word") String word) throws InterruptedException {
            calls.incrementAndGet();
            called.countDown();
            ground.await();
            return word;
        }
    }

    FileJournal files() {
        return FileJournal.in(directory.resolve("runs"));
    }

    Agent agent(Journal journal, Model model) {
        return Agent.builder(model).tools(mill).journal(journal).build();
    }

    Worker.Terms terms(Agent agent) {
        return Worker.Terms.of(started -> Optional.of(agent))
                .withLookEvery(OFTEN)
                .withEnded(ended::add);
    }

    static ModelReply answer(String text) {
        return ModelReply.of(AssistantMessage.of(text), Usage.NONE);
    }

    RunResult nextResult() throws InterruptedException {
        return assertInstanceOf(Recovered.WentOn.class, ended.poll(20, TimeUnit.SECONDS))
                .result();
    }

    static void awaitThat(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "it did not come about");
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    static Recorded last(Journal journal, String runId) {
        List<Recorded> events = journal.read(runId, 0);
        return events.get(events.size() - 1);
    }
}
