package dev.spindle.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.StopReason;
import dev.spindle.journal.FileJournal;
import dev.spindle.journal.JournalException;
import dev.spindle.journal.KeptEvent;
import dev.spindle.json.Json;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.CallId;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.message.Usage;
import dev.spindle.model.Model;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelReply;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.PendingCall;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model or a tool gives that is larger than a journal can keep: told of, paid once, and the run can go on. */
@Timeout(60)
class TooLargeTest {
    private static final String HUGE = "x".repeat(40_000_000);
    private static final Usage USAGE = Usage.of(7, 9);

    @TempDir
    Path directory;

    private final AtomicInteger asked = new AtomicInteger();
    private final Shop shop = new Shop();
    private FileJournal journal;

    static final class Shop {
        private final AtomicInteger sold = new AtomicInteger();

        @Tool(value = "Sells all there is.", effect = Effect.WRITE)
        String sell() {
            sold.incrementAndGet();
            return HUGE;
        }
    }

    @BeforeEach
    void open() {
        journal = FileJournal.in(directory);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private RunResult run(Model model, boolean streams) {
        Agent agent = agent(model);
        RunRequest request = RunRequest.of("Go.").withRunId("a");
        return streams ? agent.run(request, event -> {}) : agent.run(request);
    }

    private Agent agent(Model model) {
        return Agent.builder(model).tools(shop).journal(journal).build();
    }

    private Model saying(AssistantMessage message) {
        return call -> {
            asked.incrementAndGet();
            return ModelReply.of(message, USAGE);
        };
    }

    private Recorded eventBeforeTheLast() {
        List<Recorded> events = journal.read("a", 0);
        return events.get(events.size() - 2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aReplyIsBoughtOnceAndCounted(boolean streams) {
        RunResult result = run(saying(AssistantMessage.of(HUGE)), streams);

        assertEquals(StopReason.MODEL_FAILED, result.stopReason());
        assertEquals(1, asked.get());
        assertEquals(USAGE, result.usage());
        RunEvent.AskFailed failed = assertInstanceOf(RunEvent.AskFailed.class, eventBeforeTheLast());
        assertEquals("TooLarge", failed.failure().kind());
        assertTrue(
                failed.failure().message().contains("can be kept"),
                failed.failure().message());
        assertEquals(
                "Shorter.",
                agent(ScriptedModel.says("Shorter."))
                        .run(RunRequest.resuming("a"))
                        .text());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void argumentsCountAsWell(boolean streams) {
        AssistantMessage message =
                AssistantMessage.calling(List.of(ToolCall.of("c0", "sell", "{\"why\":\"" + HUGE + "\"}")));

        RunResult result = run(saying(message), streams);

        assertEquals(StopReason.MODEL_FAILED, result.stopReason());
        assertEquals(0, shop.sold.get());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void quotesCountAsTheyAreWritten(boolean streams) {
        RunResult result = run(saying(AssistantMessage.of("\u0001".repeat(4_000_000))), streams);

        assertEquals(StopReason.MODEL_FAILED, result.stopReason());
        assertEquals(USAGE, result.usage());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aReplyThatFitsIsKeptWhole(boolean streams) {
        String large = "x" + "\n".repeat(7_999_990);

        RunResult result = run(saying(AssistantMessage.of(large)), streams);

        assertEquals(large, result.text());
        assertEquals(3, journal.read("a", 0).size());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatHadArrivedOfAReplyThatFailedIsCut(boolean streams) {
        Model cut = call -> {
            throw new ModelException.Rejected(
                    "cut", ModelException.Details.of("").withPartial(ModelReply.of(AssistantMessage.of(HUGE), USAGE)));
        };

        RunResult result = run(cut, streams);

        assertEquals(StopReason.MODEL_FAILED, result.stopReason());
        assertTrue(result.partialText().length() > 100_000);
        assertInstanceOf(RunEvent.AskFailed.class, eventBeforeTheLast());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aToolsResultIsToldOfAndTheToolHasRunOnce(boolean streams) {
        ScriptedModel model = ScriptedModel.calls("sell", "{}").then("Sold.");

        Agent unlimited = Agent.builder(model)
                .tools(shop)
                .interceptors(List.of())
                .journal(journal)
                .build();
        RunRequest request = RunRequest.of("Go.").withRunId("a");

        RunResult result = streams ? unlimited.run(request, event -> {}) : unlimited.run(request);

        assertEquals("Sold.", result.text());
        assertEquals(1, shop.sold.get());
        assertEquals(Outcome.FAILED, model.lastCall().toolMessage("c0").outcome());
        String told = model.lastCall().toolMessage("c0").text();
        assertTrue(told.startsWith("The tool has run, but its result cannot be shown"), told);
    }

    @Test
    void callsThatWaitInsideOthersAndAreTooLargeTogetherEndTheCallAndNotTheRun() {
        Json large = Json.of(Map.of("why", "x".repeat(12_000_000)));
        PendingCall waiting = new PendingCall("a", "0.0/0.0", "pay", large, "", false, null, 1L, null);
        RunEvent.ToolSuspended suspended = new RunEvent.ToolSuspended(
                new RunEvent.At(3, Instant.EPOCH), new CallId(0, 0), "clerk", List.of(waiting, waiting, waiting));

        RunEvent.ToolFinished ended = assertInstanceOf(RunEvent.ToolFinished.class, Keepable.of(suspended));

        assertThrows(JournalException.class, () -> KeptEvent.of(suspended));
        assertEquals(Outcome.FAILED, ended.result().outcome());
        assertTrue(ended.result().text().contains("more than can be kept together"));
        RunEvent.ToolSuspended small =
                new RunEvent.ToolSuspended(suspended.at(), suspended.id(), "clerk", List.of(waiting));
        assertEquals(small, Keepable.of(small));
    }
}
