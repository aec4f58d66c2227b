package dev.spindle.mcp;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.Map;

/** A server made with the official Java SDK, over its standard input and output. */
final class OfficialServer {
    private static final Map<String, Object> NOTHING = Map.of("type", "object");

    private OfficialServer() {}

    public static void main(String[] arguments) {
        McpServer.sync(new StdioServerTransportProvider(McpJsonDefaults.getMapper()))
                .serverInfo("official", "1")
                .capabilities(ServerCapabilities.builder().tools(true).build())
                .toolCall(
                        Tool.builder(
                                        "greet",
                                        Map.of(
                                                "type",
                                                "object",
                                                "properties",
                                                Map.of("name", Map.of("type", "string"))))
                                .description("Greets")
                                .build(),
                        (exchange, request) ->
                                text("Hello, " + request.arguments().get("name") + "!"))
                .toolCall(Tool.builder("fail", NOTHING).description("Fails").build(), (exchange, request) -> {
                    throw new IllegalStateException("no luck");
                })
                .build();
    }

    private static CallToolResult text(String text) {
        return CallToolResult.builder().addTextContent(text).build();
    }
}
