package dev.spindle.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.context.RunContext;
import dev.spindle.mcp.McpAnswers.Sampled;
import dev.spindle.message.CallId;
import dev.spindle.tool.Arguments;
import dev.spindle.tool.Arguments.Accepted;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolResult;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One server that does whatever it likes. */
class HostileServerTest {
    private static final AtomicInteger samples = new AtomicInteger();
    private static McpRegistry tools;

    @BeforeAll
    static void open() {
        McpAnswers answers = McpAnswers.NONE.withSampler(request -> {
            samples.incrementAndGet();
            return Optional.of(new Sampled("m", "more"));
        });
        tools = McpRegistry.of(
                McpRegistryTest.peer("old-noisy").withTerms(McpSource.Terms.DEFAULT.withAnswers(answers)));
    }

    @AfterAll
    static void close() {
        tools.close();
    }

    @Test
    void whatItShoutsAtItsStandardErrorStopsNobody() {
        assertThat(McpRegistryTest.call(tools, "s_echo", "{\"text\":\"hi\"}").text())
                .isEqualTo("Echo: hi");
    }

    @Test
    void aSecondAnswerCountsForNothing() {
        assertThat(McpRegistryTest.call(tools, "s_twice", "{}").text()).isEqualTo("first");
        assertThat(McpRegistryTest.call(tools, "s_twice", "{}").text()).isEqualTo("first");
    }

    @Test
    void anAnswerToSomethingElseIsNotTakenForTheOne() {
        assertThat(McpRegistryTest.call(tools, "s_stray", "{}").text()).isEqualTo("for you");
    }

    @Test
    void progressWithoutEndIsHeardForAWhile() throws Exception {
        AtomicInteger heard = new AtomicInteger();
        ToolFunction tool = tools.find("s_flood").orElseThrow();

        ToolResult result = tool.call(new ToolInvocation(
                new CallId(0, 0),
                tool.spec(),
                (Accepted) tool.read("{}"),
                RunContext.of("r"),
                far -> heard.incrementAndGet()));

        assertThat(result.text()).isEqualTo("flooded");
        assertThat(heard.get()).isBetween(1, 1_000);
    }

    @Test
    void aModelIsAskedForItATimeOrTwentyFive() {
        samples.set(0);

        ToolResult result = McpRegistryTest.call(tools, "s_sampleloop", "{}");

        assertThat(samples.get()).isEqualTo(25);
        assertThat(result.text()).contains("too many requests for one call");
    }

    @Test
    void aSchemaThatExplodesHarmsNobody() {
        Optional<ToolFunction> bomb = tools.find("s_bomb");

        Optional<Arguments> read = bomb.map(tool -> tool.read("{}"));

        assertThat(read.isPresent() || tools.withheld("s").containsKey("bomb")).isTrue();
    }
}
