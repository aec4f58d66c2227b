package dev.spindle.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.context.Cancellation;
import dev.spindle.context.RunContext;
import dev.spindle.event.Limits;
import dev.spindle.event.RunEvent;
import dev.spindle.event.StopReason;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CancelTest {
    private final Cancellation cancellation = Cancellation.create();

    private CompletableFuture<RunResult> start(Agent agent, RunListener listener) {
        RunRequest request = RunRequest.of("Go.").withCancellation(cancellation);
        return CompletableFuture.supplyAsync(() -> agent.run(request, listener));
    }

    @Test
    void cancellingInterruptsTheToolAndEndsTheRun() throws Exception {
        Bench bench = new Bench();
        Agent agent = Agent.builder(ScriptedModel.calls("hangForever", "{}"))
                .tools(bench)
                .build();

        CompletableFuture<RunResult> run = start(agent, event -> {});
        bench.entered.await();
        cancellation.cancel("Ctrl-C");

        RunResult result = run.get();
        assertEquals(StopReason.CANCELLED, result.stopReason());
        assertEquals("Ctrl-C", result.detail());
        assertTrue(result.transcript().isClosed());
    }

    @Test
    void cancellingEndsTheWaitForTheModel() throws Exception {
        ScriptedModel model = ScriptedModel.empty().thenHangs();
        Agent agent = Agent.builder(model).build();

        CompletableFuture<RunResult> run = start(agent, event -> {});
        model.awaitCalls(1, Duration.ofSeconds(10));
        cancellation.cancel("Ctrl-C");

        assertEquals(StopReason.CANCELLED, run.get().stopReason());
    }

    @Test
    void interruptingTheThreadCancelsTheRunAndKeepsTheInterrupt() throws Exception {
        Bench bench = new Bench();
        Agent agent = Agent.builder(ScriptedModel.calls("hangForever", "{}"))
                .tools(bench)
                .limits(Limits.DEFAULT.withMaxTime(Duration.ofMinutes(1)))
                .build();
        AtomicBoolean kept = new AtomicBoolean();
        CompletableFuture<RunResult> run = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            RunResult result = agent.run("Go.");
            kept.set(Thread.currentThread().isInterrupted());
            run.complete(result);
        });

        thread.start();
        bench.entered.await();
        thread.interrupt();

        assertEquals(StopReason.CANCELLED, run.get().stopReason());
        assertTrue(kept.get());
    }

    @Test
    void aToolThatIgnoresItsInterruptionIsLeftBehindAndReported() throws Exception {
        Stubborn stubborn = new Stubborn();
        List<RunEvent> heard = Collections.synchronizedList(new ArrayList<>());
        Agent agent = Agent.builder(ScriptedModel.calls("wait", "{}").then("It did not stop."))
                .tools(stubborn)
                .build();

        RunResult result = agent.run("Go.", heard::add);

        assertEquals("It did not stop.", result.text());
        assertTrue(heard.stream().anyMatch(RunEvent.ToolAbandoned.class::isInstance));
        stubborn.release.countDown();
    }

    @Test
    void aListenerThatThrowsChangesNothing() {
        Agent agent = Agent.builder(ScriptedModel.says("Hello.")).build();

        RunResult result = agent.run("Go.", event -> {
            throw new IllegalStateException("listener bug");
        });

        assertEquals("Hello.", result.text());
    }

    static final class Stubborn {
        private final CountDownLatch release = new CountDownLatch(1);

        @Tool(value = "Waits, whatever happens.", effect = Effect.READ, timeout = "PT0.5S")
        public String wait(RunContext context) {
            while (true) {
                try {
                    release.await();
                    return context.runId();
                } catch (InterruptedException ignored) {
                    Thread.interrupted();
                }
            }
        }
    }
}
