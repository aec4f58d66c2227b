package dev.spindle.tool;

import dev.spindle.message.Transcript;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class ToolUnion implements ToolRegistry {
    private final List<ToolRegistry> registries;

    ToolUnion(List<ToolRegistry> registries) {
        this.registries = List.copyOf(registries);
    }

    @Override
    public Optional<ToolFunction> find(String name) {
        return registries.stream()
                .flatMap(registry -> registry.find(name).stream())
                .findFirst();
    }

    @Override
    public List<ToolSpec> list(Transcript transcript) {
        Map<String, ToolSpec> byName = new LinkedHashMap<>();
        for (ToolRegistry registry : registries) {
            for (ToolSpec spec : registry.list(transcript)) byName.putIfAbsent(spec.name(), spec);
        }
        return List.copyOf(byName.values());
    }
}
