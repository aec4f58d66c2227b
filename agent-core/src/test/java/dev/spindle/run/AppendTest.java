package dev.spindle.run;

import static dev.spindle.tool.Tool.Effect.READ;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.spindle.Agent;
import dev.spindle.message.Transcript;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolRegistry;
import dev.spindle.tool.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When events are on the disk: together where nothing outside happens between them, before it where something does. */
class AppendTest {
    private static final String CITY = "{\"city\":\"Oslo\"}";

    private final KeepingJournal journal = new KeepingJournal();
    private final List<List<List<String>>> seen = new ArrayList<>();

    final class Weather {
        @Tool(value = "Current weather in a city.", effect = READ)
        String now(@Param("City name, for example Oslo") String city) {
            seen.add(journal.appends());
            return "rain in " + city;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRoundIsTwoAppends(boolean watched) {
        ScriptedModel model = ScriptedModel.calls("now", CITY)
                .thenCalls("now", "{\"city\":\"Bergen\"}")
                .then("Rain.");
        Agent agent = Agent.builder(model).tools(new Weather()).journal(journal).build();

        if (watched) agent.run("Where does it rain?", event -> {});
        else agent.run("Where does it rain?");

        List<String> begun = List.of("Replied", "Assessed", "ToolStarted");
        List<String> ended = List.of("ToolFinished");
        assertEquals(
                List.of(List.of("Started"), begun, ended, begun, ended, List.of("Replied"), List.of("Finished")),
                journal.appends());
        assertEquals(List.of(List.of("Started"), begun), seen.get(0));
    }

    @Test
    void aReplyIsKeptBeforeSomebodysRuleIsAsked() {
        Approval rule = call -> {
            seen.add(journal.appends());
            return false;
        };
        Agent agent = Agent.builder(ScriptedModel.calls("now", CITY).then("Rain."))
                .tools(new Weather())
                .approval(rule)
                .journal(journal)
                .build();

        agent.run("Does it rain?");

        assertEquals(List.of(List.of("Started"), List.of("Replied")), seen.get(0));
    }

    @Test
    void aReplyIsKeptBeforeTheModelIsAskedAgain() {
        ScriptedModel model = ScriptedModel.calls("nwo", CITY).thenAnswers(call -> {
            seen.add(journal.appends());
            throw new IllegalStateException("away");
        });

        Agent.builder(model).tools(new Weather()).journal(journal).build().run("Does it rain?");

        assertEquals(List.of(List.of("Started"), List.of("Replied", "Assessed")), seen.get(0));
    }

    @Test
    void aReplyIsKeptThoughTheRegistryThrows() {
        ScriptedModel model = ScriptedModel.calls("now", CITY).then("Rain.");
        Agent agent = Agent.builder(model)
                .tools(new Failing(ToolRegistry.of(ToolFunction.scan(new Weather()))))
                .journal(journal)
                .build();
        RunRequest request = RunRequest.of("Does it rain?");

        assertThrows(OutOfMemoryError.class, () -> agent.run(request));
        assertEquals(List.of(List.of("Started"), List.of("Replied")), journal.appends());
        assertEquals("Rain.", agent.resume(request.runId()).text());
        assertEquals(2, model.calls().size());
    }

    /** A registry that fails when it is first asked for a tool, with what nothing can go on after: all else would be an outcome. */
    private record Failing(ToolRegistry tools, AtomicBoolean failed) implements ToolRegistry {
        private Failing(ToolRegistry tools) {
            this(tools, new AtomicBoolean());
        }

        @Override
        public Optional<ToolFunction> find(String name) {
            if (!failed.getAndSet(true)) throw new OutOfMemoryError("for a test");
            return tools.find(name);
        }

        @Override
        public List<ToolSpec> list(Transcript transcript) {
            return tools.list(transcript);
        }
    }
}
