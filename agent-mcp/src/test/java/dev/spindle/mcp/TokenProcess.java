package dev.spindle.mcp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A program that calls a server with tokens that it shares with others: begins when it is told to, and says what came of it. */
final class TokenProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;

    private TokenProcess(Process process) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts it, and waits until it is ready. */
    static TokenProcess start(URI server, Path tokens, int calls) throws IOException {
        String[] line = FakePeer.line(server.toString());
        line[line.length - 2] = TokenProcess.class.getName();
        ProcessBuilder builder = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.command().add(tokens.toString());
        builder.command().add(String.valueOf(calls));
        TokenProcess started = new TokenProcess(builder.start());
        if (!"ready".equals(started.out.readLine())) throw new IOException("it did not start");
        return started;
    }

    void begin() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /** How many of its calls went well, and why one did not. */
    String result() {
        try {
            return out.readLine();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] arguments) throws IOException {
        McpSource source = McpSource.http("s", URI.create(arguments[0]))
                .withTerms(McpSource.Terms.DEFAULT.withAuthorization(McpAuthorization.kept(Path.of(arguments[1]))));
        try (McpRegistry tools = McpRegistry.of(source)) {
            McpRegistryTest.call(tools, "s_work", "{}");
            System.out.println("ready");
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            int good = 0;
            String why = "";
            for (int count = 0; count < Integer.parseInt(arguments[2]); count++) {
                String text = McpRegistryTest.call(tools, "s_work", "{}").text();
                if (text.equals("worked")) good++;
                else why = text;
            }
            System.out.println(good + why);
        }
    }
}
