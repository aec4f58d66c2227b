package dev.spindle.tool;

import dev.spindle.message.Transcript;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class FixedTools implements ToolRegistry {
    private final Map<String, ToolFunction> byName = new LinkedHashMap<>();
    private final List<ToolSpec> specs;

    FixedTools(List<ToolFunction> tools) {
        List<String> mistakes = new ArrayList<>();
        for (ToolFunction tool : tools) {
            String name = tool.spec().name();
            if (byName.putIfAbsent(name, tool) != null) {
                mistakes.add(name + ": two tools have this name; give one another with @Tool(name = …)");
            }
        }
        if (!mistakes.isEmpty()) throw new ToolDefinitionException(mistakes);
        specs = tools.stream().map(ToolFunction::spec).toList();
    }

    @Override
    public Optional<ToolFunction> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    @Override
    public List<ToolSpec> list(Transcript transcript) {
        return specs;
    }
}
