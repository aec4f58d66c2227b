package dev.spindle.examples;

import dev.spindle.mcp.McpException;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code spindle mcp logout}: forgets the token that is kept for a server. */
@Command(
        name = "logout",
        description = "Forgets the token that is kept for an MCP server.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class McpLogoutCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "URL", description = "The address of the server.")
    private URI server = URI.create("");

    McpLogoutCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        try {
            boolean kept = McpOptions.kept(surroundings).forget(server);
            surroundings.out().println(kept ? "forgotten" : "nothing was kept");
            return ExitCode.GOOD;
        } catch (McpException failed) {
            surroundings.err().println(String.valueOf(failed.getMessage()));
            return ExitCode.FAILED;
        }
    }
}
