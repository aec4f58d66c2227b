package dev.spindle.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelOptions.ToolChoice;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Tool;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreparationTest {
    static final class Steps {
        @Tool("Looks around.")
        public String look() {
            return "a door";
        }

        @Tool("Opens the door.")
        public String open() {
            return "open";
        }
    }

    private static ModelCall onlyLookAtFirst(ModelCall call) {
        if (call.messages().size() > 1) return call.withOptions(call.options().withToolChoice(new ToolChoice.None()));
        return call.withTools(
                call.tools().stream().filter(tool -> tool.name().equals("look")).toList());
    }

    @Test
    void eachStepIsAskedAsPrepared() {
        ScriptedModel model = ScriptedModel.calls("look", "{}").then("A door.");
        Agent agent = Agent.builder(model)
                .tools(new Steps())
                .interceptors(List.of(Interceptor.prepare(PreparationTest::onlyLookAtFirst)))
                .build();

        agent.run("What is there?");

        assertEquals(List.of("look"), model.call(0).toolNames());
        assertTrue(model.call(0).question().options().toolChoice().isEmpty());
        assertEquals(List.of("look", "open"), model.call(1).toolNames());
        assertEquals(
                Optional.of(new ToolChoice.None()),
                model.call(1).question().options().toolChoice());
    }
}
