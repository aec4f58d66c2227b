package dev.spindle.tool;

import dev.spindle.message.Transcript;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Finds tools by name and lists them for a run.
 *
 * <p>Stateless: what it must remember, such as tools found earlier in a conversation, it reads from the transcript. Called from many
 * threads. A tool that is gone when a run is resumed is answered as unknown.
 */
public interface ToolRegistry {
    /** The tool of this name, whether or not it is listed. */
    Optional<ToolFunction> find(String name);

    /** The tools that the model is shown at this point of the conversation; the same order each time, so that prompt caches hold. */
    List<ToolSpec> list(Transcript transcript);

    /**
     * A registry of fixed tools.
     *
     * @throws ToolDefinitionException if two have the same name
     */
    static ToolRegistry of(List<ToolFunction> tools) {
        return new FixedTools(tools);
    }

    /** The tools of several registries; where names meet, the first has it. */
    static ToolRegistry union(List<ToolRegistry> registries) {
        return new ToolUnion(registries);
    }

    /**
     * A registry that is made when a run first needs it, once for all runs. If making it throws, so does the run, and the next one
     * tries again.
     */
    static ToolRegistry lazy(Supplier<ToolRegistry> source) {
        return new LazyTools(source);
    }

    /** Those tools that pass; the others are unknown, even to a model that remembers them. */
    default ToolRegistry filtered(Predicate<ToolSpec> kept) {
        return new FilteredTools(this, kept);
    }

    /**
     * The tools under names with a prefix, so that registries whose names meet can be joined: {@code github_} makes {@code search} to
     * {@code github_search}. A name that becomes longer than 64 characters is a {@link ToolDefinitionException} when tools are listed.
     */
    default ToolRegistry prefixed(String prefix) {
        return new RenamedTools(
                this,
                name -> prefix + name,
                name -> name.startsWith(prefix) ? Optional.of(name.substring(prefix.length())) : Optional.empty());
    }

    /**
     * The tools under other names.
     *
     * @param names from the name here to the name there; tools that are not in it keep theirs
     * @throws IllegalArgumentException if two get the same name
     */
    default ToolRegistry renamed(Map<String, String> names) {
        Map<String, String> there = Map.copyOf(names);
        Map<String, String> here = new HashMap<>();
        there.forEach((old, other) -> {
            if (here.put(other, old) != null) {
                throw new IllegalArgumentException("Two tools get the name '" + other + "'; give each its own");
            }
        });
        return new RenamedTools(
                this, name -> there.getOrDefault(name, name), name -> Optional.of(here.getOrDefault(name, name)));
    }
}
