package dev.spindle.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spindle.context.RunContext;
import dev.spindle.tool.ToolResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers in child processes that are out to hang or to fill this program. Each is a script of a few lines. */
@Timeout(60)
class HostileStdioServerTest {
    private static final String BEGINNING = """
        read discover
        echo '{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no"}}'
        read initialize
        echo '{"jsonrpc":"2.0","id":2,"result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{}}}}'
        read initialized
        read list
        echo '{"jsonrpc":"2.0","id":3,"result":{"tools":[{"name":"work","description":"W","inputSchema":{"type":"object"}}]}}'
        """;

    private final List<McpRegistry> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(McpRegistry::close);
    }

    @Test
    void aServerThatNeverReadsDoesNotKeepItsClientFromClosing() {
        McpRegistry tools = open("exec sleep 600", Duration.ofMillis(300));
        ToolResult late = McpRegistryTest.call(tools, "s_work", "{\"text\":\"" + "x".repeat(1 << 20) + "\"}");

        long started = System.nanoTime();
        tools.close();

        assertThat(late.text()).contains("did not answer tools/call within PT0.3S");
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void aServerThatEndsWhileItsChildHoldsItsOutputEndsItsCalls() {
        McpRegistry tools = open("read call\nsleep 600 &\nexit 3", Duration.ofMinutes(10));

        ToolResult result = McpRegistryTest.call(tools, "s_work", "{}");

        assertThat(result.text()).startsWith("The MCP server 's' has ended (exit code 3");
    }

    @Test
    void whatAListenerOfProgressThrowsEndsNoServer() {
        String progress =
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":4,\"progress\":1}}";
        String answer = "{\"jsonrpc\":\"2.0\",\"id\":4,\"result\":{\"content\":[]}}";
        McpRegistry tools = open(
                "read call\necho '" + progress + "'\necho '" + answer + "'\nexec sleep 600", Duration.ofMinutes(10));

        ToolResult result =
                McpRegistryTest.invoke(tools.find("s_work").orElseThrow(), "{}", RunContext.of("r"), far -> {
                    throw new IllegalStateException("a listener that fails");
                });

        assertThat(result.text()).isEqualTo("Done; the server said nothing.");
    }

    @Test
    void whatFailsHereIsNotToldToAServer(@TempDir Path folder) throws IOException {
        String question =
                "{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"elicitation/create\",\"params\":{\"message\":\"?\",\"requestedSchema\":{\"type\":\"object\"}}}";
        String answer = "{\"jsonrpc\":\"2.0\",\"id\":4,\"result\":{\"content\":[]}}";
        Path told = folder.resolve("told");
        McpAnswers answers = McpAnswers.NONE.withElicitor(asked -> {
            throw new IllegalStateException("no terminal at /dev/ann");
        });
        McpRegistry tools = open(
                "read call\necho '" + question + "'\nread told\necho \"$told\" > '" + told + "'\necho '" + answer
                        + "'\nexec sleep 600",
                McpSource.Terms.DEFAULT.withAnswers(answers));

        McpRegistryTest.call(tools, "s_work", "{}");

        assertThat(Files.readString(told)).contains("this client failed").doesNotContain("ann");
    }

    @Test
    void aSecretOfItsEnvironmentIsInNoResultNoErrorAndNoLastWord() {
        String answer =
                "{\"jsonrpc\":\"2.0\",\"id\":4,\"error\":{\"code\":1,\"message\":\"\\u0068unter2-4711 $SHOP_TOKEN\"}}";
        McpRegistry tools = McpRegistry.of(new McpSource(
                "s",
                new McpSource.Command(
                        List.of(
                                "/bin/sh",
                                "-c",
                                BEGINNING + "read call\nprintf '%s\\n' \""
                                        + answer.replace("\"", "\\\"").replace("\\u", "\\\\u") + "\"\nread more\n"
                                        + "echo \"it was $SHOP_TOKEN\" >&2\nexit 3"),
                        Map.of("SHOP_TOKEN", "hunter2-4711"),
                        null),
                McpSource.Terms.DEFAULT));
        opened.add(tools);

        String refused = McpRegistryTest.call(tools, "s_work", "{}").text();
        String ended = McpRegistryTest.call(tools, "s_work", "{}").text();

        assertThat(refused).contains("[secret] [secret]").doesNotContain("4711");
        assertThat(ended).contains("it was [secret]").doesNotContain("4711");
    }

    @Test
    void itsLastWordsAreHeardAlsoWhenTheyComeAfterItsEnd() {
        McpRegistry tools =
                open("read call\n(exec >&-; sleep 0.3; echo 'out of paper' >&2) &\nexit 3", Duration.ofMinutes(1));

        String ended = McpRegistryTest.call(tools, "s_work", "{}").text();

        assertThat(ended).contains("exit code 3; its last words: out of paper");
    }

    @Test
    void anIdThatFillsTheMemoryIsNoMessage() {
        String id = "x".repeat(2_000);

        assertThatThrownBy(() -> Message.parse("{\"jsonrpc\":\"2.0\",\"id\":\"" + id + "\",\"method\":\"ping\"}"))
                .hasMessage("the id of a JSON-RPC message has at most 1000 characters");
    }

    private McpRegistry open(String end, Duration call) {
        return open(end, McpSource.Terms.DEFAULT.withBounds(McpSource.Bounds.DEFAULT.withCall(call)));
    }

    private McpRegistry open(String end, McpSource.Terms terms) {
        McpRegistry tools = McpRegistry.of(
                McpSource.command("s", "/bin/sh", "-c", BEGINNING + end).withTerms(terms));
        opened.add(tools);
        return tools;
    }
}
