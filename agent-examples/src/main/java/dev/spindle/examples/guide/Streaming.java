package dev.spindle.examples.guide;

import dev.spindle.Agent;
import dev.spindle.event.RunEvent;
import dev.spindle.testing.ScriptedModel;

/** The same run, heard while it goes on. */
public final class Streaming {
    private Streaming() {}

    /** Runs the example. */
    public static void main(String... arguments) {
        Agent agent = Agent.builder(Models.realOr(ScriptedModel.says("Walk the harbour, see the fjord, eat waffles.")))
                .build();
        // region streaming
        agent.run("Plan a day in Oslo.", event -> {
            if (event instanceof RunEvent.TextWritten written) System.out.print(written.text());
        });
        // endregion
        System.out.println();
    }
}
