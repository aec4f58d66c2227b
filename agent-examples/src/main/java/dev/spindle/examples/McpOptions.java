package dev.spindle.examples;

import dev.spindle.mcp.McpAuthorization;
import dev.spindle.mcp.McpException;
import dev.spindle.mcp.McpRegistry;
import dev.spindle.mcp.McpSource;
import dev.spindle.message.Transcript;
import dev.spindle.tool.Tool;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolSpec;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which MCP servers a command uses. */
final class McpOptions {
    @Option(
            names = "--mcp",
            paramLabel = "SERVER",
            description =
                    "An MCP server: an address, or a command line, whose words are parted by blanks. May be repeated.")
    private List<String> servers = List.of();

    @Option(
            names = "--mcp-config",
            paramLabel = "FILE",
            description =
                    "A file of MCP servers, where their secrets belong, of the form {\"mcpServers\": {\"NAME\": {\"command\": …}}}.")
    private @Nullable Path file;

    @Option(
            names = "--mcp-trust",
            description =
                    "Believe what the MCP servers say of their tools and of the world, as you would your own programs.")
    private boolean trusted;

    /**
     * Servers as they were named, for a run that goes on later.
     *
     * @param servers addresses and command lines
     * @param file of more; null for none
     * @param trusted whether their words on their tools count; null, as in runs of before, for not
     */
    record Named(
            List<String> servers,
            @Nullable String file,
            @Nullable Boolean trusted) {
        Named {
            servers = List.copyOf(servers);
        }

        /** The tools of the servers, none of which is started yet. */
        McpRegistry open(Surroundings surroundings) {
            return McpOptions.open(servers, file == null ? null : Path.of(file), isTrusted(), surroundings);
        }

        boolean isTrusted() {
            return Boolean.TRUE.equals(trusted);
        }

        /**
         * The tools of the servers, as they are now, but for those that could be taken for tools of the command. Says which are left out,
         * and which server cannot be asked.
         *
         * @param free whether those of servers that are trusted run without a person, whatever they do
         * @param own objects with the tools of the command
         */
        List<ToolFunction> tools(McpRegistry registry, boolean free, List<Object> own, Surroundings surroundings) {
            Set<String> taken = new HashSet<>();
            Work.specs(own).forEach(spec -> taken.add(alike(spec.name())));
            List<ToolFunction> tools = new ArrayList<>();
            for (ToolSpec spec : registry.list(Transcript.EMPTY)) {
                if (taken.contains(alike(spec.name()))) {
                    surroundings
                            .err()
                            .println("The tool " + spec.name()
                                    + " of an MCP server is left out, since the command has one"
                                    + " of that name; call the server something else in a file (--mcp-config)");
                    continue;
                }
                // What strangers say of their tools does not count: each of them writes.
                boolean asks = spec.effect() == Tool.Effect.WRITE && !(free && isTrusted());
                registry.find(spec.name()).ifPresent(tool -> tools.add(asks ? asking(tool) : tool));
            }
            registry.failures().values().forEach(surroundings.err()::println);
            return tools;
        }

        private static ToolFunction asking(ToolFunction tool) {
            ToolSpec spec = tool.spec();
            return ToolFunction.of(spec.withSupervision(spec.supervision().withApproval(true)), tool);
        }
    }

    /** The servers that are named; null if none are. */
    @Nullable
    Named named() {
        if (servers.isEmpty() && file == null) return null;
        return new Named(servers, file == null ? null : file.toAbsolutePath().toString(), trusted ? true : null);
    }

    /** The tools of the servers, none of which is started yet. */
    McpRegistry open(Surroundings surroundings) {
        return open(servers, file, trusted, surroundings);
    }

    /** The tokens that {@code spindle mcp login} has got. */
    static McpAuthorization kept(Surroundings surroundings) {
        return McpAuthorization.kept(surroundings.home().resolve(".spindle/tokens"));
    }

    private static McpRegistry open(
            List<String> servers, @Nullable Path file, boolean trusted, Surroundings surroundings) {
        List<McpSource> sources = new ArrayList<>();
        try {
            if (file != null) sources.addAll(McpSource.read(file));
            Set<String> names = new HashSet<>();
            sources.forEach(source -> names.add(alike(source.name())));
            for (String server : servers) sources.add(source(server.strip(), names));
            if (sources.isEmpty())
                throw new UsageException(
                        "no MCP server is named; give --mcp 'COMMAND…', --mcp URL or --mcp-config FILE");
            McpAuthorization how = kept(surroundings);
            return McpRegistry.of(sources.stream()
                    .map(source -> onTerms(source, trusted, how))
                    .toList());
        } catch (McpException | IllegalArgumentException wrong) {
            throw new UsageException(String.valueOf(wrong.getMessage()));
        }
    }

    private static McpSource onTerms(McpSource source, boolean trusted, McpAuthorization how) {
        boolean own = !(source.place() instanceof McpSource.Http http)
                || http.headers().keySet().stream().anyMatch("Authorization"::equalsIgnoreCase);
        McpSource.Terms terms = source.terms().withTrusted(trusted);
        return source.withTerms(own ? terms : terms.withAuthorization(how));
    }

    private static McpSource source(String server, Set<String> names) {
        if (server.startsWith("http://") || server.startsWith("https://")) {
            URI url = URI.create(server);
            return McpSource.http(name(String.valueOf(url.getHost()), names), url);
        }
        String[] words = server.split("\\s+", -1);
        return McpSource.command(name(String.valueOf(Path.of(words[0]).getFileName()), names), words);
    }

    /** A name made of a host or a program, that no other has. */
    private static String name(String of, Set<String> names) {
        String legal = of.replaceAll("[^a-zA-Z0-9_-]", "_");
        String base = legal.substring(0, Math.min(24, legal.length()));
        String name = base;
        for (int count = 2; !names.add(alike(name)); count++) name = base + count;
        return name;
    }

    /** The same for names that are easily taken for each other. */
    private static String alike(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_]+", "_").replaceAll("^_|_$", "");
    }
}
