package dev.spindle.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.Agent;
import dev.spindle.journal.InMemoryJournal;
import dev.spindle.json.Json;
import dev.spindle.mcp.McpAnswers.Elicited;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolRegistry;
import dev.spindle.tool.ToolResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the person at a client of this program's server is asked, which must be what is run. */
class McpApprovalTest {
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<String> questions = new ArrayList<>();
    private final Payments payments = new Payments();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) each.close();
    }

    static final class Payments {
        final List<String> made = new ArrayList<>();

        @Tool(value = "Wires money", approval = true)
        String wire(@Param("to whom") String to) {
            made.add(to);
            return "done";
        }
    }

    @Test
    void whatIsNotSeenIsShownAsAnEscape() throws IOException {
        McpRegistry tools = client(serving(McpServer.builder("pay", "1").tools(payments())));

        McpRegistryTest.call(tools, "s_wire", "{\"to\":\n  \"Bo\u200bb\u202e \u3164\u2800\u180b\"}");

        assertThat(questions).containsExactly("Run wire with {\"to\":\"Bo\\u200bb\\u202e \\u3164\\u2800\\u180b\"}?");
        assertThat(payments.made).containsExactly("Bo\u200bb\u202e \u3164\u2800\u180b");
    }

    @Test
    void aCallThatIsTooLongToBeShownIsNotRun() throws IOException {
        McpRegistry tools = client(serving(McpServer.builder("pay", "1").tools(payments())));

        ToolResult result = McpRegistryTest.call(tools, "s_wire", "{\"to\":\"" + "x".repeat(20_000) + "\"}");

        assertThat(questions).isEmpty();
        assertThat(payments.made).isEmpty();
        assertThat(result.text())
                .isEqualTo("It needs a person's approval, and its arguments are longer than the 10000 characters that a"
                        + " person can be shown. Make them shorter.");
    }

    @Test
    void aRunThatWaitsWithACallTooLongToBeShownIsLeftToOthers() throws IOException {
        ScriptedModel model = ScriptedModel.calls("wire", "{\"to\":\"" + "x".repeat(20_000) + "\"}")
                .then("Paid.");
        Agent agent = Agent.builder(model)
                .tools(payments)
                .journal(new InMemoryJournal())
                .build();
        McpRegistry tools = client(serving(McpServer.builder("pay", "1").agent(agent, "pay", "Pays")));

        ToolResult result = McpRegistryTest.call(tools, "s_pay", "{\"request\":\"Pay\"}");

        assertThat(questions).isEmpty();
        assertThat(payments.made).isEmpty();
        assertThat(result.text())
                .startsWith("It waits for a person's approval of wire, and its arguments are too long to be shown here."
                        + " Decide about run mcp-");
    }

    @Test
    void anErrorOfAToolIsAnsweredOverAPipe() throws Exception {
        ToolFunction broken = ToolFunction.of(
                dev.spindle.tool.ToolSpec.of("broken", "Breaks", Json.parse("{\"type\":\"object\"}"), Tool.Effect.READ),
                invocation -> {
                    throw new AssertionError("not here");
                });
        McpServer server = McpServer.builder("b", "1")
                .tools(ToolRegistry.of(List.of(broken)))
                .build();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PipedOutputStream lines = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(lines);
        Thread serving = new Thread(() -> {
            try {
                server.serve(in, out);
            } catch (IOException closed) {
                throw new AssertionError(closed);
            }
        });
        serving.start();
        String request = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"broken\"}}\n";

        lines.write(request.getBytes(StandardCharsets.UTF_8));
        lines.flush();
        while (out.size() == 0) Thread.onSpinWait();
        lines.close();
        serving.join();

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"id\":1").contains("AssertionError: not here");
    }

    private ToolRegistry payments() {
        return ToolRegistry.of(ToolFunction.scan(payments));
    }

    private McpServer.Listening serving(McpServer.Builder server) throws IOException {
        McpServer.Listening listening = server.build().listen(0);
        opened.add(listening);
        return listening;
    }

    private McpRegistry client(McpServer.Listening server) {
        McpAnswers answers = McpAnswers.NONE.withElicitor(question -> {
            questions.add(question.message());
            return Elicited.accept(Json.parse("{\"approve\":true}"));
        });
        McpRegistry tools = McpRegistry.of(
                McpSource.http("s", server.uri()).withTerms(McpSource.Terms.DEFAULT.withAnswers(answers)));
        opened.add(0, tools);
        return tools;
    }
}
