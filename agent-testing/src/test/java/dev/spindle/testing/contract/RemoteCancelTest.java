package dev.spindle.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.spindle.Agent;
import dev.spindle.event.Input;
import dev.spindle.event.RunEvent;
import dev.spindle.event.StopReason;
import dev.spindle.jdbc.JdbcJournal;
import dev.spindle.journal.FileJournal;
import dev.spindle.journal.InMemoryJournal;
import dev.spindle.journal.Journal;
import dev.spindle.memory.Compaction;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Message;
import dev.spindle.message.UserMessage;
import dev.spindle.model.Model;
import dev.spindle.model.openai.OpenAiModel;
import dev.spindle.run.RunListener;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.testing.ScriptedReply;
import dev.spindle.testing.server.FaultyModelServer;
import dev.spindle.testing.server.Reaction;
import dev.spindle.testing.server.Wire;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A cancellation that somebody posts from elsewhere is heard within a second, whatever the run is at, in every store. */
@Timeout(60)
class RemoteCancelTest {
    private static final Duration HEARD_WITHIN = Duration.ofSeconds(1);

    /** A disk that syncs slowly, or one thread that has to wait, is late once; who looks too seldom is late each time. */
    private static final int TRIES = 3;

    private static final String PIECE = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"and on \"}}]}\n\n";

    @TempDir
    Path directory;

    private final List<AutoCloseable> opened = Collections.synchronizedList(new ArrayList<>());
    private final InMemoryJournal memory = new InMemoryJournal();
    private volatile CountDownLatch inside = new CountDownLatch(1);
    private DataSource source;

    /** What a run can be at. */
    enum Phase {
        BEFORE_THE_FIRST_BYTE,
        BEFORE_THE_FIRST_BYTE_OF_A_BLOCKING_CALL,
        STREAMING,
        BETWEEN_TWO_CHUNKS,
        PAUSE_BETWEEN_ATTEMPTS,
        TOOL,
        TOOLS_AT_ONCE,
        COMPACTION,
        MODEL_OF_A_CHILD,
        TOOL_OF_A_CHILD
    }

    /** Works for ever. */
    final class Worker {
        @Tool(value = "Works until it is interrupted.", effect = Effect.READ, timeout = "none")
        String work() throws InterruptedException {
            inside.countDown();
            new CountDownLatch(1).await();
            return "never";
        }
    }

    static Stream<Arguments> storesAndPhases() {
        List<String> stores = new ArrayList<>(List.of("memory", "file"));
        stores.addAll(Stores.kinds());
        return stores.stream().flatMap(store -> Stream.of(Phase.values()).map(phase -> Arguments.of(store, phase)));
    }

    /** What another process would open; what is in memory has no other. */
    private Journal journal(String store) {
        if (store.equals("memory")) return memory;
        if (store.equals("file")) return closing(FileJournal.in(directory));
        return closing(JdbcJournal.on(source));
    }

    private <T extends AutoCloseable> T closing(T toClose) {
        opened.add(0, toClose);
        return toClose;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) each.close();
        opened.clear();
    }

    private Agent.Builder agent(Phase phase) {
        return switch (phase) {
            case BEFORE_THE_FIRST_BYTE, BEFORE_THE_FIRST_BYTE_OF_A_BLOCKING_CALL ->
                Agent.builder(server((request, wire) -> {
                    inside.countDown();
                    wire.awaitHangUp();
                }));
            case STREAMING -> Agent.builder(server((request, wire) -> stream(wire, Integer.MAX_VALUE)));
            case BETWEEN_TWO_CHUNKS ->
                Agent.builder(server((request, wire) -> {
                    stream(wire, 1);
                    wire.awaitHangUp();
                }));
            case PAUSE_BETWEEN_ATTEMPTS -> Agent.builder(server(Reaction.rateLimited("Retry-After", "25")));
            case TOOL -> Agent.builder(ScriptedModel.calls("work", "{}")).tools(new Worker());
            case TOOLS_AT_ONCE ->
                Agent.builder(ScriptedModel.empty()
                                .thenReplies(ScriptedReply.call("work", "{}").andCall("work", "{}")))
                        .tools(new Worker());
            case COMPACTION ->
                Agent.builder(ScriptedModel.empty())
                        .compaction(Compaction.with(hanging()).of(2_000).keeping(1));
            case MODEL_OF_A_CHILD -> parent(Agent.builder(hanging()));
            case TOOL_OF_A_CHILD ->
                parent(Agent.builder(ScriptedModel.calls("work", "{}")).tools(new Worker()));
        };
    }

    private Model server(Reaction reaction) {
        FaultyModelServer server = closing(FaultyModelServer.reacting(reaction));
        return OpenAiModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey("key")
                .model("m")
                .build();
    }

    private void stream(Wire wire, int pieces) throws IOException, InterruptedException {
        wire.head(200, Map.of("Content-Type", "text/event-stream"));
        for (int piece = 0; piece < pieces; piece++) {
            wire.chunk(PIECE);
            wire.pause(Duration.ofMillis(10));
            inside.countDown();
        }
    }

    private Model hanging() {
        return call -> {
            inside.countDown();
            return ScriptedModel.empty().thenHangs().call(call);
        };
    }

    private static Agent.Builder parent(Agent.Builder child) {
        return Agent.builder(ScriptedModel.calls("clerk", "{\"request\":\"Go.\"}"))
                .tools(child.build().asTool("clerk", "Works."));
    }

    private static RunRequest request(Phase phase, String runId) {
        RunRequest request = RunRequest.of("Go.").withRunId(runId);
        if (phase != Phase.COMPACTION) return request;
        List<Message> history = new ArrayList<>();
        for (int turn = 0; turn < 20; turn++) {
            history.add(UserMessage.of("What about " + turn + "? ".repeat(100)));
            history.add(AssistantMessage.of("This about " + turn + ". ".repeat(100)));
        }
        return request.withHistory(history);
    }

    private RunListener listener() {
        return event -> {
            if (event instanceof RunEvent.AttemptDelayed) inside.countDown();
        };
    }

    /** The common pool of newer JDKs has one thread on two processors. */
    private static final Executor OF_ITS_OWN = work -> new Thread(work).start();

    @Test
    void whatTakesLongToHearOfItsCancellationHoldsUpNoOtherRun() throws Exception {
        CountDownLatch asked = new CountDownLatch(2);
        CountDownLatch deaf = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Agent agent = Agent.builder(call -> {
                    if (call.context().runId().equals("slow"))
                        call.context().cancellation().onCancel(() -> {
                            deaf.countDown();
                            awaitUninterruptibly(release);
                        });
                    asked.countDown();
                    return ScriptedModel.empty().thenHangs().call(call);
                })
                .journal(memory)
                .build();
        CompletableFuture<RunResult> slow = CompletableFuture.supplyAsync(
                () -> agent.run(RunRequest.of("Go.").withRunId("slow")), OF_ITS_OWN);
        CompletableFuture<RunResult> other = CompletableFuture.supplyAsync(
                () -> agent.run(RunRequest.of("Go.").withRunId("other")), OF_ITS_OWN);
        assertTrue(asked.await(30, TimeUnit.SECONDS));
        memory.post("slow", new Input.Cancelled("enough"));
        assertTrue(deaf.await(30, TimeUnit.SECONDS));

        memory.post("other", new Input.Cancelled("enough"));
        StopReason heard = other.get(5, TimeUnit.SECONDS).stopReason();
        release.countDown();

        assertEquals(StopReason.CANCELLED, heard);
        assertEquals(StopReason.CANCELLED, slow.get(30, TimeUnit.SECONDS).stopReason());
    }

    /** For how long this process got no processor, however much it wanted one: no reproach to whoever waits for it, too. */
    private static final class Stalls implements AutoCloseable {
        private static final long BEAT_NANOS = 5_000_000;

        private final AtomicLong late = new AtomicLong();
        private volatile boolean over;

        Stalls() {
            Thread watch = new Thread(this::watch, "stalls");
            watch.setDaemon(true);
            watch.start();
        }

        private void watch() {
            while (!over) {
                long before = System.nanoTime();
                LockSupport.parkNanos(BEAT_NANOS);
                late.addAndGet(Math.max(0, System.nanoTime() - before - 2 * BEAT_NANOS));
            }
        }

        long nanos() {
            return late.get();
        }

        @Override
        public void close() {
            over = true;
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException goesOn) {
                Thread.interrupted();
            }
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("storesAndPhases")
    void isHeardWithinASecond(String store, Phase phase) throws Exception {
        if (!List.of("memory", "file").contains(store)) source = Stores.of(store, directory);
        List<Duration> late = new ArrayList<>();
        while (late.size() < TRIES) {
            Duration heard = heardAfter(store, phase, "run-" + late.size());
            if (heard.compareTo(HEARD_WITHIN) < 0) return;
            late.add(heard);
            close();
            inside = new CountDownLatch(1);
        }
        fail("heard after " + late);
    }

    private Duration heardAfter(String store, Phase phase, String runId) throws Exception {
        Agent agent = agent(phase).journal(journal(store)).build();
        Journal elsewhere = journal(store);
        boolean blocking = phase == Phase.BEFORE_THE_FIRST_BYTE_OF_A_BLOCKING_CALL;
        CompletableFuture<RunResult> run = CompletableFuture.supplyAsync(
                () -> blocking ? agent.run(request(phase, runId)) : agent.run(request(phase, runId), listener()));
        assertTrue(inside.await(30, TimeUnit.SECONDS), () -> "it never came so far: " + run);

        elsewhere.post(runId, new Input.Cancelled("enough"));
        long posted = System.nanoTime();
        RunResult result;
        Duration heard;
        try (Stalls stalls = new Stalls()) {
            result = run.get(30, TimeUnit.SECONDS);
            heard = Duration.ofNanos(System.nanoTime() - posted - stalls.nanos());
        }

        assertEquals(StopReason.CANCELLED, result.stopReason());
        assertEquals("enough", result.detail());
        assertTrue(result.transcript().isClosed());
        return heard;
    }
}
