package dev.spindle.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.event.Input;
import dev.spindle.event.Limits;
import dev.spindle.event.RunEvent;
import dev.spindle.event.StopReason;
import dev.spindle.journal.FileJournal;
import dev.spindle.journal.InMemoryJournal;
import dev.spindle.journal.Journal;
import dev.spindle.memory.Memory;
import dev.spindle.message.Message;
import dev.spindle.message.Transcript;
import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelReply;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.testing.ScriptedReply;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolRegistry;
import dev.spindle.tool.ToolSpec;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps one run within its bounds, whatever happens around it. */
@Timeout(60)
class LoopBoundsTest {
    /** Counts how many of its calls run at once. */
    static final class Crowd {
        private final AtomicInteger now = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final AtomicInteger all = new AtomicInteger();

        @Tool(value = "Is there for a while.", effect = Effect.READ)
        public String stay() {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            for (int turn = 0; turn < 50; turn++) Thread.onSpinWait();
            all.incrementAndGet();
            now.decrementAndGet();
            return "stayed";
        }
    }

    /** Cannot go on before somebody lets it. */
    static final class Gate {
        private final CountDownLatch entered = new CountDownLatch(1);

        @Tool(value = "Waits until interrupted.", effect = Effect.READ, timeout = "none")
        public String hang() throws InterruptedException {
            entered.countDown();
            new CountDownLatch(1).await();
            return "never";
        }

        @Tool(value = "Is broken.", effect = Effect.READ, timeout = "none")
        public String broken() {
            if (entered.getCount() == 1) throw new IncompatibleClassChangeError("broken");
            return "whole";
        }

        @Tool(value = "Is broken in its own way.", effect = Effect.READ, timeout = "none")
        public String strange() {
            if (entered.getCount() == 1) throw new Strange();
            return "usual";
        }
    }

    private static final class Strange extends Error {
        private static final long serialVersionUID = 1L;

        Strange() {
            super("strange");
        }
    }

    private static ScriptedReply stays(int count) {
        ScriptedReply reply = ScriptedReply.call("stay", "{}");
        for (int call = 1; call < count; call++) reply = reply.andCall("stay", "{}");
        return reply;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 32})
    void noMoreCallsRunAtOnceThanARunMay(int atOnce) {
        Crowd crowd = new Crowd();
        KeepingJournal journal = new KeepingJournal();
        Agent agent = Agent.builder(
                        ScriptedModel.empty().thenReplies(stays(100)).then("Done."))
                .tools(crowd)
                .journal(journal)
                .callsAtOnce(atOnce, 256)
                .build();

        RunResult result = agent.run("Go.");

        assertEquals("Done.", result.text());
        assertEquals(100, crowd.all.get());
        assertTrue(crowd.most.get() <= atOnce, "at once: " + crowd.most);
        int open = 0;
        for (RunEvent.Recorded event : journal.events()) {
            if (event instanceof RunEvent.ToolStarted) open++;
            if (event instanceof RunEvent.ToolFinished) open--;
            assertTrue(open <= atOnce, "started at once: " + open);
        }
    }

    /** Lets nobody go on before 32 are in. */
    static final class Full {
        private final CountDownLatch full = new CountDownLatch(32);

        @Tool(value = "Waits for company.", effect = Effect.READ)
        public String stay() throws InterruptedException {
            full.countDown();
            full.await();
            return "stayed";
        }
    }

    @Test
    void unlessToldOtherwiseThirtyTwoCallsRunAtOnce() {
        KeepingJournal journal = new KeepingJournal();
        Agent agent = Agent.builder(
                        ScriptedModel.empty().thenReplies(stays(128)).then("Done."))
                .tools(new Full())
                .journal(journal)
                .build();

        RunResult result = agent.run("Go.");

        assertEquals("Done.", result.text());
        int open = 0;
        int most = 0;
        for (RunEvent.Recorded event : journal.events()) {
            if (event instanceof RunEvent.ToolStarted) open++;
            if (event instanceof RunEvent.ToolFinished) open--;
            most = Math.max(most, open);
        }
        assertEquals(32, most);
    }

    @Test
    void runsOfOneAgentShareItsPlacesAndAllEnd() throws Exception {
        Crowd crowd = new Crowd();
        Model model = new Asking();
        Agent shared = Agent.builder(model).tools(crowd).callsAtOnce(32, 2).build();

        List<CompletableFuture<RunResult>> runs = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> shared.run("Go.")))
                .limit(4)
                .toList();

        for (CompletableFuture<RunResult> run : runs)
            assertEquals("Done.", run.get(30, TimeUnit.SECONDS).text());
        assertEquals(80, crowd.all.get());
        assertTrue(crowd.most.get() <= 2 + 4, "at once: " + crowd.most);
    }

    /** Calls twenty tools, then is done. */
    private static final class Asking implements Model {
        @Override
        public ModelReply call(ModelCall call) {
            boolean first = call.messages().size() == 1;
            ScriptedModel script = first ? ScriptedModel.empty().thenReplies(stays(20)) : ScriptedModel.says("Done.");
            return script.call(call);
        }
    }

    @Test
    void aPostedCancellationIsHeardWhileTheModelIsAsked(@TempDir Path folder) throws Exception {
        for (Journal journal : List.of(new InMemoryJournal(), FileJournal.in(folder))) {
            ScriptedModel model = ScriptedModel.empty().thenHangs();
            Agent agent = Agent.builder(model).journal(journal).build();
            RunRequest request = RunRequest.of("Go.");
            CompletableFuture<RunResult> run = CompletableFuture.supplyAsync(() -> agent.run(request));
            model.awaitCalls(1, Duration.ofSeconds(10));

            agent.post(request.runId(), new Input.Cancelled("enough"));

            RunResult result = run.get(10, TimeUnit.SECONDS);
            assertEquals(StopReason.CANCELLED, result.stopReason());
            assertEquals("enough", result.detail());
        }
    }

    @Test
    void aPostedCancellationIsHeardWhileAToolRuns() throws Exception {
        Gate gate = new Gate();
        KeepingJournal journal = new KeepingJournal();
        Agent agent = Agent.builder(ScriptedModel.calls("hang", "{}"))
                .tools(gate)
                .journal(journal)
                .build();
        RunRequest request = RunRequest.of("Go.");
        CompletableFuture<RunResult> run = CompletableFuture.supplyAsync(() -> agent.run(request));
        gate.entered.await();

        agent.post(request.runId(), new Input.Cancelled("enough"));

        assertEquals(StopReason.CANCELLED, run.get(10, TimeUnit.SECONDS).stopReason());
        assertEquals(1, journal.events(RunEvent.Received.class).size());
    }

    static Stream<UnaryOperator<Agent.Builder>> broken() {
        return Stream.of(
                agent -> agent.approval(call -> {
                    throw new AssertionError("rule");
                }),
                agent -> agent.window(transcript -> {
                    throw new Strange();
                }),
                agent -> agent.tools(new ToolRegistry() {
                    @Override
                    public Optional<ToolFunction> find(String name) {
                        throw new Strange();
                    }

                    @Override
                    public List<ToolSpec> list(Transcript transcript) {
                        return List.of();
                    }
                }),
                agent -> agent.addInterceptor(new Interceptor() {
                    @Override
                    public ModelReply aroundModel(ModelCall call, Model next) {
                        throw new NoClassDefFoundError("gone");
                    }
                }),
                agent -> agent.memory(new Memory() {
                    @Override
                    public Transcript recall(String conversation) {
                        throw new Strange();
                    }

                    @Override
                    public void remember(String conversation, String runId, List<Message> turn) {
                        throw new Strange();
                    }
                }));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void whatSomebodysCodeThrowsIsAnOutcome(UnaryOperator<Agent.Builder> breaking) {
        Agent agent = breaking.apply(
                        Agent.builder(ScriptedModel.calls("missing", "{}").then("Done."))
                                .tools(new Crowd()))
                .build();

        RunResult result = agent.run(RunRequest.of("Go.").inConversation("c"), event -> {
            throw new Strange();
        });

        assertTrue(result.transcript().isClosed(), result.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"broken", "strange"})
    void anErrorOfAToolWithoutATimeLimitIsItsAnswer(String tool) {
        ScriptedModel model = ScriptedModel.calls(tool, "{}").then("It is broken.");
        Agent agent = Agent.builder(model).tools(new Gate()).build();

        RunResult result = agent.run("Go.");

        assertEquals("It is broken.", result.text());
        assertTrue(model.lastCall().toolMessage("c0").text().startsWith("The tool failed: "));
    }

    @Test
    void whatKillsTheProcessEscapes() {
        Agent agent = Agent.builder(call -> {
                    throw new OutOfMemoryError("for a test");
                })
                .build();

        assertThrows(OutOfMemoryError.class, () -> agent.run("Go."));
    }

    @Test
    void aClockThatIsSetDoesNotChangeHowLongARunHasWorked() {
        AtomicLong nanos = new AtomicLong();
        Instant[] wall = {Instant.parse("2030-01-07T09:00:00Z")};
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return wall[0];
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        Limits limits = Limits.DEFAULT.withMaxTime(Duration.ofMinutes(1));
        Agent forward = Agent.builder(call -> {
                    wall[0] = wall[0].plus(Duration.ofDays(1));
                    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
                    return ScriptedModel.says("Hello.").call(call);
                })
                .clock(clock, nanos::get)
                .build();
        Agent back = Agent.builder(new Model() {
                    private final ScriptedModel model = ScriptedModel.calls("stay", "{}");

                    @Override
                    public ModelReply call(ModelCall call) {
                        wall[0] = wall[0].minus(Duration.ofDays(1));
                        nanos.addAndGet(Duration.ofMinutes(2).toNanos());
                        return model.call(call);
                    }
                })
                .tools(new Crowd())
                .clock(clock, nanos::get)
                .build();

        RunResult quick = forward.run(RunRequest.of("Go.").withLimits(limits));
        RunResult slow = back.run(RunRequest.of("Go.").withLimits(limits));

        assertEquals("Hello.", quick.text());
        assertEquals(Duration.ofSeconds(1), quick.work().time());
        assertEquals(StopReason.TIME_LIMIT, slow.stopReason());
    }

    @Test
    void runsThatStoppedAreNotKeptForEver() {
        InMemoryJournal journal = new InMemoryJournal();
        Agent agent = Agent.builder(call -> {
                    throw new CancelledException("no");
                })
                .journal(journal)
                .build();

        for (int run = 0; run < 1_100; run++) agent.run("Go.");

        assertEquals(1_000, journal.unfinished().size());
    }
}
