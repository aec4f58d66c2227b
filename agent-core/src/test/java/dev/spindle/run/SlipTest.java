package dev.spindle.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.event.Limits;
import dev.spindle.event.StopReason;
import dev.spindle.http.WireServer;
import dev.spindle.http.WireServer.Answer;
import dev.spindle.json.Json;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Message;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.message.Usage;
import dev.spindle.model.ModelReply;
import dev.spindle.model.openai.OpenAiModel;
import dev.spindle.run.RunResult.NotAnsweredException;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies that say nothing, or call for far too much, are the model's to mend. */
@Timeout(60)
class SlipTest {
    private final Counter counter = new Counter();

    public static final class Counter {
        private final AtomicInteger count = new AtomicInteger();

        @Tool(value = "Counts.", effect = Effect.WRITE)
        public int count() {
            return count.incrementAndGet();
        }
    }

    private static RunResult run(Agent agent, RunRequest request, boolean listening) {
        return listening ? agent.run(request, event -> {}) : agent.run(request);
    }

    private static ModelReply calling(int calls) {
        List<ToolCall> all = new ArrayList<>();
        for (int call = 0; call < calls; call++) all.add(ToolCall.of("c" + call, "count", "{}"));
        return ModelReply.of(AssistantMessage.calling(all), Usage.NONE);
    }

    private static ModelReply nothing(String text) {
        return ModelReply.of(
                new AssistantMessage(text, "I think that", null, List.of(), "", Json.EMPTY_OBJECT), Usage.NONE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aReplyThatSaysNothingIsAskedAbout(boolean listening) {
        ScriptedModel model = ScriptedModel.empty()
                .thenAnswers(call -> nothing(""))
                .thenAnswers(call -> nothing(" \n"))
                .then("Here I am.");
        Agent agent = Agent.builder(model).build();

        RunResult result = run(agent, RunRequest.of("Hello?"), listening);

        assertEquals("Here I am.", result.text());
        List<Message> asked = model.lastCall().messages();
        assertEquals(3, asked.size());
        assertTrue(
                asked.get(2).text().startsWith("Your last reply was empty"),
                asked.get(2).text());
    }

    static Stream<AssistantMessage> nothings() {
        Stream<String> unseen = Stream.of(
                "\u00A0",
                "\u200B\u200D",
                "\uFEFF",
                "\u2060 \u202E",
                "\u0000\u001B",
                "\u3164",
                "\u2800",
                "\u2028",
                "\u00AD");
        Stream<AssistantMessage> refusals = Stream.of("", " ", "\u200B")
                .map(refusal -> new AssistantMessage("", null, refusal, List.of(), "", Json.EMPTY_OBJECT));
        Stream<AssistantMessage> empty = Stream.of(
                        "{\"images\":[]}", "{\"audio\":{}}", "{\"audio\":null}", "{\"audio\":\"\",\"images\":[]}")
                .map(extra -> new AssistantMessage("", null, null, List.of(), "", Json.parse(extra)));
        return Stream.of(unseen.map(text -> nothing(text).message()), refusals, empty)
                .flatMap(each -> each);
    }

    @ParameterizedTest
    @MethodSource("nothings")
    void whatNobodySeesSaysNothing(AssistantMessage unseen) {
        for (boolean listening : new boolean[] {false, true}) {
            ScriptedModel model = ScriptedModel.empty()
                    .thenAnswers(call -> ModelReply.of(unseen, Usage.NONE))
                    .then("Here I am.");

            RunResult result = run(Agent.builder(model).build(), RunRequest.of("Hello?"), listening);

            assertEquals("Here I am.", result.text());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aModelThatGoesOnSayingNothingIsAnOutcomeOfItsOwn(boolean listening) {
        ScriptedModel model = ScriptedModel.empty()
                .thenAnswers(call -> nothing(""))
                .thenAnswers(call -> nothing(""))
                .thenAnswers(call -> nothing(""))
                .then("Now I am.");
        Agent agent = Agent.builder(model).build();

        RunResult result = run(agent, RunRequest.of("Hello?"), listening);

        assertEquals(StopReason.EMPTY_REPLY, result.stopReason());
        assertThrows(NotAnsweredException.class, result::text);
        assertEquals("Now I am.", agent.resume(result.runId()).text());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void callsBeyondAllMeasureAreAnsweredAndNoneIsRun(boolean listening) {
        ScriptedModel model = ScriptedModel.empty()
                .thenAnswers(call -> calling(129))
                .thenAnswers(call -> calling(128))
                .then("Counted.");
        Agent agent = Agent.builder(model).tools(counter).build();

        RunResult result = run(agent, RunRequest.of("Count."), listening);

        assertEquals("Counted.", result.text());
        assertEquals(128, counter.count.get());
        List<Message> told = model.call(1).messages();
        assertEquals(2 + 128, told.size());
        ToolMessage first = (ToolMessage) told.get(2);
        assertEquals(Outcome.SKIPPED, first.outcome());
        assertTrue(first.text().contains("more than the 128 calls that can be made in one"), first.text());
    }

    @Test
    void howManyCallsAReplyMayMakeIsALimitOfTheRun() {
        ScriptedModel model = ScriptedModel.empty()
                .thenAnswers(call -> calling(3))
                .then("Well.")
                .thenAnswers(call -> calling(200))
                .then("Done.");
        Agent agent = Agent.builder(model).tools(counter).build();

        agent.run(RunRequest.of("Count.").withLimits(Limits.DEFAULT.withMaxCallsPerReply(2)));
        assertEquals(0, counter.count.get());
        agent.run(RunRequest.of("Count.").withLimits(Limits.DEFAULT.withMaxCallsPerReply(200)));
        assertEquals(200, counter.count.get());

        assertThrows(IllegalArgumentException.class, () -> Limits.DEFAULT.withMaxCallsPerReply(0));
        assertThrows(IllegalArgumentException.class, () -> Limits.DEFAULT.withMaxCallsPerReply(10_001));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fortyThousandCallsOfAServerAreAnsweredSoon(boolean listening) throws IOException {
        StringBuilder calls = new StringBuilder();
        for (int call = 0; call < 40_000; call++) {
            calls.append(call == 0 ? "" : ",");
            calls.append("{\"id\":\"c" + call + "\",\"function\":{\"name\":\"count\",\"arguments\":\"{}\"}}");
        }
        String flood =
                "{\"choices\":[{\"message\":{\"tool_calls\":[" + calls + "]},\"finish_reason\":\"tool_calls\"}]}";
        String answer = "{\"choices\":[{\"message\":{\"content\":\"Sorry.\"},\"finish_reason\":\"stop\"}]}";
        try (WireServer server = WireServer.giving(Answer.json(flood), Answer.json(answer))) {
            OpenAiModel model =
                    OpenAiModel.builder().model("m").baseUrl(server.baseUrl()).build();
            Agent agent = Agent.builder(model).tools(counter).build();
            long started = System.nanoTime();

            RunResult result = run(agent, RunRequest.of("Count."), listening);

            assertEquals("Sorry.", result.text());
            assertEquals(0, counter.count.get());
            assertTrue(System.nanoTime() - started < 20_000_000_000L);
        }
    }
}
