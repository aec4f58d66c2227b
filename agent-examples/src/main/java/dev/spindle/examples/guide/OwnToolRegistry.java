package dev.spindle.examples.guide;

import dev.spindle.Agent;
import dev.spindle.json.Json;
import dev.spindle.message.Transcript;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolRegistry;
import dev.spindle.tool.ToolResult;
import dev.spindle.tool.ToolSpec;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A registry of one's own: tools made from a table instead of methods. */
public final class OwnToolRegistry {
    private OwnToolRegistry() {}

    // region own-registry
    record Conversions(Map<String, BigDecimal> factors) implements ToolRegistry {
        private static final Json PARAMETERS = Json.parse(
                "{\"type\":\"object\",\"properties\":{\"amount\":{\"type\":\"number\"}},\"required\":[\"amount\"]}");

        @Override
        public Optional<ToolFunction> find(String name) {
            return Optional.ofNullable(factors.get(name))
                    .map(factor -> ToolFunction.of(spec(name), call -> {
                        BigDecimal amount = call.arguments().get("amount").decimal();
                        return ToolResult.text(amount.multiply(factor).toPlainString());
                    }));
        }

        @Override
        public List<ToolSpec> list(Transcript transcript) {
            return factors.keySet().stream().sorted().map(Conversions::spec).toList();
        }

        private static ToolSpec spec(String name) {
            return ToolSpec.of(name, "Converts " + name.replace('_', ' ') + ".", PARAMETERS, Effect.READ);
        }
    }
    // endregion

    /** Runs the example. */
    public static void main(String... arguments) {
        ScriptedModel understudy = ScriptedModel.calls("miles_to_km", "{\"amount\":26.2}")
                .then("A marathon of 26.2 miles is about 42.2 km.");
        Agent agent = Agent.builder(Models.realOr(understudy))
                .tools(new Conversions(
                        Map.of("miles_to_km", new BigDecimal("1.609"), "kg_to_pounds", new BigDecimal("2.205"))))
                .build();
        System.out.println(agent.run("How many km are 26.2 miles?").text());
    }
}
