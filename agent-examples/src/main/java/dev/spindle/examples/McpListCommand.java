package dev.spindle.examples;

import dev.spindle.mcp.McpRegistry;
import dev.spindle.message.Transcript;
import dev.spindle.tool.ToolSpec;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spindle mcp list}: what tools servers have. */
@Command(
        name = "list",
        description = "Lists the tools of MCP servers.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:listed", "1:a server could not be asked", "2:wrong usage"})
final class McpListCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final McpOptions servers = new McpOptions();

    @Option(names = "--json", description = "Print each tool as a line of JSON.")
    private boolean json;

    McpListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        try (McpRegistry tools = servers.open(surroundings)) {
            List<ToolSpec> specs = tools.list(Transcript.EMPTY);
            for (ToolSpec spec : specs) {
                if (json) surroundings.json(spec);
                else surroundings.out().println(spec.name() + ": " + firstLine(spec.description()));
            }
            tools.failures().forEach((server, why) -> surroundings.err().println(server + ": " + why));
            return tools.failures().isEmpty() ? ExitCode.GOOD : ExitCode.FAILED;
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
