package dev.spindle.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.Agent;
import dev.spindle.event.RunEvent;
import dev.spindle.run.RunResult;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import org.junit.jupiter.api.Test;

class OfflineAgentTest {
    private final Agent agent =
            Agent.builder(new OfflineModel()).tools(new Weather()).build();

    @Test
    void agentRunsToItsAnswerWithoutANetwork() {
        RunResult result = agent.run("What should I wear in Oslo today?");

        assertThat(result.text()).isEqualTo("city: Oslo\nsky: rain\ncelsius: 11.5");
    }

    @Test
    void streamedRunHasTheSameAnswer() {
        StringBuilder heard = new StringBuilder();

        RunResult result = agent.run("What should I wear in Oslo today?", event -> {
            if (event instanceof RunEvent.TextWritten written) heard.append(written.text());
        });

        assertThat(heard).hasToString(result.text());
        assertThat(result.text()).isEqualTo("city: Oslo\nsky: rain\ncelsius: 11.5");
    }

    static class Weather {
        @Tool(value = "Current weather in a city.", effect = Effect.READ)
        Report now(@Param("City name, for example Oslo") String city) {
            return new Report(city, "rain", 11.5);
        }
    }

    record Report(String city, String sky, double celsius) {}
}
