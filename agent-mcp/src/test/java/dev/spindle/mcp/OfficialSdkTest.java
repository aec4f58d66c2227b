package dev.spindle.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.json.Json;
import dev.spindle.mcp.McpCaller.Question;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.message.Transcript;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolRegistry;
import dev.spindle.tool.ToolResult;
import dev.spindle.tool.ToolSpec;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.SubscribeRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** This program and the official Java SDK, each as the other's peer. */
class OfficialSdkTest {
    private static final Json NAME =
            Json.parse("{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}}}");

    @Test
    void theOfficialClientWorksWithThisServer() throws Exception {
        McpServer server = McpServer.builder("test", "1")
                .tools(ToolRegistry.of(List.of(
                        tool(
                                "greet",
                                call -> ToolResult.text(
                                        "Hello, " + call.arguments().get("name").string() + "!")),
                        tool(
                                "ask",
                                call -> ToolResult.text(McpCaller.find(call.context())
                                        .orElseThrow()
                                        .ask("who", Question.form("Who?", NAME))
                                        .text())),
                        tool("fail", call -> ToolResult.failed("no luck")))))
                .library(new ConformanceServer.Library())
                .build();
        CompletableFuture<List<Tool>> changed = new CompletableFuture<>();
        try (McpServer.Listening listening = server.listen(0);
                McpSyncClient client = client(listening, changed)) {
            client.initialize();

            assertThat(client.listTools().tools()).extracting(Tool::name).containsExactly("greet", "ask", "fail");
            assertThat(call(client, "greet", Map.of("name", "Ann"))).isEqualTo("Hello, Ann!");
            assertThat(call(client, "ask", Map.of())).contains("\"action\":\"accept\"", "\"name\":\"Bo\"");
            assertThat(client.callTool(CallToolRequest.builder("fail").build()).isError())
                    .isTrue();
            assertThat(client.readResource(ReadResourceRequest.builder("test://static-text")
                                    .build())
                            .contents())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            TextResourceContents.class,
                            contents -> assertThat(contents.text()).startsWith("This is the content"));
            assertThat(client.getPrompt(GetPromptRequest.builder("test_simple_prompt")
                                    .build())
                            .messages())
                    .hasSize(1);
            client.subscribeResource(
                    SubscribeRequest.builder("test://watched-resource").build());
            assertThat(client.ping()).isNotNull();
            assertThat(heard(server, changed)).hasSize(3);
        }
    }

    @Test
    void thisClientWorksWithTheOfficialServer() {
        String[] line = FakePeer.line("");
        line[line.length - 2] = OfficialServer.class.getName();
        try (McpRegistry tools = McpRegistry.of(McpSource.command("s", line))) {
            assertThat(tools.list(Transcript.EMPTY))
                    .as(() -> tools.failures().toString())
                    .extracting(ToolSpec::name)
                    .containsExactlyInAnyOrder("s_greet", "s_fail");
            assertThat(McpRegistryTest.call(tools, "s_greet", "{\"name\":\"Ann\"}")
                            .text())
                    .isEqualTo("Hello, Ann!");
            assertThat(McpRegistryTest.call(tools, "s_fail", "{}").outcome()).isEqualTo(Outcome.FAILED);
        }
    }

    /** What the client hears of a change, which it does once its own stream is open. */
    private static List<Tool> heard(McpServer server, CompletableFuture<List<Tool>> changed) throws Exception {
        for (int times = 1; ; times++) {
            server.toolsChanged();
            try {
                return changed.get(100, TimeUnit.MILLISECONDS);
            } catch (TimeoutException notYet) {
                assertThat(times).as("times that it was told").isLessThan(300);
            }
        }
    }

    private static McpSyncClient client(McpServer.Listening server, CompletableFuture<List<Tool>> changed) {
        String base = server.uri().toString().replace("/mcp", "");
        return McpClient.sync(HttpClientStreamableHttpTransport.builder(base)
                        .endpoint("/mcp")
                        .openConnectionOnStartup(true)
                        .build())
                .requestTimeout(Duration.ofSeconds(60))
                .initializationTimeout(Duration.ofSeconds(60))
                .capabilities(ClientCapabilities.builder().elicitation().build())
                .elicitation(form -> ElicitResult.builder(ElicitResult.Action.ACCEPT)
                        .content(Map.of("name", "Bo"))
                        .build())
                .toolsChangeConsumer(changed::complete)
                .build();
    }

    private static String call(McpSyncClient client, String tool, Map<String, Object> arguments) {
        return ((TextContent) client.callTool(CallToolRequest.builder(tool)
                                .arguments(arguments)
                                .build())
                        .content()
                        .get(0))
                .text();
    }

    private static ToolFunction tool(String name, ToolInvocation.Handler handler) {
        return ToolFunction.of(ToolSpec.of(name, "Does " + name, NAME, Effect.READ), handler);
    }
}
