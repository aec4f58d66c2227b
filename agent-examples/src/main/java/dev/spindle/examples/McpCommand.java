package dev.spindle.examples;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code spindle mcp}: looks at MCP servers, calls their tools, and is one. */
@Command(
        name = "mcp",
        description = "Lists and calls the tools of MCP servers, logs in to them, and serves a folder as one.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class McpCommand {
    private McpCommand() {}

    static CommandLine line(Surroundings surroundings) {
        return new CommandLine(new McpCommand())
                .addSubcommand(new McpListCommand(surroundings))
                .addSubcommand(new McpCallCommand(surroundings))
                .addSubcommand(new McpServeCommand(surroundings))
                .addSubcommand(new McpLoginCommand(surroundings))
                .addSubcommand(new McpLogoutCommand(surroundings));
    }
}
