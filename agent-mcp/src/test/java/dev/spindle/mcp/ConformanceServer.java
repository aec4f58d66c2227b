package dev.spindle.mcp;

import dev.spindle.json.Json;
import dev.spindle.mcp.McpCaller.Question;
import dev.spindle.message.Part;
import dev.spindle.message.Spent;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolRegistry;
import dev.spindle.tool.ToolResult;
import dev.spindle.tool.ToolSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** The server under test of the protocol's conformance suite, with the tools, resources and prompts that the suite wants. */
final class ConformanceServer {
    static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";
    private static final String WAV = "UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=";
    private static final Json NOTHING = Json.parse("{\"type\":\"object\",\"properties\":{}}");

    private final List<ToolFunction> tools = new ArrayList<>();
    private final CompletableFuture<McpServer> server;

    private ConformanceServer(CompletableFuture<McpServer> server) {
        this.server = server;
    }

    public static void main(String[] arguments) throws Exception {
        CompletableFuture<McpServer> built = new CompletableFuture<>();
        McpServer server = McpServer.builder("spindle-conformance", "1")
                .tools(ToolRegistry.of(new ConformanceServer(built).tools()))
                .library(new Library())
                .build();
        built.complete(server);
        if (arguments[0].equals("stdio")) {
            server.serveStdio();
            return;
        }
        System.out.println(server.listen(Integer.parseInt(arguments[0])).uri());
        new CountDownLatch(1).await();
    }

    private List<ToolFunction> tools() {
        contents();
        askings();
        inputs();
        return tools;
    }

    private void contents() {
        tool("test_simple_text", call -> ToolResult.text("This is a simple text response for testing."));
        tool("test_image_content", call -> parts(Part.Image.at("data:image/png;base64," + PNG)));
        tool("test_audio_content", call -> parts(new Part.Audio(WAV, "wav")));
        tool(
                "test_embedded_resource",
                call -> parts(
                        resource("test://embedded-resource", "text/plain", "This is an embedded resource content.")));
        tool(
                "test_multiple_content_types",
                call -> parts(
                        new Part.Text("Multiple content types test:"),
                        Part.Image.at("data:image/png;base64," + PNG),
                        resource(
                                "test://mixed-content-resource",
                                "application/json",
                                "{\"test\":\"data\",\"value\":123}")));
        tool("test_error_handling", call -> ToolResult.failed("This tool intentionally returns an error for testing"));
        tool("test_tool_with_logging", ConformanceServer::logging);
        tool("test_logging_tool", ConformanceServer::logging);
        tool("test_tool_with_progress", ConformanceServer::progressing);
        tool("test_reconnection", call -> {
            caller(call).letGo();
            return ToolResult.text("You came back.");
        });
        tool("test_trigger_tool_change", call -> {
            server.join().toolsChanged();
            return ToolResult.text("Changed.");
        });
        tool("test_trigger_prompt_change", call -> {
            server.join().promptsChanged();
            return ToolResult.text("Changed.");
        });
        tool("test_headers", Json.parse("""
                {"type":"object","properties":{"region":{"type":"string","x-mcp-header":"Region"},"query":{"type":"string"}},
                "required":["region"]}"""), call -> ToolResult.text("ok"));
        tool("json_schema_2020_12_tool", Json.parse("""
                {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
                "$defs":{"address":{"$anchor":"addressDef","type":"object","properties":{"street":{"type":"string"},"city":{"type":"string"}}}},
                "properties":{"name":{"type":"string"},"address":{"$ref":"#/$defs/address"},
                "contactMethod":{"type":"string","enum":["phone","email"]},"phone":{"type":"string"},"email":{"type":"string"}},
                "allOf":[{"anyOf":[{"required":["phone"]},{"required":["email"]}]}],
                "if":{"properties":{"contactMethod":{"const":"phone"}},"required":["contactMethod"]},
                "then":{"required":["phone"]},"else":{"required":["email"]},
                "additionalProperties":false}"""), call -> ToolResult.text("ok"));
    }

    private static ToolResult logging(ToolInvocation call) {
        McpCaller caller = caller(call);
        for (String line : List.of("Tool execution started", "Tool processing data", "Tool execution completed"))
            caller.log("info", line);
        return ToolResult.text("Logged.");
    }

    private static ToolResult progressing(ToolInvocation call) {
        for (int done : new int[] {0, 50, 100}) caller(call).progress(done, 100, "Completed step " + done + " of 100");
        return ToolResult.text("Progressed.");
    }

    private void askings() {
        tool("test_sampling", text("prompt"), call -> {
            Json answer = caller(call)
                    .ask("s", Question.sampling(call.arguments().get("prompt").string(), 100));
            return ToolResult.text("LLM response: " + Fields.string(Fields.object(answer, "content"), "text"));
        });
        tool("test_elicitation", text("message"), call -> {
            Json answer = caller(call)
                    .ask("e", Question.form(call.arguments().get("message").string(), form("""
                    {"username":{"type":"string","description":"Your name"},"email":{"type":"string","description":"Your address"}}""", "username", "email")));
            return ToolResult.text("User response: " + answer.text());
        });
        tool("test_elicitation_sep1034_defaults", call -> asked(call, form("""
                {"name":{"type":"string","default":"John Doe"},"age":{"type":"integer","default":30},
                "score":{"type":"number","default":95.5},"status":{"type":"string","enum":["active","inactive","pending"],"default":"active"},
                "verified":{"type":"boolean","default":true}}""")));
        tool("test_elicitation_sep1330_enums", call -> asked(call, form("""
                {"untitledSingle":{"type":"string","enum":["option1","option2","option3"]},
                "titledSingle":{"type":"string","oneOf":[{"const":"value1","title":"First Option"},{"const":"value2","title":"Second Option"}]},
                "legacyEnum":{"type":"string","enum":["opt1","opt2"],"enumNames":["Option One","Option Two"]},
                "untitledMulti":{"type":"array","minItems":1,"maxItems":3,"items":{"type":"string","enum":["option1","option2"]}},
                "titledMulti":{"type":"array","minItems":1,"maxItems":3,"items":{"anyOf":[{"const":"value1","title":"First Choice"},{"const":"value2","title":"Second Choice"}]}}}""")));
        tool("test_missing_capability", call -> {
            caller(call).ask("s", Question.sampling("x", 10));
            return ToolResult.text("asked");
        });
        tool("test_streaming_elicitation", call -> asked(call, form("{\"name\":{\"type\":\"string\"}}", "name")));
    }

    private static ToolResult asked(ToolInvocation call, Json form) {
        return ToolResult.text("Elicitation completed: "
                + caller(call).ask("e", Question.form("Please fill in", form)).text());
    }

    private void inputs() {
        Question name = Question.form("What is your name?", form("{\"name\":{\"type\":\"string\"}}", "name"));
        tool("test_input_required_result_elicitation", call -> {
            Json answer = caller(call).ask("user_name", name);
            return ToolResult.text("Hello, " + Fields.string(Fields.object(answer, "content"), "name") + "!");
        });
        tool(
                "test_input_required_result_sampling",
                call -> ToolResult.text(caller(call)
                        .ask("capital_question", Question.sampling("What is the capital of France?", 100))
                        .text()));
        tool(
                "test_input_required_result_list_roots",
                call -> ToolResult.text(
                        caller(call).ask("client_roots", Question.roots()).text()));
        Question confirm = Question.form("Please confirm", form("{\"ok\":{\"type\":\"boolean\"}}", "ok"));
        for (String each :
                List.of("test_input_required_result_request_state", "test_input_required_result_tampered_state")) {
            tool(each, call -> {
                caller(call).ask("confirm", confirm);
                return ToolResult.text("state-ok");
            });
        }
        tool("test_input_required_result_multiple_inputs", call -> {
            Map<String, Question> questions = new LinkedHashMap<>();
            questions.put("user_name", name);
            questions.put("greeting", Question.sampling("Generate a greeting", 50));
            questions.put("client_roots", Question.roots());
            return ToolResult.text(caller(call).ask(questions).toString());
        });
        tool("test_input_required_result_multi_round", call -> {
            Json first = caller(call)
                    .ask(
                            "step1",
                            Question.form(
                                    "Step 1: What is your name?", form("{\"name\":{\"type\":\"string\"}}", "name")));
            Json second = caller(call)
                    .ask(
                            "step2",
                            Question.form(
                                    "Step 2: What is your favorite color?",
                                    form("{\"color\":{\"type\":\"string\"}}", "color")));
            return ToolResult.text(first.text() + second.text());
        });
        tool("test_input_required_result_capabilities", ConformanceServer::whatItCan);
        tool("test_input_required_result_capability_check", ConformanceServer::whatItCan);
    }

    /** Asks only what the client can. */
    private static ToolResult whatItCan(ToolInvocation call) {
        return ToolResult.text(caller(call)
                .ask("greeting", Question.sampling("Generate a greeting", 50))
                .text());
    }

    private static McpCaller caller(ToolInvocation call) {
        return McpCaller.find(call.context()).orElseThrow();
    }

    private static Json form(String properties, String... required) {
        return Fields.of("type", "object")
                .and("properties", Json.parse(properties))
                .and("required", required.length == 0 ? null : List.of(required))
                .json();
    }

    private static Json text(String name) {
        return Json.parse("{\"type\":\"object\",\"properties\":{\"" + name
                + "\":{\"type\":\"string\"}},\"required\":[\"" + name + "\"]}");
    }

    private static ToolResult parts(Part... parts) {
        return new ToolResult(Outcome.OK, List.of(parts), Spent.NOTHING);
    }

    private static Part resource(String uri, String type, String text) {
        return new Part.Other(Fields.of("type", "resource")
                .and("resource", Fields.of("uri", uri).and("mimeType", type).and("text", text))
                .json());
    }

    private void tool(String name, ToolInvocation.Handler handler) {
        tool(name, NOTHING, handler);
    }

    private void tool(String name, Json schema, ToolInvocation.Handler handler) {
        tools.add(ToolFunction.of(ToolSpec.of(name, "A tool of the conformance suite", schema, Effect.READ), handler));
    }

    static final class Library implements McpLibrary {
        @Override
        public List<Json> resources() {
            return List.of(
                    named("test://static-text", "text/plain"),
                    named("test://static-binary", "image/png"),
                    named("test://watched-resource", "text/plain"));
        }

        private static Json named(String uri, String type) {
            return Fields.of("uri", uri)
                    .and("name", uri)
                    .and("description", "A resource")
                    .and("mimeType", type)
                    .json();
        }

        @Override
        public List<Json> templates() {
            return List.of(Fields.of("uriTemplate", "test://template/{id}/data")
                    .and("name", "template")
                    .and("description", "A template")
                    .and("mimeType", "application/json")
                    .json());
        }

        @Override
        public List<Json> read(String uri) {
            Fields contents = Fields.of("uri", uri);
            return switch (uri) {
                case "test://static-text", "test://watched-resource" ->
                    List.of(contents.and("mimeType", "text/plain")
                            .and("text", "This is the content of the static text resource.")
                            .json());
                case "test://static-binary" ->
                    List.of(contents.and("mimeType", "image/png")
                            .and("blob", PNG)
                            .json());
                default -> template(uri, contents);
            };
        }

        private static List<Json> template(String uri, Fields contents) {
            if (!uri.matches("test://template/[^/]+/data")) return List.of();
            String id = uri.substring("test://template/".length(), uri.length() - "/data".length());
            Json data = Fields.of("id", id)
                    .and("templateTest", true)
                    .and("data", "Data for ID: " + id)
                    .json();
            return List.of(contents.and("mimeType", "application/json")
                    .and("text", data.text())
                    .json());
        }

        @Override
        public List<Json> prompts() {
            return List.of(
                    prompt("test_simple_prompt"),
                    prompt("test_prompt_with_arguments", "arg1", "arg2"),
                    prompt("test_prompt_with_embedded_resource", "resourceUri"),
                    prompt("test_prompt_with_image"),
                    prompt("test_input_required_result_prompt"));
        }

        private static Json prompt(String name, String... arguments) {
            List<Json> named = List.of(arguments).stream()
                    .map(each -> Fields.of("name", each)
                            .and("description", "An argument")
                            .and("required", true)
                            .json())
                    .toList();
            return Fields.of("name", name)
                    .and("description", "A prompt")
                    .and("arguments", named)
                    .json();
        }

        @Override
        public Optional<Json> findPrompt(String name, Json arguments, McpCaller caller) {
            return switch (name) {
                case "test_simple_prompt" -> messages(ContentBlocks.text("This is a simple prompt for testing."));
                case "test_prompt_with_arguments" ->
                    messages(ContentBlocks.text("Prompt with arguments: arg1='" + Fields.string(arguments, "arg1")
                            + "', arg2='" + Fields.string(arguments, "arg2") + "'"));
                case "test_prompt_with_embedded_resource" ->
                    messages(
                            Fields.of("type", "resource")
                                    .and(
                                            "resource",
                                            Fields.of("uri", Fields.string(arguments, "resourceUri"))
                                                    .and("mimeType", "text/plain")
                                                    .and("text", "Embedded resource content for testing."))
                                    .json(),
                            ContentBlocks.text("Please process the embedded resource above."));
                case "test_prompt_with_image" ->
                    messages(
                            Fields.of("type", "image")
                                    .and("data", PNG)
                                    .and("mimeType", "image/png")
                                    .json(),
                            ContentBlocks.text("Please analyze the image above."));
                case "test_input_required_result_prompt" ->
                    messages(ContentBlocks.text(caller.ask(
                                    "user_context",
                                    Question.form(
                                            "What context should the prompt use?",
                                            form("{\"context\":{\"type\":\"string\"}}", "context")))
                            .text()));
                default -> Optional.empty();
            };
        }

        private static Optional<Json> messages(Json... contents) {
            List<Json> messages = List.of(contents).stream()
                    .map(content ->
                            Fields.of("role", "user").and("content", content).json())
                    .toList();
            return Optional.of(Fields.of("messages", messages).json());
        }
    }
}
