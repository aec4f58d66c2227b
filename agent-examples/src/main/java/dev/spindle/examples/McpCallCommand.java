package dev.spindle.examples;

import dev.spindle.context.RunContext;
import dev.spindle.mcp.McpRegistry;
import dev.spindle.message.CallId;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.message.Transcript;
import dev.spindle.tool.Arguments;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolResult;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code spindle mcp call}: calls one tool of a server, by hand. */
@Command(
        name = "call",
        description = "Calls a tool of an MCP server and prints what it says.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:called", "1:failed", "2:wrong usage"})
final class McpCallCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final McpOptions servers = new McpOptions();

    @Parameters(index = "0", paramLabel = "TOOL", description = "The tool, as spindle mcp list shows it.")
    private String name = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "ARGUMENTS", description = "Its arguments, a JSON object.")
    private String arguments = "{}";

    McpCallCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        try (McpRegistry tools = servers.open(surroundings)) {
            Optional<ToolFunction> tool = tools.find(name);
            tools.failures().forEach((server, why) -> surroundings.err().println(server + ": " + why));
            if (tool.isEmpty()) {
                surroundings
                        .err()
                        .println(ToolResult.unknownTool(name, tools.list(Transcript.EMPTY))
                                .text());
                return ExitCode.FAILED;
            }
            return called(tool.get());
        }
    }

    private int called(ToolFunction tool) throws Exception {
        Arguments read = tool.read(arguments);
        if (read instanceof Arguments.Rejected rejected) throw new UsageException(rejected.message());
        RunContext context = RunContext.of(UUID.randomUUID().toString());
        ToolResult result = tool.call(new ToolInvocation(
                new CallId(0, 0), tool.spec(), (Arguments.Accepted) read, context, surroundings.err()::println));
        surroundings.out().println(result.text());
        return result.outcome() == Outcome.OK ? ExitCode.GOOD : ExitCode.FAILED;
    }
}
