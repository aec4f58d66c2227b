package dev.spindle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.json.Json;
import dev.spindle.mcp.McpServer;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolRegistry;
import dev.spindle.tool.ToolResult;
import dev.spindle.tool.ToolSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts of strangers that steer a terminal, hide words or pass for others, through each command that shows them. */
class SteeringTextTest {
    private static final List<String> TEXTS = List.of(
            "\u001b[2J\u001b[H",
            "\u001b[1A\u001b[2K",
            "\u001b]8;;http://evil.example\u001b\\here\u001b]8;;\u001b\\",
            "\u001b]8;;file:///etc/passwd\u0007here\u001b]8;;\u0007",
            "\u001b]52;c;cm0gLXJmIH4=\u0007",
            "\u001b]0;title\u0007",
            "\u001b]1337;File=inline=1:AAAA\u0007",
            "\u001bP$q\"p\u001b\\",
            "\u001b_Gi=1;AAAA\u001b\\",
            "\u001b^x\u001b\\",
            "\u001bX x\u001b\\",
            "\u001b[6n\u001b[c",
            "\u001b[?1049h",
            "\u001b[200~rm x\u001b[201~",
            "\u001bc\u001b(0",
            "\u009b2J",
            "\u009d52;c;eA==\u009c",
            "\u0090q\u009c\u009e\u009f",
            "\u0085next",
            "good\rbad",
            "bad\b\b\bgood",
            "\u000b\u000c\u007f\u0007",
            "\u202egpj.exe\u202c",
            "\u2066\u2067\u2068x\u2069",
            "\u200e\u200f\u061c",
            "a\u2028b\u2029c",
            "a\udb40\udc41\udb40\udc42b",
            "\udb40\udd00\ufe0f",
            "a\u200bb\u2060c\ufeffd",
            "\u3164\u115f\uffa0",
            "\ufff9a\ufffab\ufffb",
            "\u00adx\u034fy\u180e");

    private static final String ALL = String.join(" / ", TEXTS);

    @TempDir
    private Path scratch;

    private ChatServer server;
    private final Map<String, Ran> shown = new LinkedHashMap<>();

    @BeforeEach
    void open() throws IOException {
        server = new ChatServer();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void noTextSteersATerminalThroughAnyCommand() throws Exception {
        answers();
        servers();
        documents();
        tests();

        List<String> passed = new ArrayList<>();
        shown.forEach((door, ran) -> {
            String all = ran.out() + ran.err();
            assertThat(all).as(door).isNotBlank();
            if (all.codePoints().anyMatch(SteeringTextTest::isSteering)) passed.add(door);
        });

        int attacks = TEXTS.size() * shown.size();
        System.out.println("command: texts that steer a terminal " + attacks + " (" + TEXTS.size() + " through "
                + shown.size() + " doors), stopped " + (attacks - TEXTS.size() * passed.size()));
        assertThat(passed).isEmpty();
    }

    private void answers() {
        server.says("answer ", ALL, " end");
        show("ask", "ask", "--base-url", server.baseUrl(), "Why " + ALL);
        server.says("answer ", ALL, " end");
        show("ask --json", "ask", "--base-url", server.baseUrl(), "--json", "Why " + ALL);
        server.calls("x", json(ALL)).says("done");
        show("a call", "ask", "--base-url", server.baseUrl(), "Call");
        server.refuses(400, "{\"error\":{\"message\":" + Json.of(ALL).text() + "}}");
        show("an error", "ask", "--base-url", server.baseUrl(), "Fail");
        server.says("answer ", ALL, " end");
        shown.put(
                "chat",
                Ran.fed(
                        "Why " + ALL.replaceAll("[\r\u0085\u2028\u2029\u000b\u000c]", "") + "\n",
                        environment(),
                        "chat",
                        "--base-url",
                        server.baseUrl()));
        server.says("answer ", ALL, " end");
        shown.put(
                "a process of its own",
                Ran.child(
                        scratch,
                        environment(),
                        "ask",
                        "--base-url",
                        server.baseUrl(),
                        "Why " + ALL.replace("\u0000", "")));
        for (String look : List.of("list", "list --json")) show("runs " + look, ("runs " + look).split(" "));
        for (Json run : shown.get("runs list --json").jsonLines()) {
            String id = run.get("runId").string();
            show("runs show " + id, "runs", "show", id);
            show("runs show --full " + id, "runs", "show", id, "--full");
            show("runs show --json " + id, "runs", "show", id, "--json");
        }
    }

    private static String json(String text) {
        return "{\"a\":" + Json.of(text).text() + "}";
    }

    private void servers() throws IOException {
        ToolSpec spec = ToolSpec.of("odd", "Does " + ALL, Json.parse("""
                {"type":"object","properties":{"a":{"type":"string"}}}"""), Effect.READ);
        ToolFunction odd = ToolFunction.of(spec, call -> ToolResult.text("said " + ALL));
        ToolFunction fails = ToolFunction.of(spec.withName("fails"), call -> {
            throw new IllegalStateException("broken " + ALL);
        });
        try (McpServer.Listening open = McpServer.builder("s", "1")
                .tools(ToolRegistry.of(List.of(odd, fails)))
                .build()
                .listen(0)) {
            String uri = open.uri().toString();
            show("mcp list", "mcp", "list", "--mcp", uri);
            show("mcp list --json", "mcp", "list", "--json", "--mcp", uri);
            show("mcp call", "mcp", "call", "127_0_0_1_odd", "{}", "--mcp", uri);
            show("mcp call that fails", "mcp", "call", "127_0_0_1_fails", "{}", "--mcp", uri);
            show("mcp call of none", "mcp", "call", "none" + ALL, "{}", "--mcp", uri);
            server.calls("127_0_0_1_odd", json(ALL)).says("done");
            show("chat with a server", "ask", "--base-url", server.baseUrl(), "--mcp", uri, "--mcp-trust", "Call");
        }
        show("mcp list of a program", "mcp", "list", "--mcp", "/none-" + ALL.replaceAll("[ /]", ""));
    }

    private void documents() throws IOException {
        Path docs = Files.createDirectory(scratch.resolve("docs"));
        String name = ALL.replace("/", "").replace("\u0000", "");
        Files.writeString(
                docs.resolve(name.substring(0, 40) + ".md"), "# Title " + ALL + "\n\nThe fine is " + ALL + ".\n");
        Files.write(docs.resolve(name.substring(40, 80) + ".md"), new byte[] {0, 1, 2, (byte) 0xff});
        show("index", "index", "--lexical", docs.toString());
        show("index of none", "index", "--lexical", docs + "/none" + name);
        server.calls("search_passages", "{\"query\":\"fine\"}").says("It is so [1].");
        show("ask --docs", "ask", "--base-url", server.baseUrl(), "--docs", docs.toString(), "How high?");
    }

    private void tests() throws Exception {
        ShellShop shop = ShellShop.in(scratch);
        // XML takes none of the escapes, and a name of a test no quotes.
        String name = "\u202egpj\u2066\u200b\udb40\udc41\u2028\u0085\u009b";
        Files.writeString(
                shop.project().resolve("src/test/cart_test.sh"),
                "printf '%s\\n' '" + ALL.replace("'", "") + "'\nexpect 'a" + name + "' 'b" + name + "' c\n");
        server.calls("run_tests", "{}").says("Broken: ", ALL);
        shown.put("test", shop.test(server));
        server.calls("run_tests", "{}").says("Broken: ", ALL);
        shown.put("test --json", shop.test(server, "--json"));
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(server.environment());
        environment.put("SPINDLE_JOURNAL", scratch.resolve("spindle.db").toString());
        return environment;
    }

    private void show(String door, String... arguments) {
        shown.put(door, Ran.here(environment(), arguments));
    }

    /** Whatever moves the cursor, turns the direction, or is not seen at all. */
    private static boolean isSteering(int point) {
        int type = Character.getType(point);
        boolean line = point == '\n' || point == '\t';
        return !line
                && (type == Character.CONTROL
                        || type == Character.FORMAT
                        || type == Character.LINE_SEPARATOR
                        || type == Character.PARAGRAPH_SEPARATOR
                        || "\u3164\u115f\uffa0\u034f\ufe0f".indexOf(point) >= 0
                        || (point >= 0xe0000 && point <= 0xe0fff));
    }
}
