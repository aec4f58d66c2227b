package dev.spindle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agents.Recovered;
import dev.spindle.context.RunContext;
import dev.spindle.context.Tag;
import dev.spindle.event.RunEvent;
import dev.spindle.event.StopReason;
import dev.spindle.journal.FileJournal;
import dev.spindle.journal.InMemoryJournal;
import dev.spindle.journal.Journal;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is recorded of a run's caller, and what its caller gives again when it goes on. */
class LabelsTest {
    private static final Tag<String> TENANT = Tag.named("tenant");

    @TempDir
    Path folder;

    private @Nullable FileJournal opened;

    static final class Orders {
        @Tool(value = "Counts the orders of the tenant.", effect = Effect.READ)
        public String orders(RunContext context) {
            return context.tag(TENANT) + " has 3";
        }
    }

    private FileJournal journal() {
        FileJournal known = opened != null ? opened : FileJournal.in(folder);
        opened = known;
        return known;
    }

    @AfterEach
    void close() {
        if (opened != null) opened.close();
    }

    private Agent agent(String name, ScriptedModel model, Object... tools) {
        return Agent.builder(model).name(name).tools(tools).journal(journal()).build();
    }

    private static Map<String, String> labels(Journal journal, String runId) {
        return ((RunEvent.Started) journal.read(runId, 0).get(0)).about().labels();
    }

    @Test
    void labelsAndTheAgentsNameAreRecorded() {
        RunRequest request = RunRequest.of("Hello.").withLabels(Map.of("user", "ida", "tenant", "oslo"));

        agent("clerk", ScriptedModel.says("Hello.")).run(request);

        assertEquals(Map.of("agent", "clerk", "tenant", "oslo", "user", "ida"), labels(journal(), request.runId()));
    }

    @Test
    void anAgentThatIsCalledAsAToolHasItsCallersLabelsAndItsOwnName() {
        Agent child = agent("", ScriptedModel.says("42"));
        Agent parent = agent(
                "editor",
                ScriptedModel.calls("expert", "{\"request\":\"What is it?\"}").then("It is 42."),
                child.asTool("expert", "Knows."));
        RunRequest request = RunRequest.of("Go.").withLabels(Map.of("user", "ida"));

        parent.run(request);

        assertEquals(Map.of("user", "ida"), labels(journal(), request.runId() + "/0.0"));
    }

    @Test
    void labelsAreBounded() {
        RunRequest request = RunRequest.of("Go.");
        Map<String, String> many = new HashMap<>();
        for (int at = 0; at < 33; at++) many.put("label" + at, "x");

        assertThrows(IllegalArgumentException.class, () -> request.withLabels(many));
        assertThrows(IllegalArgumentException.class, () -> request.withLabels(Map.of("user", "x".repeat(257))));
        assertThrows(IllegalArgumentException.class, () -> request.withLabels(Map.of("x".repeat(257), "")));
        assertThrows(IllegalArgumentException.class, () -> request.withLabels(Map.of(" ", "x")));
        assertThrows(IllegalArgumentException.class, () -> request.withLabels(Map.of("agent", "x")));
    }

    @Test
    void aMissingTagStopsTheRunAndIsNoAnswerToTheModel() {
        ScriptedModel model =
                ScriptedModel.calls("orders", "{}").thenCalls("orders", "{}").then("3.");
        Agent agent = agent("clerk", model, new Orders());

        RunResult stopped = agent.run("How many?");
        RunResult done = agent.resume(stopped.runId(), Tag.Values.NONE.with(TENANT, "oslo"));

        assertEquals(StopReason.SETUP_FAILED, stopped.stopReason());
        assertTrue(stopped.detail().contains("has no value for tag 'tenant'"), stopped.detail());
        assertEquals("3.", done.text());
        assertEquals("oslo has 3", model.lastCall().toolMessage("c1").text());
    }

    @Test
    void aTagThatAChildMissesStopsItsParent() {
        Agent child = agent("clerk", ScriptedModel.calls("orders", "{}"), new Orders());
        Agent parent = agent(
                "editor", ScriptedModel.calls("clerk", "{\"request\":\"Count.\"}"), child.asTool("clerk", "Counts."));

        RunResult stopped = parent.run("How many?");

        assertEquals(StopReason.SETUP_FAILED, stopped.stopReason());
        assertTrue(stopped.detail().contains("'tenant'"), stopped.detail());
    }

    @Test
    void recoveryFindsTheAgentByItsNameAndGivesItsToolsTheirTags() {
        RunRequest request = RunRequest.of("How many?").withLabels(Map.of("tenant", "oslo"));
        RunRequest strange = RunRequest.of("Who?");
        dead("clerk", request);
        dead("", strange);
        ScriptedModel model = ScriptedModel.calls("orders", "{}").then("3.");
        Agent clerk = agent("clerk", model, new Orders());
        Agent other = agent("other", ScriptedModel.empty());

        List<Recovered> recovered = Agents.recover(
                journal(),
                1,
                Agents.named(clerk, other),
                started -> Tag.Values.NONE.with(TENANT, started.about().labels().getOrDefault("tenant", "")));

        assertEquals("oslo has 3", model.lastCall().toolMessage("c0").text());
        Map<String, Recovered> byId = new HashMap<>();
        recovered.forEach(each -> byId.put(each.runId(), each));
        assertInstanceOf(Recovered.WentOn.class, byId.get(request.runId()));
        assertInstanceOf(Recovered.Unclaimed.class, byId.get(strange.runId()));
    }

    /** A run whose process died behind its first event. */
    private void dead(String name, RunRequest request) {
        InMemoryJournal elsewhere = new InMemoryJournal();
        List<RunEvent.Recorded> first = new ArrayList<>();
        Agent.builder(ScriptedModel.says("Never heard."))
                .name(name)
                .journal(elsewhere)
                .build()
                .run(request, event -> {
                    if (event instanceof RunEvent.Started started) first.add(started);
                });
        journal().append(request.runId(), 0, first);
        journal().release(request.runId());
    }

    @Test
    void agentsWithoutANameOrWithTheSameCannotBeToldApart() {
        Agent clerk = agent("clerk", ScriptedModel.empty());

        assertThrows(IllegalArgumentException.class, () -> Agents.named(agent("", ScriptedModel.empty())));
        assertThrows(IllegalArgumentException.class, () -> Agents.named(clerk, clerk));
    }
}
