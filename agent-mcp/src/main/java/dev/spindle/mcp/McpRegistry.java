package dev.spindle.mcp;

import dev.spindle.message.Transcript;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolRegistry;
import dev.spindle.tool.ToolSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tools of servers of the Model Context Protocol, of either generation, under names that begin with that of their source.
 *
 * <pre>{@code
 * try (McpRegistry tools = McpRegistry.of(
 *         McpSource.command("files", "mcp-server-filesystem", "/srv/docs"),
 *         McpSource.http("tickets", URI.create("https://tickets.example/mcp")))) {
 *     Agent.builder(model).tools(tools).build().run("Which ticket is about the broken printer?");
 * }
 * }</pre>
 *
 * <p>A server is connected to when its tools are first needed, once for all agents that share this registry. One that cannot be reached
 * shows no tools, or those listed last, and a call of them is an error that the model reads; it is tried again at the next need.
 * Whatever a server sends is bounded. Unless its source is trusted, its results are fenced as words of strangers, and each of its tools
 * counts as one that writes and that strangers listen to.
 *
 * <p>Thread-safe. Close it when no agent uses it: that ends the servers it has started.
 */
public final class McpRegistry implements ToolRegistry, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(McpRegistry.class);

    private final Map<String, ToolCatalog> catalogs = new LinkedHashMap<>();

    private McpRegistry(List<McpSource> sources) {
        Set<String> names = new HashSet<>();
        for (McpSource source : sources) {
            if (!names.add(ToolTitles.key(source.name() + "_")))
                throw new IllegalArgumentException(
                        "Two MCP servers are called '" + source.name() + "'; names tell their tools apart");
        }
        for (McpSource source : sources) {
            List<String> others = sources.stream()
                    .map(McpSource::name)
                    .filter(name -> !name.equals(source.name()))
                    .toList();
            catalogs.put(source.name(), new ToolCatalog(source, others));
        }
    }

    /**
     * The tools of these servers; nothing is started before they are needed.
     *
     * @throws IllegalArgumentException if two have the same name, but for case and for how its words are parted
     */
    public static McpRegistry of(McpSource... sources) {
        return of(List.of(sources));
    }

    /** The tools of these servers, as {@link #of(McpSource...)} has them. */
    public static McpRegistry of(List<McpSource> sources) {
        return new McpRegistry(sources);
    }

    @Override
    public Optional<ToolFunction> find(String name) {
        return Optional.ofNullable(tools().get(name));
    }

    @Override
    public List<ToolSpec> list(Transcript transcript) {
        return tools().values().stream().map(ToolFunction::spec).toList();
    }

    private Map<String, ToolFunction> tools() {
        Map<String, ToolFunction> tools = new LinkedHashMap<>();
        for (ToolCatalog catalog : catalogs.values()) {
            for (ToolFunction tool : catalog.tools()) {
                if (tools.putIfAbsent(tool.spec().name(), tool) != null)
                    log.warn(
                            "{} is the name of two tools; the first one is shown: give the servers other names",
                            tool.spec().name());
            }
        }
        return tools;
    }

    /** Why servers could not be asked the last time, by the names of their sources; empty if all could. Does not ask them. */
    public Map<String, String> failures() {
        Map<String, String> failures = new LinkedHashMap<>();
        catalogs.forEach((name, catalog) -> {
            McpException failure = catalog.failure();
            if (failure != null) failures.put(name, String.valueOf(failure.getMessage()));
        });
        return failures;
    }

    /**
     * The tools of a server that are not shown, by their names there, and why: what cannot be used, and what has changed since it was
     * approved.
     *
     * @throws IllegalArgumentException if there is no such source
     */
    public Map<String, String> withheld(String source) {
        return catalog(source).withheld();
    }

    /**
     * Approves the tools of a server as they were listed last, after somebody has looked at them: they are shown, until they change again.
     * A server that has not been asked is asked.
     *
     * @throws IllegalArgumentException if there is no such source
     * @throws IllegalStateException if it has no file of approved tools
     * @throws McpException if the server cannot be asked
     */
    public void approve(String source) {
        catalog(source).approve();
    }

    private ToolCatalog catalog(String source) {
        ToolCatalog catalog = catalogs.get(source);
        if (catalog != null) return catalog;
        List<String> names = new ArrayList<>(catalogs.keySet());
        throw new IllegalArgumentException("No MCP server is called '" + source + "'; there are " + names);
    }

    /** Ends all sessions, and the servers that were started for them. A call that is under way fails. */
    @Override
    public void close() {
        catalogs.values().forEach(catalog -> catalog.connection().close());
    }
}
