package dev.spindle.examples.guide;

import static dev.spindle.tool.Tool.Effect.READ;

import dev.spindle.Agent;
import dev.spindle.model.openai.OpenAiModel;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;

/** An agent with one tool. */
public final class HelloTool {
    private HelloTool() {}

    // region hello
    static class Weather {
        @Tool(value = "Current weather in a city.", effect = READ)
        Report now(@Param("City name, for example Oslo") String city) {
            return new Report(city, "rain", 7.5);
        }

        record Report(String city, String sky, double celsius) {}
    }
    // endregion

    /** Runs the example. */
    public static void main(String... arguments) {
        if (Models.areReal()) online();
        else offline();
    }

    private static void online() {
        // region hello
        Agent agent = Agent.builder(OpenAiModel.fromEnvironment())
                .instructions("You help people pack.")
                .tools(new Weather())
                .build();

        System.out.println(agent.run("What should I wear in Oslo today?").text());
        // endregion
    }

    private static void offline() {
        // region scripted
        ScriptedModel model = ScriptedModel.calls("now", "{\"city\":\"Oslo\"}").then("It rains: take a raincoat.");
        Agent agent = Agent.builder(model).tools(new Weather()).build();

        System.out.println(agent.run("What should I wear in Oslo today?").text());
        // endregion
    }
}
