package dev.spindle.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.memory.Compaction;
import dev.spindle.message.Message;
import dev.spindle.message.Usage;
import dev.spindle.model.Model;
import dev.spindle.replay.Replay.Result.Difference.Kind;
import dev.spindle.run.RunRequest;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.testing.ScriptedReply;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Runs that were compacted, gone through again and forked. */
class CompactedReplayTest {
    private final Kept journal = new Kept();

    private Agent.Builder agent(Model model) {
        return Agent.builder(model)
                .instructions("You keep the books.")
                .tools(new Desk())
                .journal(journal);
    }

    private static Compaction compaction(ScriptedModel cheap) {
        return Compaction.with(cheap).of(1_250).keeping(1);
    }

    private static ScriptedReply filing(String name, long input) {
        String words = "{\"name\":\"" + "so ".repeat(200) + name + "\"}";
        return ScriptedReply.call("file", words).withUsage(Usage.of(input, 1));
    }

    /** Two papers are filed, then the first is summed up, and an answer is given. */
    private List<Recorded> recorded() {
        ScriptedModel model = ScriptedModel.empty()
                .thenReplies(filing("one", 400))
                .thenReplies(filing("two", 1_010))
                .then("Filed.");
        agent(model)
                .compaction(compaction(ScriptedModel.says("One was filed.")))
                .build()
                .run(RunRequest.of("File.").withRunId("papers"));
        return journal.read("papers", 0);
    }

    private Replay.Result replayed(UnaryOperator<Agent.Builder> change) {
        List<Recorded> events = recorded();
        Agent.Builder unchanged = agent(ScriptedModel.empty()).compaction(compaction(ScriptedModel.empty()));
        return change.apply(unchanged).build().replay(events);
    }

    @Test
    void anUnchangedProgramGoesTheSameWayWithoutASummariser() {
        Replay.Result result = replayed(agent -> agent);

        assertTrue(result.isSame(), result::toString);
        assertEquals(3, result.requests());
    }

    @Test
    void anotherThresholdIsAnotherCourse() {
        Replay.Result result =
                replayed(agent -> agent.compaction(Compaction.ofResults().of(9_000)));

        Replay.Result.Difference found = result.findDifference().orElseThrow();
        assertEquals(Kind.COURSE, found.kind());
        assertEquals("the conversation was compacted", found.recorded());
        assertEquals(List.of("the compaction's most ('1000', now '7200')"), found.causes());
    }

    @Test
    void aForkWithoutInstructionsShowsTheSameConversation() {
        List<Recorded> events = recorded();
        ScriptedModel model = ScriptedModel.says("Done.");
        Agent without = Agent.builder(model)
                .tools(new Desk())
                .journal(journal)
                .compaction(compaction(ScriptedModel.empty()))
                .build();

        without.run(without.fork(Fork.beforeTurn(2, events)));

        List<Message> shown = model.lastCall().messages();
        assertEquals("File.", shown.get(0).text());
        assertTrue(shown.get(1).text().contains("One was filed."));
        assertEquals(4, shown.size());
    }
}
