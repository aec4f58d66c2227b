package dev.spindle.tool;

import dev.spindle.message.Transcript;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A registry whose tools go by other names outside. */
record RenamedTools(ToolRegistry tools, UnaryOperator<String> outside, Function<String, Optional<String>> inside)
        implements ToolRegistry {
    @Override
    public Optional<ToolFunction> find(String name) {
        return inside.apply(name)
                .flatMap(tools::find)
                .filter(tool -> outside.apply(tool.spec().name()).equals(name))
                .map(tool -> tool.spec().name().equals(name) ? tool : tool.withName(name));
    }

    @Override
    public List<ToolSpec> list(Transcript transcript) {
        return tools.list(transcript).stream()
                .map(spec -> ToolDefinitionException.checkName(spec.withName(outside.apply(spec.name()))))
                .toList();
    }
}
