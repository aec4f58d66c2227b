package dev.spindle.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.context.Cancellation;
import dev.spindle.event.Decision;
import dev.spindle.event.Limits;
import dev.spindle.event.RunEvent;
import dev.spindle.event.StopReason;
import dev.spindle.http.WireServer;
import dev.spindle.http.WireServer.Answer;
import dev.spindle.json.Json;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelReply;
import dev.spindle.model.openai.OpenAiModel;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.testing.ScriptedReply;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolResult;
import dev.spindle.tool.ToolSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** More calls at a time than can be good: each is answered once, few run at once, and what waits has not started. */
@Timeout(60)
class CallFloodTest {
    private static final Limits THOUSANDS =
            Limits.DEFAULT.withMaxCallsPerReply(10_000).withMaxToolCalls(100_000);

    private final Crowd crowd = new Crowd();
    private final KeepingJournal journal = new KeepingJournal();

    /** Counts how many of its calls run at once. */
    static final class Crowd {
        private final AtomicInteger now = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final AtomicInteger all = new AtomicInteger();
        private final CountDownLatch never = new CountDownLatch(1);
        private final CountDownLatch full = new CountDownLatch(32);

        @Tool(value = "Is there for a while.", effect = Effect.READ)
        public String stay() {
            enter();
            for (int turn = 0; turn < 50; turn++) Thread.onSpinWait();
            now.decrementAndGet();
            return "stayed";
        }

        @Tool(value = "Is there for a while, if a person allows it.", effect = Effect.WRITE, approval = true)
        public String pay() {
            return stay();
        }

        @Tool(value = "Waits until interrupted.", effect = Effect.READ, timeout = "none")
        public String hang() throws InterruptedException {
            enter();
            full.countDown();
            never.await();
            return "never";
        }

        @Tool(value = "Waits until interrupted, or its time is up.", effect = Effect.READ, timeout = "PT0.5S")
        public String late() throws InterruptedException {
            enter();
            never.await();
            return "never";
        }

        @Tool(value = "Hears nothing.", effect = Effect.READ, timeout = "PT0.5S")
        public String deaf() {
            enter();
            while (never.getCount() > 0) {
                Thread.interrupted(); // else it would not park any more, and keep a processor from all virtual threads
                LockSupport.parkNanos(1_000_000);
            }
            return "late";
        }

        private void enter() {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            all.incrementAndGet();
        }
    }

    private static ScriptedReply calls(int count, String tool) {
        ScriptedReply reply = ScriptedReply.text("");
        for (int call = 0; call < count; call++) reply = reply.andCall(tool, "{}");
        return reply;
    }

    private Agent.Builder agent(Model model) {
        return Agent.builder(model).tools(crowd).journal(journal).limits(THOUSANDS);
    }

    private long started() {
        return journal.events(RunEvent.ToolStarted.class).size();
    }

    private static List<ToolMessage> answers(RunResult result) {
        return result.transcript().messages().stream()
                .filter(ToolMessage.class::isInstance)
                .map(ToolMessage.class::cast)
                .toList();
    }

    /** Calls the tool so often where nothing is answered yet, then is done. */
    private static Model asking(int count, String tool) {
        return new Model() {
            @Override
            public ModelReply call(ModelCall call) {
                boolean asks = call.messages().messages().stream().noneMatch(ToolMessage.class::isInstance);
                ScriptedModel script =
                        asks ? ScriptedModel.empty().thenReplies(calls(count, tool)) : ScriptedModel.says("Done.");
                return script.call(call);
            }
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"index\":%d,\"id\":\"c%d\"",
                "\"id\":\"c%2$d\"",
                "\"index\":0,\"id\":\"c%2$d\"",
                "\"index\":%1$d,\"id\":\"\"",
                "\"index\":%1$d,\"id\":\"same\"",
            })
    void ofAFloodInOneReplyNoneRunsAndTheModelReadsHowManyMay(String identity) throws Exception {
        StringBuilder flood = new StringBuilder();
        for (int call = 0; call < 2_000; call++)
            flood.append("data: {\"choices\":[{\"delta\":{\"tool_calls\":[{")
                    .append(identity.formatted(call, call))
                    .append(",\"function\":{\"name\":\"stay\",\"arguments\":\"{}\"}}]}}]}\n\n");
        String end = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
        String done = "data: {\"choices\":[{\"delta\":{\"content\":\"Done.\"}}]}\n\n" + end;
        try (WireServer server = WireServer.giving(Answer.events(flood + end), Answer.events(done))) {
            Model model =
                    OpenAiModel.builder().model("m").baseUrl(server.baseUrl()).build();

            RunResult result = agent(model)
                    .limits(Limits.DEFAULT.withMaxToolCalls(5_000))
                    .build()
                    .run("Go.");

            assertEquals("Done.", result.text());
            assertEquals(0, crowd.all.get());
            assertEquals(Limits.CALLS_PER_REPLY, answers(result).size());
            for (ToolMessage answer : answers(result)) assertTrue(answer.text().contains("128"), answer.text());
        }
    }

    @Test
    void childrenOfOneReplyShareThePlacesOfTheirAgent() {
        Agent child = Agent.builder(asking(20, "stay"))
                .tools(crowd)
                .callsAtOnce(32, 4)
                .build();
        ScriptedReply children = ScriptedReply.text("");
        for (int each = 0; each < 50; each++) children = children.andCall("clerk", "{\"request\":\"Stay.\"}");
        Agent parent = Agent.builder(ScriptedModel.empty().thenReplies(children).then("Done."))
                .tools(child.asTool("clerk", "Stays."))
                .callsAtOnce(8, 256)
                .build();

        RunResult result = parent.run("Go.");

        assertEquals("Done.", result.text());
        assertEquals(50 * 20, crowd.all.get());
        // Each of the eight runs has one place of its own, and they share four.
        assertTrue(crowd.most.get() <= 8 + 4, "at once: " + crowd.most);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 256})
    void runsInsideCallsOfTheSameAgentNeverWaitForOneAnother(int places) throws Exception {
        AtomicReference<Agent> self = new AtomicReference<>();
        AtomicInteger ran = new AtomicInteger();
        ToolSpec spec = ToolSpec.of("deeper", "Asks itself.", Json.parse("{\"type\":\"object\"}"), Effect.READ);
        ToolFunction deeper = ToolFunction.of(spec, invocation -> {
            ran.incrementAndGet();
            boolean isDeep = invocation.context().runId().split("/", -1).length > 3;
            if (isDeep) return ToolResult.text("deep");
            RunRequest inside = RunRequest.of("Deeper.")
                    .withRunId(invocation.idempotencyKey())
                    .within(invocation.context());
            return self.get().run(inside).asToolResult();
        });
        self.set(Agent.builder(asking(3, "deeper"))
                .tools(deeper)
                .callsAtOnce(2, places)
                .limits(Limits.DEFAULT.withMaxToolCalls(1_000))
                .build());

        RunResult result =
                CompletableFuture.supplyAsync(() -> self.get().run("Go.")).get(40, TimeUnit.SECONDS);

        assertEquals("Done.", result.text());
        assertEquals(3 + 9 + 27 + 81, ran.get());
    }

    @Test
    void whatWaitsWhenTheRunIsCancelledIsAnsweredAndHasNotStarted() throws Exception {
        Cancellation cancellation = Cancellation.create();
        Agent agent =
                agent(ScriptedModel.empty().thenReplies(calls(1_000, "hang"))).build();
        CompletableFuture<RunResult> run = CompletableFuture.supplyAsync(
                () -> agent.run(RunRequest.of("Go.").withCancellation(cancellation)));
        crowd.full.await();

        cancellation.cancel("enough");

        RunResult result = run.get(10, TimeUnit.SECONDS);
        assertEquals(StopReason.CANCELLED, result.stopReason());
        assertEquals(32, crowd.all.get());
        assertEquals(32, started());
        assertEquals(1_000, answers(result).size());
        assertTrue(result.transcript().isClosed());
    }

    @Test
    void whatWaitsWhenTheTimeOfTheRunIsUpIsAnsweredAndHasNotStarted() {
        Limits seconds = THOUSANDS.withMaxTime(Duration.ofSeconds(3)); // in which 32 surely start
        Agent agent = agent(ScriptedModel.empty().thenReplies(calls(500, "hang")))
                .limits(seconds)
                .build();

        RunResult result = agent.run("Go.");

        assertEquals(StopReason.TIME_LIMIT, result.stopReason());
        assertEquals(500, answers(result).size());
        assertEquals(32, crowd.all.get());
        assertEquals(32, started());
    }

    /** The first ends at once; of the others each waits until both are in. */
    static final class Turnstile {
        private final AtomicInteger calls = new AtomicInteger();
        private final CountDownLatch both = new CountDownLatch(2);

        @Tool(value = "Lets pass.", effect = Effect.READ, timeout = "PT5S")
        public String pass() throws InterruptedException {
            if (calls.getAndIncrement() == 0) return "through";
            both.countDown();
            both.await();
            return "together";
        }
    }

    @Test
    void aCallThatHasEndedLeavesItsPlaceToTheNextWhileOthersStillRun() {
        Agent agent = agent(ScriptedModel.empty().thenReplies(calls(3, "pass")).then("Done."))
                .tools(new Turnstile())
                .callsAtOnce(32, 2)
                .build();

        RunResult result = agent.run("Go.");

        assertEquals("Done.", result.text());
        for (ToolMessage answer : answers(result)) assertEquals(Outcome.OK, answer.outcome());
    }

    @ParameterizedTest
    @ValueSource(strings = {"late", "deaf"})
    void aCallHasItsWholeTimeFromWhenItStartsAndLeavesItsPlace(String tool) {
        Agent agent = agent(ScriptedModel.empty().thenReplies(calls(9, tool)).then("Done."))
                .callsAtOnce(3, 3)
                .build();

        RunResult result = agent.run("Go.");
        crowd.never.countDown();

        assertEquals("Done.", result.text());
        assertEquals(9, crowd.all.get());
        for (ToolMessage answer : answers(result)) assertEquals(Outcome.TIMED_OUT, answer.outcome());
    }

    @Test
    void aThousandCallsThatWaitForAPersonRunOnceEachAndNoMoreThanMayAtOnce() {
        Agent agent = agent(
                        ScriptedModel.empty().thenReplies(calls(1_000, "pay")).then("Done."))
                .build();
        RunResult paused = agent.run("Go.");
        List<Decision> all =
                paused.awaitingApproval().stream().map(Decision::approve).toList();
        List<Decision> half = all.subList(0, 500);

        RunResult still = agent.resume(paused.runId(), half);
        RunResult done = agent.resume(paused.runId(), all);

        assertEquals(1_000, all.size());
        assertEquals(500, still.awaitingApproval().size());
        assertEquals("Done.", done.text());
        assertEquals(1_000, crowd.all.get());
        assertEquals(1_000, started());
        assertTrue(crowd.most.get() <= 32, "at once: " + crowd.most);
    }
}
