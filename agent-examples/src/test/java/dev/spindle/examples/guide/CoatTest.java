package dev.spindle.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.Agent;
import dev.spindle.examples.guide.HelloTool.Weather;
import dev.spindle.model.Model;
import dev.spindle.testing.junit.AgentTest;
import dev.spindle.testing.junit.Cassette;
import org.junit.jupiter.api.Test;

// region cassette
@AgentTest
class CoatTest {
    @Test
    void aCoatIsAdvisedWhenItRains(@Cassette("coat.json") Model model) {
        Agent agent = Agent.builder(model).tools(new Weather()).build();

        String answer = agent.run("What should I wear in Oslo today?").text();

        assertThat(answer).contains("raincoat");
    }
}
// endregion
