package dev.spindle.examples;

import dev.spindle.mcp.LoopbackBrowser;
import dev.spindle.mcp.McpAuthorization;
import dev.spindle.mcp.McpAuthorization.Client;
import dev.spindle.mcp.McpAuthorization.Document;
import dev.spindle.mcp.McpAuthorization.Registered;
import dev.spindle.mcp.McpRegistry;
import dev.spindle.mcp.McpSource;
import dev.spindle.mcp.McpSource.Terms;
import dev.spindle.message.Transcript;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spindle mcp login}: gets a token for a server, with the browser of this machine, and keeps it for the other commands. */
@Command(
        name = "login",
        description = "Logs in to an MCP server with a browser, and keeps the token for the other commands.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:logged in, or there is no need to", "1:failed", "2:wrong usage"})
final class McpLoginCommand implements Callable<Integer> {
    private static final String SECRET = "SPINDLE_MCP_CLIENT_SECRET";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Surroundings surroundings;

    @Parameters(paramLabel = "URL", description = "The address of the server.")
    private URI server = URI.create("");

    @Option(
            names = "--client-id",
            paramLabel = "ID",
            description = "What this program is called where the tokens come from, if somebody has registered it there;"
                    + " its secret is taken from " + SECRET + ".")
    private @Nullable String id;

    @Option(
            names = "--client-document",
            paramLabel = "URL",
            description = "A document on the web that describes this program, for where such documents are read.")
    private @Nullable URI document;

    @Option(
            names = "--issuer",
            paramLabel = "URL",
            description = "With --client-id: where it is registered, and the only place that is told its secret.")
    private @Nullable URI issuer;

    McpLoginCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        McpAuthorization how = McpOptions.kept(surroundings)
                .withBrowser(new LoopbackBrowser(this::show, PATIENCE))
                .withClient(client());
        McpSource source;
        try {
            source = McpSource.http("server", server).withTerms(Terms.DEFAULT.withAuthorization(how));
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(String.valueOf(wrong.getMessage()));
        }
        boolean before = how.forget(server);
        try (McpRegistry tools = McpRegistry.of(source)) {
            int count = tools.list(Transcript.EMPTY).size();
            tools.failures().values().forEach(surroundings.err()::println);
            if (!tools.failures().isEmpty()) return ExitCode.FAILED;
            surroundings
                    .out()
                    .println((how.isKept(server) ? "logged in" : "no need to log in") + (before ? " again" : "") + ": "
                            + count + (count == 1 ? " tool" : " tools"));
            return ExitCode.GOOD;
        }
    }

    private Client client() {
        try {
            if (id != null) {
                String secret = surroundings.variable(SECRET);
                return new Registered(id, secret.isEmpty() ? null : secret, issuer);
            }
            if (issuer != null) throw new UsageException("--issuer goes with --client-id");
            return document == null ? McpAuthorization.NEWCOMER : new Document(document);
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(String.valueOf(wrong.getMessage()));
        }
    }

    /** The address is https, or at the loopback address, and no shell reads it. */
    private void show(URI address) {
        surroundings.err().println("To log in, open this address in a browser of this machine:\n" + address);
        try {
            new ProcessBuilder(opener(address.toString()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException noBrowser) {
            surroundings.err().println("(no browser could be opened from here: " + noBrowser.getMessage() + ")");
        }
    }

    private List<String> opener(String address) {
        String named = surroundings.variable("BROWSER");
        if (!named.isEmpty()) return List.of(named, address);
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (system.contains("win")) return List.of("rundll32", "url.dll,FileProtocolHandler", address);
        return List.of(system.contains("mac") ? "open" : "xdg-open", address);
    }
}
