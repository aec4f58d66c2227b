package dev.spindle.examples.guide;

import static dev.spindle.tool.Tool.Effect.READ;

import dev.spindle.Agent;
import dev.spindle.event.RunEvent;
import dev.spindle.memory.Compaction;
import dev.spindle.message.Usage;
import dev.spindle.model.Model;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.testing.ScriptedReply;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;

/** A run that reads more than its model can: what it read first is cut and summed up. */
public final class LongConversations {
    private LongConversations() {}

    static class Archive {
        @Tool(value = "Reads a year of the archive.", effect = READ)
        String year(@Param("The year") int year) {
            return "In " + year + ", " + "nothing much happened, and ".repeat(400) + "the year ended.";
        }
    }

    static Agent historian(Model model, Model cheapModel, Object archive) {
        // region compaction
        return Agent.builder(model)
                .tools(archive)
                .compaction(Compaction.with(cheapModel).at(0.8).of(128_000))
                .build();
        // endregion
    }

    /** Runs the example. */
    public static void main(String... arguments) {
        ScriptedModel understudy = ScriptedModel.empty()
                .thenReplies(ScriptedReply.call("year", "{\"year\":1814}").withUsage(Usage.of(104_000, 20)))
                .then("Not much.");
        Agent historian = historian(Models.realOr(understudy), Models.realOr(ScriptedModel.empty()), new Archive());
        String answer = historian
                .run("What happened in 1814?", event -> {
                    if (event instanceof RunEvent.Compacted less) {
                        System.out.println(less.results().size() + " result is shown shorter");
                    }
                })
                .text();
        System.out.println(answer);
    }
}
