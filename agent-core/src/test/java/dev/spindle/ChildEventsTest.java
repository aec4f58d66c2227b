package dev.spindle;

import static dev.spindle.tool.Tool.Effect.READ;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.event.EventJson;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.ChildHeard;
import dev.spindle.json.Json;
import dev.spindle.model.Model.Deltas;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Tool;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What agents do that answer calls is heard above, at their path. */
class ChildEventsTest {
    static class Clock {
        @Tool(value = "The time.", effect = READ)
        String now() {
            return "noon";
        }
    }

    record Time(int hour) {}

    private final ScriptedModel model = ScriptedModel.empty();
    private final ScriptedModel reader =
            model.when("the reader", asked -> asked.instructions().contains("read clocks"));
    private final ScriptedModel writer =
            model.when("the writer", asked -> asked.instructions().contains("write"));

    private Agent reader() {
        return Agent.builder(model)
                .instructions("You read clocks.")
                .tools(new Clock())
                .build();
    }

    private List<RunEvent> heard(Agent agent) {
        List<RunEvent> heard = Collections.synchronizedList(new ArrayList<>());
        RunResult result = agent.run(RunRequest.of("What time is it?"), heard::add);
        assertTrue(result.isAnswered(), result.detail());
        model.assertComplete();
        return heard;
    }

    private static String textAt(String path, List<RunEvent> heard) {
        return heard.stream()
                .filter(ChildHeard.class::isInstance)
                .map(ChildHeard.class::cast)
                .filter(child -> child.path().equals(path))
                .map(ChildHeard::event)
                .filter(RunEvent.TextWritten.class::isInstance)
                .map(event -> ((RunEvent.TextWritten) event).text())
                .collect(Collectors.joining());
    }

    @Test
    void piecesOfAChildsAnswerAreHeardWithItsPath() {
        reader.thenCalls("now", "{}").then("It is noon.");
        model.thenCalls("ask", "{\"request\":\"Time?\"}").then("Noon.");
        Agent agent = Agent.builder(model)
                .tools(reader().asTool("ask", "Reads clocks."))
                .build();

        List<RunEvent> heard = heard(agent);

        assertEquals("It is noon.", textAt("0.0", heard));
        assertTrue(heard.stream()
                .anyMatch(event -> event instanceof ChildHeard child
                        && child.event() instanceof RunEvent.ToolFinished finished
                        && finished.tool().equals("now")));
    }

    @Test
    void thePathOfAGrandchildGoesOn() {
        reader.thenCalls("now", "{}").then("It is noon.");
        writer.thenCalls("ask", "{\"request\":\"Time?\"}").then("Noon, they say.");
        model.thenCalls("write", "{\"request\":\"Write the time.\"}").then("Noon.");
        Agent middle = Agent.builder(model)
                .instructions("You write.")
                .tools(reader().asTool("ask", "Reads clocks."))
                .build();
        Agent agent =
                Agent.builder(model).tools(middle.asTool("write", "Writes.")).build();

        List<RunEvent> heard = heard(agent);

        assertEquals("It is noon.", textAt("0.0/0.0", heard));
        assertEquals("Noon, they say.", textAt("0.0", heard));
    }

    @Test
    void eachIsAnEventInJson() {
        reader.then("Noon.");
        model.thenCalls("ask", "{\"request\":\"Time?\"}").then("Noon.");
        Agent agent = Agent.builder(model)
                .tools(reader().asTool("ask", "Reads clocks."))
                .build();

        List<Json> lines = heard(agent).stream()
                .filter(ChildHeard.class::isInstance)
                .map(event -> Json.parse(EventJson.write(event)))
                .toList();

        assertFalse(lines.isEmpty());
        assertEquals("ChildHeard", lines.get(0).get("type").string());
        assertEquals("0.0", lines.get(0).get("path").string());
        assertEquals("Started", lines.get(0).get("event").get("type").string());
    }

    @Test
    void aChildOfARunThatNobodyWatchesDoesNotStream() {
        reader.then("Noon.");
        model.thenCalls("ask", "{\"request\":\"Time?\"}").then("Noon.");
        Agent agent = Agent.builder(model)
                .tools(reader().asTool("ask", "Reads clocks."))
                .build();

        agent.run("What time is it?");

        assertEquals(Deltas.IGNORED, reader.lastCall().question().deltas());
    }

    @Test
    void aTypedChildAnswersWithJson() {
        reader.then("It is late.").then("```json\n{\"hour\": 12}\n```");
        model.thenCalls("ask", "{\"request\":\"Time?\"}").then("Noon.");
        Agent agent = Agent.builder(model)
                .tools(reader().asTool("ask", "Reads clocks.", Time.class))
                .build();

        assertTrue(agent.run("What time is it?").isAnswered());

        assertEquals(
                "{\"hour\":12}", model.lastCall().toolMessages().get(0).text().replace(" ", ""));
    }
}
