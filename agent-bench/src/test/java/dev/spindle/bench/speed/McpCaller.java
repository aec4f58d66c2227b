package dev.spindle.bench.speed;

import dev.spindle.context.RunContext;
import dev.spindle.mcp.McpRegistry;
import dev.spindle.mcp.McpSource;
import dev.spindle.message.CallId;
import dev.spindle.message.Transcript;
import dev.spindle.tool.Arguments;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolInvocation;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** A client that calls a tool as often as it is told to, in a process of its own. */
interface McpCaller extends AutoCloseable {
    String TEXT = "What does the manual say about it? ".repeat(4);

    /** What the tool answered. */
    String call() throws Exception;

    @Override
    void close();

    /**
     * Takes {@code spindle} or {@code sdk}, and where the server is: an address, or the words of a command. Tells what it took to begin, and
     * then for each number on its input what so many calls took.
     */
    static void main(String[] arguments) throws Exception {
        Meter beginning = new Meter();
        String[] place = Arrays.copyOfRange(arguments, 1, arguments.length);
        try (McpCaller caller = arguments[0].equals("sdk") ? new Sdk(place) : new Spindle(place)) {
            caller.call();
            double upMillis = (double) ManagementFactory.getRuntimeMXBean().getUptime();
            System.out.println(Figures.of("startMillis", upMillis)
                    .with("startCpuMicros", beginning.cpuMicros())
                    .line());
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine())
                System.out.println(measured(caller, Integer.parseInt(line)).line());
        }
        System.exit(0); // whatever threads are left
    }

    private static Figures measured(McpCaller caller, int calls) throws Exception {
        Meter meter = new Meter();
        for (int count = 0; count < calls; count++) {
            String answer = caller.call();
            if (!answer.startsWith("A line of")) throw new IOException("another answer: " + answer);
        }
        return Figures.of("cpuMicros", meter.cpuMicros() / calls)
                .with("wallMicros", meter.wallMicros() / calls)
                .with("bytes", meter.allocatedBytes() / calls)
                .with("residentMegabytes", Meter.peakResidentMegabytes());
    }

    /** As a run calls it: found by its name, the arguments read and held against the schema. */
    final class Spindle implements McpCaller {
        private final McpRegistry tools;
        private final String arguments = "{\"text\":\"" + TEXT + "\"}";
        private final RunContext context = RunContext.of("bench");

        Spindle(String[] place) {
            tools = McpRegistry.of(
                    place.length == 1
                            ? McpSource.http("s", URI.create(place[0] + "/mcp"))
                            : McpSource.command("s", place));
            if (tools.list(Transcript.EMPTY).isEmpty())
                throw new IllegalStateException(tools.failures().toString());
        }

        @Override
        public String call() throws Exception {
            ToolFunction tool = tools.find("s_find").orElseThrow();
            Arguments.Accepted read = (Arguments.Accepted) tool.read(arguments);
            return tool.call(new ToolInvocation(new CallId(0, 0), tool.spec(), read, context, progress -> {}))
                    .text();
        }

        @Override
        public void close() {
            tools.close();
        }
    }

    /** The official SDK, as its documentation calls it. */
    final class Sdk implements McpCaller {
        private final McpSyncClient client;

        Sdk(String[] place) {
            client = McpClient.sync(transport(place)).build();
            client.initialize();
            client.listTools();
        }

        private static McpClientTransport transport(String[] place) {
            if (place.length == 1)
                return HttpClientStreamableHttpTransport.builder(place[0])
                        .endpoint("/mcp")
                        .build();
            String[] rest = Arrays.copyOfRange(place, 1, place.length);
            return new StdioClientTransport(
                    ServerParameters.builder(place[0]).args(rest).build(), McpJsonDefaults.getMapper());
        }

        @Override
        public String call() {
            CallToolRequest request = CallToolRequest.builder("find")
                    .arguments(Map.of("text", TEXT))
                    .build();
            return ((TextContent) client.callTool(request).content().get(0)).text();
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
