package dev.spindle.mcp;

import static dev.spindle.mcp.StrangeServer.DONE;
import static dev.spindle.mcp.StrangeServer.WORK;
import static dev.spindle.mcp.StrangeServer.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.message.Transcript;
import dev.spindle.tool.Arguments;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments.ArgumentSet;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that answer, but not as the protocol has it: each costs a tool error, or a tool, and nothing else. */
@Timeout(60)
class StrangeMessagesTest {
    private StrangeServer server;
    private McpRegistry tools;

    @BeforeEach
    void listen() throws IOException {
        server = new StrangeServer();
        open(McpSource.Bounds.DEFAULT);
    }

    @AfterEach
    void close() {
        tools.close();
        server.close();
    }

    private static ArgumentSet row(String what, String sent, String told) {
        return org.junit.jupiter.params.provider.Arguments.argumentSet(what, sent, told);
    }

    private static Stream<ArgumentSet> answers() {
        String none = "and no message of the protocol";
        String head = "{\"jsonrpc\":\"2.0\",\"id\":ID,";
        return Stream.of(
                row(
                        "result and error",
                        head + "\"result\":" + DONE + ",\"error\":{\"code\":1,\"message\":\"no\"}}",
                        "(1): no"),
                row("no error", head + "\"result\":" + DONE + ",\"error\":null}", "done"),
                row("an error of words", head + "\"error\":\"broken\"}", "broken"),
                row("an error of a huge number", head + "\"error\":{\"code\":1e999999999,\"message\":\"no\"}}", none),
                row("a batch", "[" + answer(DONE) + "]", none),
                row("no id", "{\"jsonrpc\":\"2.0\",\"result\":" + DONE + "}", none),
                row("an id of null", "{\"jsonrpc\":\"2.0\",\"id\":null,\"result\":" + DONE + "}", none),
                row("an id that is a string", "{\"jsonrpc\":\"2.0\",\"id\":\"ID\",\"result\":" + DONE + "}", none),
                row("an id that is an object", "{\"jsonrpc\":\"2.0\",\"id\":{},\"result\":" + DONE + "}", none),
                row("another version", head.replace("2.0", "1.0") + "\"result\":" + DONE + "}", none),
                row("a request with a result", head + "\"method\":\"ping\",\"result\":" + DONE + "}", none),
                row("a result of null", answer("null"), "Done; the server said nothing."),
                row("a result that is text", answer("\"done\""), "Done; the server said nothing."),
                row("a result that is a list", answer("[" + DONE + "]"), "Done; the server said nothing."),
                row("content that is text", answer("{\"content\":\"done\"}"), "Done; the server said nothing."),
                row("content of numbers", answer("{\"content\":[1,null,[]]}"), "1"),
                row("text that is a number", answer("{\"content\":[{\"type\":\"text\",\"text\":5}]}"), ""),
                row(
                        "isError that is text",
                        answer("{\"content\":[],\"isError\":\"yes\"}"),
                        "Done; the server said nothing."),
                row("nested without end", answer("[".repeat(200_000)), none),
                row("a number without end", answer("{\"content\":[],\"n\":" + "9".repeat(1_000_000) + "}"), ""),
                row("nothing", "", none),
                row("a page", "<html>login</html>", "it said: <html>login</html>"),
                row("half of it", answer(DONE).substring(0, 40), none));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void anAnswerThatIsNoneIsAToolErrorOrReadAsItCanBe(String sent, String told) {
        tools.list(Transcript.EMPTY);
        server.called = sent;

        assertThat(call().text()).contains(told);
        server.called = answer(DONE);
        assertThat(call().text()).isEqualTo("done");
    }

    private static Stream<ArgumentSet> streams() {
        String event = "data: " + answer(DONE) + "\n\n";
        String progress =
                "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":ID,\"progress\":1e999999}}\n\n";
        String changed = "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}\n\n";
        return Stream.of(
                row("progress after the answer", event + progress, "done"),
                row("changes before it", changed.repeat(5_000) + event, "done"),
                row("the answers of others", event.replace("ID", "7777") + event, "done"),
                row("two answers", event + event.replace("done", "other"), "done"),
                row("events that are no messages", "data: {\n\ndata: []\n\ndata\n\nevent: x\n\n" + event, "done"),
                row("a pause of nothing", "id: 1\nretry: 0\ndata:\n\n", "done"),
                row(
                        "a pause that is no number",
                        "id: 1\nretry: -5\nretry: 1e3\nretry: " + "9".repeat(400) + "\nretry: 1\ndata:\n\n",
                        "done"),
                row("a place that no header carries", "id: \u0001\u20ac caf\u00e9\nretry: 1\ndata:\n\n", "done"));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aStreamThatIsOddIsReadToItsAnswer(String sent, String told) {
        tools.list(Transcript.EMPTY);
        server.type = "text/event-stream";
        server.called = sent;

        assertThat(call().text()).isEqualTo(told);
    }

    @Test
    void aStreamThatAsksForPatienceDoesNotPutOffTheEndOfACall() {
        tools.close();
        open(McpSource.Bounds.DEFAULT.withCall(Duration.ofSeconds(3)));
        tools.list(Transcript.EMPTY);
        server.type = "text/event-stream";
        server.called = "id: 1\nretry: 50000\ndata:\n\n";
        long started = System.nanoTime();

        ToolResult result = call();

        assertThat(result.text()).contains("failed at tools/call: no answer within PT3S");
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void aStreamThatEndsAtOnceForEverIsGivenUp() {
        tools.list(Transcript.EMPTY);
        server.type = "text/event-stream";
        server.called = "id: again\nretry: 0\ndata:\n\n";

        assertThat(call().text()).contains("the stream ended 101 times before the answer");
        assertThat(server.reopened.get()).isLessThan(110);
    }

    private static Stream<ArgumentSet> definitions() {
        String deep = "{\"properties\":{\"a\":".repeat(150) + "{}" + "}}".repeat(150);
        String many = "\"" + "x\",\"".repeat(20_000) + "y\"";
        return Stream.of(
                row("null", "null", "work"),
                row("a number", "5", "work"),
                row("a list", "[" + WORK + "]", "work"),
                row("a name that is a number", "{\"name\":5}", "work"),
                row("a name of blanks", tool("   ", "{}"), "work"),
                row("no schema", "{\"name\":\"odd\",\"inputSchema\":null}", "work"),
                row("a schema that is a list", tool("odd", "[]"), "work"),
                row("a schema that is true", tool("odd", "true"), "work"),
                row("a schema of a number", tool("odd", "{\"type\":\"number\"}"), "work"),
                row("a schema that means itself", tool("odd", "{\"type\":\"object\",\"$ref\":\"#\"}"), "work"),
                row(
                        "a schema in a circle",
                        tool(
                                "odd",
                                "{\"type\":\"object\",\"$defs\":{\"a\":{\"$ref\":\"#/$defs/b\"},\"b\":{\"$ref\":\"#/$defs/a\"}},"
                                        + "\"properties\":{\"x\":{\"$ref\":\"#/$defs/a\"}}}"),
                        "work"),
                row("a schema elsewhere", tool("odd", "{\"type\":\"object\",\"$ref\":\"file:///etc/passwd\"}"), "work"),
                row("a schema that is deep", tool("odd", deep), "work"),
                row(
                        "a schema of many values",
                        tool("odd", "{\"type\":\"object\",\"properties\":{\"x\":{\"enum\":[" + many + "]}}}"),
                        "work"),
                row(
                        "a pattern that takes for ever",
                        tool(
                                "odd",
                                "{\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"string\",\"pattern\":\"^(a+)+$\"}}}"),
                        "work"),
                row(
                        "a pattern that is none",
                        tool(
                                "odd",
                                "{\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"string\",\"pattern\":\"(((\"}}}"),
                        "work"),
                row("headers by the thousand", tool("odd", headers()), "work"),
                row(
                        "odd words",
                        "{\"name\":\"odd\",\"description\":[],\"title\":5,\"annotations\":\"x\",\"icons\":{},\"inputSchema\":{\"type\":\"object\"}}",
                        "work"));
    }

    private static String headers() {
        StringBuilder properties = new StringBuilder();
        for (int count = 0; count < 1_000; count++)
            properties
                    .append(count == 0 ? "" : ",")
                    .append("\"h")
                    .append(count)
                    .append("\":{\"type\":\"string\",\"x-mcp-header\":\"h")
                    .append(count)
                    .append("\"}");
        return "{\"type\":\"object\",\"properties\":{" + properties + "}}";
    }

    private static String tool(String name, String schema) {
        return "{\"name\":\"" + name + "\",\"description\":\"Odd\",\"inputSchema\":" + schema + "}";
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void aDefinitionThatIsOddCostsThatToolAtMost(String definition, String other) {
        server.list = answer("{\"tools\":[" + definition + "," + WORK + "]}");

        ToolFunction work = tools.find("s_" + other).orElseThrow();
        Optional<Arguments> odd = tools.find("s_odd").map(tool -> tool.read("{\"x\":\"" + "a".repeat(5_000) + "!\"}"));

        assertThat(work.read("{}")).isInstanceOf(Arguments.Accepted.class);
        assertThat(odd.isPresent() || tools.list(Transcript.EMPTY).size() <= 2).isTrue();
        assertThat(tools.failures()).isEmpty();
    }

    @Test
    void aPromiseThatTakesForEverToCheckIsAFailure() {
        String promise = "{\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"string\",\"pattern\":\"^(a+)+$\"}}}";
        server.list =
                answer("{\"tools\":[" + WORK.substring(0, WORK.length() - 1) + ",\"outputSchema\":" + promise + "}]}");
        tools.list(Transcript.EMPTY);
        server.called = answer("{\"content\":[],\"structuredContent\":{\"x\":\"" + "a".repeat(50_000) + "!\"}}");

        assertThat(call().text()).startsWith("The server's answer does not fit its own schema");
    }

    private static Stream<ArgumentSet> lists() {
        return Stream.of(
                row("a time to live below zero", "\"ttlMs\":-1", "1"),
                row("a time to live without end", "\"ttlMs\":1e400", "1"),
                row("a time to live of text", "\"ttlMs\":\"soon\"", "1"),
                row("a time to live that overflows", "\"ttlMs\":9223372036854775807", "1"),
                row("a cursor that is a number", "\"nextCursor\":7", "1"),
                row("a cursor that is null", "\"nextCursor\":null", "1"));
    }

    @ParameterizedTest
    @MethodSource("lists")
    void aListThatIsOddIsRead(String field, String count) {
        server.list = answer("{\"tools\":[" + WORK + "]," + field + "}");

        assertThat(tools.list(Transcript.EMPTY)).hasSize(Integer.parseInt(count));
        assertThat(tools.failures()).isEmpty();
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(
            strings = {
                "{\"tools\":[],\"tools\":[" + WORK + "]}",
                "{\"tools\":{}}",
                "{\"tools\":\"x\"}",
                "{}",
                "null",
                "[]",
                "5"
            })
    void aListThatIsNoneShowsNoTools(String result) {
        server.list = answer(result);

        assertThat(tools.list(Transcript.EMPTY)).isEmpty();
    }

    private static Stream<ArgumentSet> changes() {
        return Stream.of(
                row("its title", "\"title\":\"Work\"", "\"title\":\"Works\""),
                row("its description", "Works hard", "Works harder"),
                row("what it takes", "\"type\":\"object\",\"x\":1", "\"type\":\"object\",\"x\":2"),
                row("what it returns", "\"type\":\"object\",\"y\":1", "\"type\":\"object\",\"y\":2"),
                row("what it says of itself", "\"readOnlyHint\":false", "\"readOnlyHint\":true"),
                row("its icons", "a.png", "b.png"),
                row("how it is run", "\"taskSupport\":\"optional\"", "\"taskSupport\":\"required\""),
                row("something new", "\"_meta\"", "\"later\":1,\"_meta\""));
    }

    private static final String PINNED = "{\"name\":\"work\",\"title\":\"Work\",\"description\":\"Works hard\","
            + "\"inputSchema\":{\"type\":\"object\",\"x\":1},\"outputSchema\":{\"type\":\"object\",\"y\":1},"
            + "\"annotations\":{\"readOnlyHint\":false},\"icons\":[{\"src\":\"a.png\"}],"
            + "\"execution\":{\"taskSupport\":\"optional\"},\"_meta\":{\"seen\":1}}";

    @ParameterizedTest
    @MethodSource("changes")
    void whatChangesOfAPinnedToolWithholdsIt(String before, String after, @TempDir Path folder) {
        tools.close();
        openPinned(folder);
        server.list = answer("{\"tools\":[" + PINNED + "]}");
        assertThat(tools.find("s_work")).isPresent();
        tools.close();

        openPinned(folder);
        server.list = server.list.replace(before, after);

        assertThat(tools.find("s_work")).isEmpty();
        assertThat(tools.withheld("s"))
                .containsEntry("work", "its description or schema has changed since the tools were approved");
    }

    @Test
    void whatIsForProgramsAloneChangesNoPinnedTool(@TempDir Path folder) {
        tools.close();
        openPinned(folder);
        server.list = answer("{\"tools\":[" + PINNED + "]}");
        assertThat(tools.find("s_work")).isPresent();
        tools.close();

        openPinned(folder);
        server.list = server.list
                .replace("\"seen\":1", "\"seen\":2")
                .replace("\"type\":\"object\",\"x\":1", "\"x\":1,\"type\":\"object\"");

        assertThat(tools.find("s_work")).isPresent();
    }

    private void openPinned(Path folder) {
        open(McpSource.Terms.DEFAULT.withPins(folder.resolve("pins.json")));
    }

    private ToolResult call() {
        return McpRegistryTest.call(tools, "s_work", "{}");
    }

    private void open(McpSource.Bounds bounds) {
        open(McpSource.Terms.DEFAULT.withBounds(bounds));
    }

    private void open(McpSource.Terms terms) {
        tools = McpRegistry.of(new McpSource("s", new McpSource.Http(server.uri(), Map.of()), terms));
    }
}
