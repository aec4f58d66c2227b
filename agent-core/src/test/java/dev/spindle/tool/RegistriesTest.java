package dev.spindle.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spindle.Agent;
import dev.spindle.json.Json;
import dev.spindle.message.Transcript;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Tool.Effect;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RegistriesTest {
    private static final ToolRegistry TOOLS = ToolRegistry.of(List.of(tool("search"), tool("delete")));

    private static ToolFunction tool(String name) {
        ToolSpec spec = ToolSpec.of(name, "Does " + name + ".", Json.parse("{\"type\":\"object\"}"), Effect.READ);
        return ToolFunction.of(spec, call -> ToolResult.text(call.spec().name() + " of " + name));
    }

    private static List<String> names(ToolRegistry registry) {
        return registry.list(Transcript.EMPTY).stream().map(ToolSpec::name).toList();
    }

    @Test
    void aPrefixKeepsNamesApart() {
        ToolRegistry both = ToolRegistry.union(List.of(TOOLS.prefixed("web_"), TOOLS));

        assertThat(names(both)).containsExactly("web_search", "web_delete", "search", "delete");
        assertThat(both.find("web_search").orElseThrow().spec().name()).isEqualTo("web_search");
    }

    @Test
    void aPrefixedToolIsCalledByItsNewName() {
        ScriptedModel model = ScriptedModel.calls("web_search", "{}").then("Done.");

        Agent.builder(model).tools(TOOLS.prefixed("web_")).build().run("Go.");

        assertThat(model.lastCall().toolMessage("c0").text()).isEqualTo("web_search of search");
    }

    @Test
    void aNameThatBecomesTooLongIsAMistake() {
        ToolRegistry long64 = TOOLS.prefixed("x".repeat(60));

        assertThatThrownBy(() -> names(long64)).isInstanceOf(ToolDefinitionException.class);
    }

    @Test
    void filteredToolsAreNotThere() {
        ToolRegistry reading = TOOLS.filtered(spec -> !spec.name().equals("delete"));

        assertThat(names(reading)).containsExactly("search");
        assertThat(reading.find("delete")).isEmpty();
        assertThat(reading.find("search")).isPresent();
    }

    @Test
    void renamedToolsAnswerToTheirNewNamesAlone() {
        ToolRegistry renamed = TOOLS.renamed(Map.of("search", "look_up"));

        assertThat(names(renamed)).containsExactly("look_up", "delete");
        assertThat(renamed.find("look_up")).isPresent();
        assertThat(renamed.find("search")).isEmpty();
        assertThat(renamed.find("delete")).isPresent();
    }

    @Test
    void namesCanBeSwapped() {
        ToolRegistry swapped = TOOLS.renamed(Map.of("search", "delete", "delete", "search"));

        assertThat(names(swapped)).containsExactly("delete", "search");
        assertThat(swapped.find("delete").orElseThrow().spec().description()).isEqualTo("Does search.");
    }

    @Test
    void twoToolsDoNotGetOneName() {
        assertThatThrownBy(() -> TOOLS.renamed(Map.of("search", "do", "delete", "do")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'do'");
    }

    @Test
    void aLazyRegistryIsMadeOnceAndNotBeforeItIsNeeded() {
        AtomicInteger made = new AtomicInteger();
        ToolRegistry lazy = ToolRegistry.lazy(() -> {
            made.incrementAndGet();
            return TOOLS;
        });
        Agent agent = Agent.builder(ScriptedModel.says("One.").then("Two."))
                .tools(lazy)
                .build();
        int madeAtBuild = made.get();

        agent.run("Go.");
        agent.run("Go again.");

        assertThat(madeAtBuild).isZero();
        assertThat(made.get()).isEqualTo(1);
    }

    @Test
    void aLazyRegistryThatFailsIsTriedAgain() {
        AtomicInteger tries = new AtomicInteger();
        ToolRegistry lazy = ToolRegistry.lazy(() -> {
            if (tries.incrementAndGet() == 1) throw new IllegalStateException("not yet");
            return TOOLS;
        });

        assertThatThrownBy(() -> lazy.find("search")).hasMessage("not yet");
        assertThat(lazy.find("search")).isPresent();
    }
}
