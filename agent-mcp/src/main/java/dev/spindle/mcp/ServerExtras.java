package dev.spindle.mcp;

import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.mcp.Session.Call;
import dev.spindle.message.Part;
import dev.spindle.message.Spent;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolResult;
import dev.spindle.tool.ToolSpec;
import dev.spindle.tool.ToolSpec.Flow;
import dev.spindle.tool.ToolSpec.Supervision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a server has besides tools, as tools: its resources and its prompts. */
record ServerExtras(McpSource source, Connection connection) {
    private static final int MOST_PAGES = 20;
    private static final Json NOTHING = Json.parse("""
            {"type":"object","properties":{},"additionalProperties":false}""");
    private static final Json URI = Json.parse("""
            {"type":"object","properties":{"uri":{"type":"string","description":"The address of the resource, as it is listed, or made of a template"}},\
            "required":["uri"],"additionalProperties":false}""");
    private static final Json PROMPT = Json.parse("""
            {"type":"object","properties":{"name":{"type":"string","description":"The prompt, as it is listed"},\
            "arguments":{"type":"object","description":"Its arguments","additionalProperties":{"type":"string"}}},\
            "required":["name"],"additionalProperties":false}""");

    static List<ToolFunction> tools(McpSource source, Connection connection) {
        ServerExtras extras = new ServerExtras(source, connection);
        List<ToolFunction> tools = new ArrayList<>();
        if (source.terms().extras().resources()) {
            tools.add(extras.tool(
                    "list_resources",
                    "Lists the resources of '" + source.name() + "': documents that can be read by their addresses.",
                    NOTHING,
                    extras::listResources));
            tools.add(extras.tool(
                    "read_resource",
                    "Reads a resource of '" + source.name() + "' by its address.",
                    URI,
                    extras::readResource));
        }
        if (source.terms().extras().prompts()) {
            tools.add(extras.tool(
                    "list_prompts",
                    "Lists the prompts of '" + source.name() + "': texts with places to fill in.",
                    NOTHING,
                    extras::listPrompts));
            tools.add(extras.tool(
                    "get_prompt", "Fills in a prompt of '" + source.name() + "'.", PROMPT, extras::getPrompt));
        }
        return tools;
    }

    private ToolFunction tool(String name, String description, Json parameters, ToolInvocation.Handler handler) {
        boolean trusted = source.terms().trusted();
        Supervision supervision = Supervision.DEFAULT.withFlow(new Flow(!trusted, !trusted, false));
        ToolSpec spec = new ToolSpec(source.name() + "_mcp_" + name, description, parameters, Effect.READ, supervision);
        return ToolFunction.of(spec, invocation -> answered(invocation, handler));
    }

    private static ToolResult answered(ToolInvocation invocation, ToolInvocation.Handler handler) throws Exception {
        try {
            return handler.call(invocation);
        } catch (McpException | JsonException failed) {
            return ToolResult.failed(String.valueOf(failed.getMessage())).asUntrusted();
        }
    }

    private ToolResult listResources(ToolInvocation invocation) {
        List<Part> parts = new ArrayList<>();
        for (Json each : all("resources/list", "resources", invocation)) parts.add(line(each, "uri"));
        for (Json each : all("resources/templates/list", "resourceTemplates", invocation))
            parts.add(line(each, "uriTemplate"));
        return result(parts, "There are no resources.");
    }

    private ToolResult listPrompts(ToolInvocation invocation) {
        List<Part> parts = new ArrayList<>();
        for (Json each : all("prompts/list", "prompts", invocation)) {
            String arguments = Fields.items(each, "arguments").isEmpty()
                    ? ""
                    : " " + CleanText.line(each.get("arguments").text(), 2_000);
            parts.add(new Part.Text(((Part.Text) line(each, "name")).text() + arguments));
        }
        return result(parts, "There are no prompts.");
    }

    private static Part line(Json each, String key) {
        String description = CleanText.line(Fields.string(each, "description"), 500);
        String words = CleanText.line(Fields.string(each, key), 2_000);
        return new Part.Text(description.isEmpty() ? words : words + ": " + description);
    }

    private List<Json> all(String method, String field, ToolInvocation invocation) {
        List<Json> all = new ArrayList<>();
        String cursor = null;
        Deadline deadline = Deadline.in(source.terms().bounds().answer());
        for (int page = 0; page < MOST_PAGES && !(deadline.isOver() && page > 0); page++) {
            Json answer;
            try {
                Json params = Fields.none().and("cursor", cursor).json();
                answer = connection.request(
                        method,
                        params,
                        new Call(
                                Map.of(),
                                invocation.context().cancellation(),
                                page == 0 ? deadline.length() : deadline.left(),
                                invocation.progress()));
            } catch (McpException refused) {
                boolean missing = refused.error() != null && refused.error().code() == Message.RpcError.NO_METHOD;
                if (missing) return all;
                throw refused;
            }
            all.addAll(Fields.items(answer, field));
            cursor = Fields.findString(answer, "nextCursor").orElse(null);
            if (cursor == null) return all;
        }
        return all;
    }

    private ToolResult readResource(ToolInvocation invocation) {
        Json answer =
                ask("resources/read", Fields.of("uri", invocation.arguments().get("uri")), invocation);
        return result(
                Fields.items(answer, "contents").stream()
                        .map(ResultParts::resource)
                        .toList(),
                "It is empty.");
    }

    private ToolResult getPrompt(ToolInvocation invocation) {
        Json arguments = invocation.arguments();
        Fields params = Fields.of("name", arguments.get("name"))
                .and("arguments", arguments.find("arguments").orElse(null));
        List<Part> parts = new ArrayList<>();
        for (Json message : Fields.items(ask("prompts/get", params, invocation), "messages")) {
            parts.add(new Part.Text(CleanText.line(Fields.string(message, "role"), 20) + ":"));
            parts.addAll(ResultParts.parts(List.of(Fields.object(message, "content"))));
        }
        return result(parts, "It is empty.");
    }

    private Json ask(String method, Fields params, ToolInvocation invocation) {
        Call call = new Call(
                Map.of(),
                invocation.context().cancellation(),
                source.terms().bounds().call(),
                invocation.progress());
        return connection.call(method, params.json(), call);
    }

    private static ToolResult result(List<Part> parts, String nothing) {
        List<Part> some = parts.isEmpty() ? List.of(new Part.Text(nothing)) : ResultParts.first(parts);
        return new ToolResult(Outcome.OK, some, Spent.NOTHING);
    }
}
