package dev.spindle.examples;

import dev.spindle.mcp.McpServer;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolRegistry;
import dev.spindle.tools.files.FileTools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spindle mcp serve}: the files of a folder, for any MCP client to read. */
@Command(
        name = "serve",
        description = {
            "Serves the files of a folder, to read and search, to an MCP client:",
            "to the one at standard input and output, or with --port to those of this machine."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class McpServeCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "DIR", description = "The folder.")
    private Path folder = Path.of("");

    @Option(names = "--port", description = "Listen here, by HTTP at /mcp; 0 for any port.")
    private @Nullable Integer port;

    McpServeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        McpServer server = McpServer.builder("spindle", "1")
                .tools(ToolRegistry.of(ToolFunction.scan(new FileTools(folder.toAbsolutePath()))))
                .build();
        if (port == null) {
            System.setOut(System.err); // what anybody prints must not come between messages
            server.serve(surroundings.in(), surroundings.out());
            return ExitCode.GOOD;
        }
        try (McpServer.Listening open = server.listen(port)) {
            surroundings.err().println("listening at " + open.uri());
            new CountDownLatch(1).await(); // until the process is ended
        }
        return ExitCode.GOOD;
    }
}
