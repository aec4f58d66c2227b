package dev.spindle.restate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.event.Decision;
import dev.spindle.event.RunEvent;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.ToolCall;
import dev.spindle.message.Usage;
import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelReply;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.PendingCall;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolInvocation;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The connection between engine and worker is cut once in each run, a piece later each time, until there is nothing more to cut. */
@NeedsRestate
@SuppressWarnings("UnusedMethod") // the model calls them
class RestateCutsTest {
    private static final int MOST_PIECES = 200;

    @RegisterExtension
    final Site site = new Site();

    /** How often a call has taken effect, by its key. */
    private final Map<String, Integer> effects = new ConcurrentHashMap<>();

    /** Replies by what is there to read, so that one that was lost is said again. */
    private record Script() implements Model {
        private static final List<List<String>> TURNS = List.of(List.of("pay", "note"), List.of("pay"));

        @Override
        public String id() {
            return "script";
        }

        @Override
        public ModelReply call(ModelCall call) {
            int turn = (int) call.messages().messages().stream()
                    .filter(AssistantMessage.class::isInstance)
                    .count();
            if (turn >= TURNS.size()) return ModelReply.of(AssistantMessage.of("Done."), Usage.of(1, 1));
            List<String> tools = TURNS.get(turn);
            List<ToolCall> calls = IntStream.range(0, tools.size())
                    .mapToObj(at -> ToolCall.of("c" + turn + at, tools.get(at), "{}"))
                    .toList();
            return ModelReply.of(AssistantMessage.calling(calls), Usage.of(1, 1));
        }
    }

    private final class Books {
        @Tool(value = "Pays.", effect = Effect.WRITE)
        String pay(ToolInvocation call) {
            return "paid " + effects.merge("pay " + call.idempotencyKey(), 1, Integer::sum);
        }

        @Tool(value = "Notes.", effect = Effect.IDEMPOTENT)
        String note(ToolInvocation call) {
            return "noted " + effects.merge("note " + call.idempotencyKey(), 1, Integer::sum);
        }
    }

    @Test
    void aConnectionThatIsCutAtAnyMomentLosesAndDoublesNothing() throws Exception {
        Agent agent =
                Agent.builder(new Script()).name(site.name()).tools(new Books()).build();
        RestateRuns runs = site.serve(agent);
        try (Gate gate = new Gate(List.of(site.worker().port()))) {
            RestateWorker.register(site.engine().admin(), URI.create("http://127.0.0.1:" + gate.port()));
            boolean wasCut = true;
            for (int piece = 1; wasCut && piece <= MOST_PIECES; piece++) {
                gate.cutAfter(piece);
                String runId = "cut-" + piece;
                RunResult result = settled(runs, runs.run(RunRequest.of("Work.").withRunId(runId)));
                wasCut = !gate.isToCut();
                assertEquals("Done.", result.text(), runId);
                assertEquals(3, replies(runs, runId), runId);
                Site.comparable(runs.events(runId)); // they follow one another
            }
            assertFalse(wasCut, "there was more to cut than was tried");
        }
        Map<String, Integer> twice = new TreeMap<>(effects);
        twice.values().removeIf(count -> count == 1);
        twice.keySet().removeIf(key -> key.startsWith("note "));
        assertEquals(Map.of(), twice);
    }

    @Test
    @Timeout(60)
    void whatAChildReportsIsTheSameWhenItsWorkerIsCutOffBehindIt() throws Exception {
        Agent child = Agent.builder(
                        ScriptedModel.calls("pay", "{\"to\":\"Bo\"}").then("I paid."))
                .name(site.name() + ".clerk")
                .tools(site.desk)
                .build();
        Agent agent = Agent.builder(ScriptedModel.calls("clerk", "{\"request\":\"Pay Bo.\"}")
                        .then("Done."))
                .name(site.name())
                .tools(child.asTool("clerk", "Pays."))
                .build();
        RestateRuns runs = site.serve(agent, child);
        try (Gate gate = new Gate(List.of(site.worker().port()))) {
            RestateWorker.register(site.engine().admin(), URI.create("http://127.0.0.1:" + gate.port()));
            gate.cutBehind("ToolSuspended");
            RunResult paused = runs.run(RunRequest.of("Pay.").withRunId("reports"));
            runs.decide("reports", Decision.approve(paused.awaitingApproval().get(0)));

            RunResult result = runs.attach("reports");

            assertTrue(gate.isCutBehind(), "the report was not cut off");
            assertEquals("Done.", result.text());
            assertEquals(1, site.desk.paid.get());
        }
    }

    private static long replies(RestateRuns runs, String runId) {
        return runs.events(runId).stream()
                .filter(RunEvent.Replied.class::isInstance)
                .count();
    }

    /** As a person does who can look into the books. */
    private RunResult settled(RestateRuns runs, RunResult result) {
        while (result.isPaused()) {
            for (PendingCall call : result.awaitingApproval()) {
                boolean isDone = effects.containsKey("pay " + call.runId() + "/" + call.path());
                runs.decide(call.runId(), isDone ? Decision.answer(call, "paid") : Decision.repeat(call));
            }
            result = runs.attach(result.runId());
        }
        return result;
    }
}
