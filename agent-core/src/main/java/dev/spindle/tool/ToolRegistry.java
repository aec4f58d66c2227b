package dev.spindle.tool;

import dev.spindle.message.Transcript;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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

    /**
     * All that this lists at the start of a conversation, be it hundreds or thousands of tools, of which the model sees {@code search_tools} and those that it has found with it.
     *
     * <p>What was found is read from the transcript: each answer of a search lists names, and the tools of these names are shown from then
     * on, in the order of their finding, so that prompt caches hold. The newest 64 stay. Do not rename or prefix that
     * registry, which would then not know its own answers; rename what it holds.
     *
     * <pre>{@code
     * Agent.builder(model).tools(ToolRegistry.of(manyTools).searchable()).build();
     * }</pre>
     *
     * <p>Tools are found by {@link Ranking#lexical}.
     */
    default ToolRegistry searchable() {
        return searchable(Ranking::lexical);
    }

    /**
     * The same, found otherwise.
     *
     * @param rankings asked again whenever this registry lists other tools than before
     */
    default ToolRegistry searchable(Function<List<ToolSpec>, Ranking> rankings) {
        return new SearchableTools(this, rankings);
    }

    /** Finds the tools that fit a request in words. Called from many threads; the same answer to the same words each time. */
    @FunctionalInterface
    interface Ranking {
        /**
         * The names of the tools that fit, best first; none that does not fit at all.
         *
         * @param query what is to be done, in the words of a person or a model
         * @param most how many names at most
         */
        List<String> best(String query, int most);

        /** A ranking by the words of names, descriptions and parameters; needs no model and no service. */
        static Ranking lexical(List<ToolSpec> tools) {
            return new LexicalRanking(tools);
        }
    }
}
