package dev.spindle.examples.guide;

import dev.spindle.Agent;
import dev.spindle.model.Model;
import dev.spindle.testing.ScriptedModel;

/** Agents as the tools of another: what they spend and what they wait for is the caller's, too. */
public final class SubAgents {
    private SubAgents() {}

    /** Runs the example. */
    public static void main(String... arguments) {
        Model researchModel = Models.realOr(ScriptedModel.says("Oslo: founded about 1040; 700,000 people."));
        Model editorModel = Models.realOr(ScriptedModel.calls("research", "{\"request\":\"Facts about Oslo\"}")
                .then("Oslo, founded about 1040, has 700,000 people."));
        // region sub-agents
        Agent researcher =
                Agent.builder(researchModel).instructions("You find facts.").build();
        Agent editor = Agent.builder(editorModel)
                .instructions("You write, from facts that you ask your researcher for.")
                .tools(researcher.asTool("research", "Finds facts about a topic."))
                .build();

        System.out.println(editor.run("Introduce Oslo in a sentence.").text());
        // endregion
    }
}
