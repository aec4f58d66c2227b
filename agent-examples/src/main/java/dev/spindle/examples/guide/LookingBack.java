package dev.spindle.examples.guide;

import static dev.spindle.tool.Tool.Effect.READ;

import dev.spindle.Agent;
import dev.spindle.journal.FileJournal;
import dev.spindle.journal.Journal;
import dev.spindle.model.Model;
import dev.spindle.replay.Fork;
import dev.spindle.replay.Replay;
import dev.spindle.replay.RunDiff;
import dev.spindle.run.RunRequest;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import java.io.IOException;
import java.nio.file.Files;

/** A run of yesterday: gone through again by a changed agent, continued otherwise, and compared. */
public final class LookingBack {
    private LookingBack() {}

    static class Weather {
        @Tool(value = "Current weather in a city.", effect = READ)
        String now(@Param("City name, for example Oslo") String city) {
            return "Rain in " + city;
        }
    }

    /** Runs the example. */
    public static void main(String... arguments) throws IOException {
        ScriptedModel first = ScriptedModel.calls("now", "{\"city\":\"Oslo\"}").then("Take a raincoat and good shoes.");
        try (FileJournal journal = FileJournal.in(Files.createTempDirectory("runs"))) {
            agent(first, "You help people pack.", journal)
                    .run(RunRequest.of("What should I wear in Oslo?").withRunId("oslo"));
            replay(agent(ScriptedModel.empty(), "You help people dress.", journal), journal);
            fork(agent(ScriptedModel.says("A raincoat."), "You help people pack.", journal), journal);
        }
    }

    private static Agent agent(Model model, String instructions, Journal journal) {
        return Agent.builder(model)
                .instructions(instructions)
                .tools(new Weather())
                .journal(journal)
                .build();
    }

    private static void replay(Agent agent, Journal journal) {
        // region replay
        Replay.Result result = agent.replay(journal.read("oslo", 0));
        System.out.println(result);
        // endregion
    }

    private static void fork(Agent agent, Journal journal) {
        // region fork
        Fork fork = Fork.beforeTurn(1, journal.read("oslo", 0)).withRunId("oslo-brief");
        agent.run(agent.fork(fork).saying("In two words, please."));
        System.out.println(RunDiff.of(journal.read("oslo", 0), journal.read("oslo-brief", 0)));
        // endregion
    }
}
