package dev.spindle.examples.guide;

import static dev.spindle.testing.ScriptedReply.call;
import static dev.spindle.testing.ScriptedReply.text;

import dev.spindle.Agent;
import dev.spindle.event.Limits;
import dev.spindle.message.Usage;
import dev.spindle.model.Model;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.testing.ScriptedReply;
import dev.spindle.tool.ToolRegistry;
import java.util.List;

/** Several steps, each by an agent of its own: a plan, two workers at once, a review. One budget holds for all of them. */
public final class Team {
    private static final Usage USED = Usage.of(100, 20);

    private Team() {}

    // region team
    static ToolRegistry staff(Model planning, Model working, Model reviewing) {
        Agent planner = Agent.builder(planning)
                .instructions("You split a task into two parts that do not need each other.")
                .build();
        Agent historian =
                Agent.builder(working).instructions("You know the past.").build();
        Agent geographer =
                Agent.builder(working).instructions("You know the land.").build();
        Agent reviewer = Agent.builder(reviewing)
                .instructions("You say 'good', or what is wrong with a text.")
                .build();
        return ToolRegistry.of(List.of(
                planner.asTool("plan", "Splits a task into two parts."),
                historian.asTool("ask_historian", "Answers questions about the past."),
                geographer.asTool("ask_geographer", "Answers questions about the land."),
                reviewer.asTool("review", "Reviews a text.")));
    }

    static Agent leader(Model model, ToolRegistry staff, Limits limits) {
        return Agent.builder(model)
                .instructions(
                        "Let the planner plan, let the others work at the same time, have your text reviewed, then answer.")
                .tools(staff)
                .limits(limits)
                .build();
    }
    // endregion

    /** The team with models that play their parts by a script, if there are no real ones. */
    static Agent ofUnderstudies(Limits limits) {
        return leader(Models.realOr(leading("")), staffOfUnderstudies(), limits);
    }

    /** A leader by a script; the names of its tools begin with that of their place. */
    static ScriptedModel leading(String place) {
        return ScriptedModel.empty()
                .thenReplies(used(call(place + "plan", "{\"request\":\"Introduce Oslo.\"}")))
                .thenReplies(used(call(place + "ask_historian", "{\"request\":\"How old is Oslo?\"}")
                        .andCall(place + "ask_geographer", "{\"request\":\"Where is Oslo?\"}")))
                .thenReplies(used(
                        call(place + "review", "{\"request\":\"Oslo is a thousand years old, and lies at a fjord.\"}")))
                .thenReplies(used(text("Oslo is a thousand years old, and lies at a fjord.")));
    }

    /** The others, by scripts as well. */
    static ToolRegistry staffOfUnderstudies() {
        ScriptedModel worker = ScriptedModel.empty()
                .thenReplies(used(text("A thousand years old, at a fjord.")))
                .thenReplies(used(text("A thousand years old, at a fjord.")));
        return staff(
                Models.realOr(ScriptedModel.empty().thenReplies(used(text("1) how old, 2) where")))),
                Models.realOr(worker),
                Models.realOr(ScriptedModel.empty().thenReplies(used(text("good")))));
    }

    private static ScriptedReply used(ScriptedReply reply) {
        return reply.withUsage(USED);
    }

    /** Runs the example. */
    public static void main(String... arguments) {
        Agent team = ofUnderstudies(Limits.DEFAULT.withMaxTokens(100_000));
        // region team-run
        RunResult result = team.run("Introduce Oslo in a sentence.");

        System.out.println(result.text());
        System.out.println(result.usage().totalTokens() + " tokens, of all five");
        // endregion
    }
}
