package dev.spindle.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.mcp.McpServer;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class McpCommandTest {
    private McpServer.Listening server;

    @TempDir
    Path folder;

    @BeforeEach
    void listen() throws IOException {
        server = McpServer.builder("test", "1")
                .tools(ToolRegistry.of(ToolFunction.scan(new Greeting())))
                .build()
                .listen(0);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void listsTheToolsOfAServer() {
        Ran ran = Ran.here(Map.of(), "mcp", "list", "--mcp", server.uri().toString());

        assertEquals(0, ran.exitCode(), ran.err());
        assertTrue(ran.out().startsWith("127_0_0_1_greet: "), ran.out());
        assertTrue(ran.out().endsWith("Greets\n"), ran.out());
    }

    @Test
    void callsATool() {
        Ran ran = Ran.here(
                Map.of(),
                "mcp",
                "call",
                "127_0_0_1_greet",
                "{\"name\":\"Ann\"}",
                "--mcp",
                server.uri().toString());

        assertEquals(0, ran.exitCode(), ran.err());
        assertEquals("Hello, Ann!\n", ran.out());
    }

    @Test
    void namesTheToolsThatThereAre() {
        Ran ran =
                Ran.here(Map.of(), "mcp", "call", "gret", "--mcp", server.uri().toString());

        assertEquals(1, ran.exitCode());
        assertTrue(ran.err().contains("127_0_0_1_greet"), ran.err());
    }

    @Test
    void saysWhichServerCannotBeAsked() {
        Ran ran = Ran.here(Map.of(), "mcp", "list", "--mcp", "/no/such/program x");

        assertEquals(1, ran.exitCode());
        assertTrue(ran.err().startsWith("program: The MCP server 'program' cannot be started"), ran.err());
    }

    @Test
    void aQuestionIsAnsweredWithTheToolsOfAServer() {
        Ran ran = Ran.here(Map.of(), "ask", "Greet Ann", "--mcp", server.uri().toString());

        assertTrue((ran.out() + ran.err()).contains("127_0_0_1_greet"), ran.out() + ran.err());
    }

    @Test
    void aChatHasTheToolsOfAServerAndAsksBeforeOneThatMayWrite() {
        Ran ran = Ran.fed(
                "Call 127_0_0_1_greet for Ann\n",
                Map.of(),
                "chat",
                "--mcp",
                server.uri().toString());

        assertTrue((ran.out() + ran.err()).contains("127_0_0_1_greet"), ran.out() + ran.err());
        assertTrue(!ran.out().contains("Hello, Ann!"), ran.out());
    }

    @Test
    void wantsAServer() {
        Ran ran = Ran.here(Map.of(), "mcp", "list");

        assertEquals(2, ran.exitCode());
        assertTrue(ran.err().contains("no MCP server is named"), ran.err());
    }

    @Test
    void servesAFolderToTheClientAtItsStandardInput() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "some words");
        String classPath = System.getProperty("java.class.path");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path config = folder.resolve("mcp.json");
        Files.writeString(
                config,
                dev.spindle.json.Json.of(Map.of(
                                "mcpServers",
                                Map.of(
                                        "files",
                                        Map.of(
                                                "command",
                                                java.toString(),
                                                "args",
                                                List.of(
                                                        "-cp",
                                                        classPath,
                                                        Main.class.getName(),
                                                        "mcp",
                                                        "serve",
                                                        folder.toString())))))
                        .text());

        Ran ran = Ran.here(
                Map.of(), "mcp", "call", "files_read_file", "{\"path\":\"a.txt\"}", "--mcp-config", config.toString());

        assertTrue(ran.out().contains("some words"), ran.out() + ran.err());
    }

    static final class Greeting {
        @Tool(value = "Greets", effect = Tool.Effect.READ)
        String greet(@Param("whom") String name) {
            return "Hello, " + name + "!";
        }
    }
}
