package dev.spindle.examples.guide;

// region first-project
import static dev.spindle.tool.Tool.Effect.READ;

import dev.spindle.Agent;
import dev.spindle.model.openai.OpenAiModel;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;

/** An agent with one tool. */
public class Packing {
    static class Weather {
        @Tool(value = "Current weather in a city.", effect = READ)
        Report now(@Param("City name, for example Oslo") String city) {
            return new Report(city, "rain", 7.5);
        }

        record Report(String city, String sky, double celsius) {}
    }

    /** Asks it. */
    public static void main(String... arguments) {
        Agent agent = Agent.builder(OpenAiModel.fromEnvironment())
                .instructions("You help people pack.")
                .tools(new Weather())
                .build();

        System.out.println(agent.run("What should I wear in Oslo today?").text());
    }
}
// endregion
