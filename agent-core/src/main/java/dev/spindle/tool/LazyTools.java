package dev.spindle.tool;

import dev.spindle.message.Transcript;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A registry that is made when it is first needed, once. */
final class LazyTools implements ToolRegistry {
    private final Supplier<ToolRegistry> source;
    private @Nullable ToolRegistry made;

    LazyTools(Supplier<ToolRegistry> source) {
        this.source = source;
    }

    @Override
    public Optional<ToolFunction> find(String name) {
        return tools().find(name);
    }

    @Override
    public List<ToolSpec> list(Transcript transcript) {
        return tools().list(transcript);
    }

    private synchronized ToolRegistry tools() {
        if (made == null) made = Objects.requireNonNull(source.get(), "the registry that the source made");
        return made;
    }
}
