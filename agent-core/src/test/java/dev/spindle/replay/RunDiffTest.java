package dev.spindle.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.json.Json;
import dev.spindle.message.Cost;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.message.Usage;
import dev.spindle.replay.Trajectory.Call;
import dev.spindle.run.RunRequest;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.testing.ScriptedReply;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two runs side by side, and the way that each of them went. */
class RunDiffTest {
    private final Kept journal = new Kept();

    private List<Recorded> run(String runId, ScriptedModel model) {
        Agent.builder(model)
                .instructions("You keep the books.")
                .tools(new Desk())
                .journal(journal)
                .clock(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
                .build()
                .run(RunRequest.of("Two and three?").withRunId(runId));
        return journal.read(runId, 0);
    }

    private List<Recorded> brief() {
        return run("short", ScriptedModel.named("small").then("Five."));
    }

    private List<Recorded> thorough() {
        ScriptedModel model = ScriptedModel.named("large")
                .thenReplies(ScriptedReply.call("add", "{\"a\":2,\"b\":3}")
                        .withUsage(Usage.of(100, 10))
                        .withCost(Cost.usd(new BigDecimal("0.002"))))
                .then("It is\nfive\u001b[2J.");
        return run("thorough", model);
    }

    @Test
    void aTrajectoryTellsWhatWasCalledAndWhatCameBack() {
        Trajectory way = Trajectory.of(thorough());

        Call call = way.turns().get(0).calls().get(0);
        assertEquals("add {\"a\":2,\"b\":3} 5", call.tool() + " " + call.arguments() + " " + call.result());
        assertEquals(Outcome.OK, call.outcome());
        assertEquals("Two and three?", way.head().question());
        assertEquals(110, way.turns().get(0).spent().usage().totalTokens());
    }

    @Test
    void anOpenCallHasNoAnswerYetAndTheRunNoEnd() {
        List<Recorded> events = thorough();

        Trajectory way = Trajectory.of(events.subList(0, 4));

        assertEquals(null, way.turns().get(0).calls().get(0).outcome());
        assertEquals(null, way.end());
    }

    @Test
    void theTableShowsBothAndMarksWhatDiffers() {
        RunDiff diff = RunDiff.of(brief(), thorough());

        assertEquals("""
                                   short                                         thorough
                ≠ model            small                                         large
                  instructions     You keep the books.                           =
                  question         Two and three?                                =
                ≠ turn 0 text      Five.
                ≠ call 0.0                                                       add {"a":2,"b":3}
                ≠ call 0.0 result                                                ok: 5
                ≠ turn 0 tokens    0                                             110
                ≠ turn 1 text                                                    It is five\\u001b[2J.
                ≠ turn 1 tokens                                                  0
                  end              answered                                      =
                ≠ text             Five.                                         It is five\\u001b[2J.
                ≠ tool calls       0                                             1
                ≠ tokens           0                                             110
                ≠ cost             0 USD                                         0.002 USD
                  time             0 ms                                          =
                """, diff.table(110));
        assertFalse(diff.isSame());
    }

    @Test
    void aRunIsTheSameAsItself() {
        List<Recorded> events = thorough();

        assertTrue(RunDiff.of(events, events).isSame());
    }

    @Test
    void aTableFitsItsWidthWhateverWasSaid() {
        List<Recorded> events = run("long", ScriptedModel.says("🦊 is a fox. ".repeat(1_000)));

        String table = RunDiff.of(events, thorough()).table(80);

        assertTrue(table.lines().allMatch(line -> line.codePointCount(0, line.length()) <= 80), table);
        assertThrows(
                IllegalArgumentException.class, () -> RunDiff.of(events, events).table(10));
    }

    @Test
    void aComparisonHasAJsonForm() {
        Json json = Json.of(RunDiff.of(brief(), thorough()));

        assertEquals("large", json.get("right").get("head").get("model").string());
        assertTrue(json.text().contains("\"label\":\"turn 0 tokens\""), json.text());
    }
}
