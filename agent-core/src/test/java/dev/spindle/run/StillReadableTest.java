package dev.spindle.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.event.Decision;
import dev.spindle.event.Input;
import dev.spindle.event.StopReason;
import dev.spindle.journal.FileJournal;
import dev.spindle.json.Json;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.ToolCall;
import dev.spindle.message.Usage;
import dev.spindle.model.Model;
import dev.spindle.model.ModelReply;
import dev.spindle.state.RunState;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.PendingCall;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolResult;
import dev.spindle.tool.ToolSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However odd the shape of what a model writes, it is bought once, and the journal can be read again. */
@Timeout(120)
class StillReadableTest {
    /** Values in arguments or fields, of which one text may hold somewhat more. */
    private static final int MANY = 2_100_000;

    @TempDir
    Path directory;

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger stored = new AtomicInteger();
    private FileJournal journal;

    @BeforeEach
    void open() {
        journal = FileJournal.in(directory);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private static String numbers() {
        return "{\"a\":[" + String.join(",", Collections.nCopies(MANY, "1")) + "]}";
    }

    private ToolFunction store(boolean approval) {
        ToolSpec.Supervision asks = ToolSpec.Supervision.DEFAULT.withApproval(approval);
        ToolSpec spec = new ToolSpec("store", "Stores.", Json.parse("{\"type\":\"object\"}"), Effect.WRITE, asks);
        return ToolFunction.of(spec, call -> {
            stored.incrementAndGet();
            return ToolResult.text("stored");
        });
    }

    private Agent agent(Model model, boolean approval) {
        return Agent.builder(model).tools(store(approval)).journal(journal).build();
    }

    private RunResult run(ModelReply first, boolean streams) {
        Model model = call ->
                asked.incrementAndGet() == 1 ? first : ModelReply.of(AssistantMessage.of("Done."), Usage.of(1, 1));
        RunRequest request = RunRequest.of("Go.").withRunId("a");
        Agent agent = agent(model, false);
        return streams ? agent.run(request, event -> {}) : agent.run(request);
    }

    private void assertReadable() {
        RunState state = RunState.of(journal.read("a", 0));
        assertTrue(state.position() > 2);
    }

    private static ModelReply calling(ToolCall... calls) {
        return ModelReply.of(AssistantMessage.calling(List.of(calls)), Usage.of(7, 9));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void argumentsOfMoreValuesThanOneTextMayHold(boolean streams) {
        RunResult result =
                run(calling(ToolCall.of("c0", "store", numbers()), ToolCall.of("c1", "store", numbers())), streams);

        assertEquals("Done.", result.text());
        assertEquals(1, stored.get());
        assertReadable();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void unknownFieldsOfMoreValuesThanOneTextMayHold(boolean streams) {
        Json extra = Json.parse(numbers());
        ModelReply reply = calling(new ToolCall("c0", "store", "{}", extra), new ToolCall("c1", "store", "{}", extra));

        RunResult result = run(reply, streams);

        assertEquals(StopReason.MODEL_FAILED, result.stopReason());
        assertEquals(Usage.of(7, 9), result.usage());
        assertReadable();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aHostOfCallsThatSayNothing(boolean streams) {
        List<ToolCall> calls = new ArrayList<>(Collections.nCopies(500_000, ToolCall.of("", "", "")));

        RunResult result = run(calling(calls.toArray(ToolCall[]::new)), streams);

        assertEquals(StopReason.MODEL_FAILED, result.stopReason());
        assertReadable();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void namesOfModelsAndReasonsThatAreBooks(boolean streams) {
        String book = "x".repeat(20_000_000);
        ModelReply plain = ModelReply.of(AssistantMessage.of("Hello."), Usage.of(7, 9));

        RunResult result =
                run(new ModelReply(plain.message(), plain.finish(), book, book, plain.spent(), List.of()), streams);

        assertEquals(StopReason.MODEL_FAILED, result.stopReason());
        assertReadable();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDecisionAboutOtherArgumentsThanThoseOfALongCall(boolean streams) {
        String arguments = "{\"a\":\"" + "\\\"".repeat(2_000_000) + "\"}";
        Agent agent = agent(ScriptedModel.calls("store", arguments).then("Stored."), true);
        RunRequest request = RunRequest.of("Go.").withRunId("a");
        RunResult paused = streams ? agent.run(request, event -> {}) : agent.run(request);
        PendingCall call = paused.awaitingApproval().get(0);
        Decision edit = Decision.edit(call, call.arguments());
        Decision other =
                new Decision(edit.runId(), edit.path(), edit.asking(), "0", edit.verdict(), "", edit.arguments(), "");

        agent.post("a", new Input.Decided(other));
        RunResult told = agent.resume("a");

        String refusal = String.valueOf(told.awaitingApproval().get(0).refusal());
        assertTrue(refusal.contains("waits with other arguments"), refusal.substring(0, 100));
        assertTrue(refusal.length() < 5_000);
        assertReadable();
        assertEquals("Stored.", agent.resume("a", Decision.approve(call)).text());
    }

    @Test
    void aDecisionAboutARunWithTheNameOfABook() {
        Agent agent = agent(ScriptedModel.calls("store", "{}").then("Stored."), true);
        RunResult paused = agent.run(RunRequest.of("Go.").withRunId("a"));
        PendingCall call = paused.awaitingApproval().get(0);

        journal.post("a", new Input.Decided(Decision.approve(call).at("x".repeat(16_000_000), call.path())));
        RunResult told = agent.resume("a");

        assertTrue(told.isPaused());
        assertReadable();
        assertEquals("Stored.", agent.resume("a", Decision.approve(call)).text());
    }
}
