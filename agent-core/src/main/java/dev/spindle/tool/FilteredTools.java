package dev.spindle.tool;

import dev.spindle.message.Transcript;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Some of the tools of a registry; the others are not there, listed or called. */
record FilteredTools(ToolRegistry tools, Predicate<ToolSpec> kept) implements ToolRegistry {
    @Override
    public Optional<ToolFunction> find(String name) {
        return tools.find(name).filter(tool -> kept.test(tool.spec()));
    }

    @Override
    public List<ToolSpec> list(Transcript transcript) {
        return tools.list(transcript).stream().filter(kept).toList();
    }
}
