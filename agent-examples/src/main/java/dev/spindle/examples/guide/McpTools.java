package dev.spindle.examples.guide;

import dev.spindle.Agent;
import dev.spindle.json.Json;
import dev.spindle.mcp.LoopbackBrowser;
import dev.spindle.mcp.McpAnswers;
import dev.spindle.mcp.McpAnswers.Elicited;
import dev.spindle.mcp.McpAuthorization;
import dev.spindle.mcp.McpCaller;
import dev.spindle.mcp.McpCaller.Question;
import dev.spindle.mcp.McpRegistry;
import dev.spindle.mcp.McpServer;
import dev.spindle.mcp.McpSource;
import dev.spindle.mcp.McpSource.Terms;
import dev.spindle.model.Model;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** Tools of MCP servers for an agent, and tools of one's own as an MCP server. */
public final class McpTools {
    private McpTools() {}

    static String tickets(Model model) {
        // region mcp-client
        try (McpRegistry tools = McpRegistry.of(
                McpSource.command("files", "mcp-server-filesystem", "/srv/docs").trusted(),
                McpSource.http("tickets", URI.create("https://tickets.example/mcp")))) {
            Agent agent = Agent.builder(model).tools(tools).build();
            return agent.run("Which ticket is about the broken printer?").text();
        }
        // endregion
    }

    static Terms terms(Path home) {
        // region mcp-terms
        Terms terms = Terms.DEFAULT
                .withPins(home.resolve("tools.json"))
                .withAnswers(McpAnswers.NONE.withElicitor(question -> {
                    System.out.println(question.server() + " asks: " + question.message());
                    return Elicited.decline();
                }));
        // endregion
        return terms;
    }

    static Terms login(Path home) {
        // region mcp-login
        Terms terms = Terms.DEFAULT.withAuthorization(McpAuthorization.by(
                        new LoopbackBrowser(page -> System.out.println("Log in: " + page), Duration.ofMinutes(5)))
                .withTokens(home.resolve("tokens")));
        // endregion
        return terms;
    }

    // region mcp-server
    static final class Seats {
        @Tool("Books seats at a table")
        String book(@Param("how many") int seats, ToolInvocation call) {
            if (seats > 8) {
                Json form = Json.parse(
                        "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}},\"required\":[\"name\"]}");
                McpCaller.find(call.context())
                        .ifPresent(caller -> caller.ask("name", Question.form("For whom?", form)));
            }
            return "Booked.";
        }
    }

    static McpServer server() {
        return McpServer.builder("restaurant", "1.0")
                .tools(ToolRegistry.of(ToolFunction.scan(new Seats())))
                .build();
    }
    // endregion

    /** Runs the example: the server, and an agent that uses it. */
    public static void main(String... arguments) throws IOException {
        ScriptedModel understudy =
                ScriptedModel.calls("restaurant_book", "{\"seats\":4}").then("A table for four is booked.");
        try (McpServer.Listening open = server().listen(0);
                McpRegistry tools = McpRegistry.of(McpSource.http("restaurant", open.uri()))) {
            Agent agent = Agent.builder(Models.realOr(understudy)).tools(tools).build();
            System.out.println(agent.run("A table for four, please").text());
        }
    }
}
