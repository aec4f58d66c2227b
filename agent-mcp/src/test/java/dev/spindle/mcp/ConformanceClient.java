package dev.spindle.mcp;

import dev.spindle.context.Cancellation;
import dev.spindle.context.RunContext;
import dev.spindle.json.Json;
import dev.spindle.mcp.McpAnswers.Elicited;
import dev.spindle.mcp.McpAuthorization.Document;
import dev.spindle.mcp.McpAuthorization.Registered;
import dev.spindle.mcp.McpAuthorization.Secret;
import dev.spindle.mcp.McpAuthorization.Service;
import dev.spindle.mcp.McpAuthorization.SigningKey;
import dev.spindle.message.CallId;
import dev.spindle.message.Transcript;
import dev.spindle.tool.Arguments;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolSpec;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The client under test of the protocol's conformance suite: lists the tools of a server and calls them, as a scenario wants. */
final class ConformanceClient {
    private static final String CUSTOM_HEADERS = """
            {"region":"us-west1","priority":42,"verbose":false,"debug":true,"empty_val":"","method_val":"test-method","float_val":3.5,
            "non_ascii_val":"日本語","whitespace_val":" padded ","leading_space_val":" us-west1","trailing_space_val":"us-west1 ",
            "internal_space_val":"us west 1","control_char_val":"line1\\nline2","crlf_val":"line1\\r\\nline2","tab_val":"\\tindented",
            "query":"SELECT * FROM users"}""";

    private final McpRegistry tools;

    private ConformanceClient(McpRegistry tools) {
        this.tools = tools;
    }

    public static void main(String[] arguments) {
        String scenario =
                Optional.ofNullable(System.getenv("MCP_CONFORMANCE_SCENARIO")).orElse("");
        // A client that can be asked keeps a stream of its own open, which one scenario takes for another one.
        McpAnswers answers = scenario.equals("sse-retry")
                ? McpAnswers.NONE
                : McpAnswers.NONE.withElicitor(question -> Elicited.accept(Json.EMPTY_OBJECT));
        McpSource.Terms terms = McpSource.Terms.DEFAULT.withAnswers(answers);
        if (scenario.startsWith("auth/")) terms = terms.withAuthorization(authorization(scenario));
        McpSource source =
                McpSource.http("s", URI.create(arguments[arguments.length - 1])).withTerms(terms);
        try (McpRegistry tools = McpRegistry.of(source)) {
            new ConformanceClient(tools).play(scenario);
            tools.failures().forEach((name, why) -> System.err.println(name + ": " + why));
        }
    }

    /** What this client is in a scenario about tokens; where a person would log in, the issuer's redirect is followed by hand. */
    private static McpAuthorization authorization(String scenario) {
        Json context = Json.parse(
                Optional.ofNullable(System.getenv("MCP_CONFORMANCE_CONTEXT")).orElse("{}"));
        String id = Fields.string(context, "client_id");
        String secret = Fields.findString(context, "client_secret").orElse(null);
        McpAuthorization person = McpAuthorization.by(new Redirected());
        return switch (scenario) {
            case "auth/basic-cimd" ->
                person.withClient(new Document(URI.create("https://conformance-test.local/client-metadata.json")));
            case "auth/pre-registration" -> person.withClient(new Registered(id, secret, null));
            case "auth/client-credentials-basic" ->
                McpAuthorization.service(new Service(id, new Secret(String.valueOf(secret)), null));
            case "auth/client-credentials-jwt" ->
                McpAuthorization.service(
                        new Service(id, new SigningKey(key(Fields.string(context, "private_key_pem"))), null));
            default -> person;
        };
    }

    private static PrivateKey key(String pem) {
        byte[] bytes = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        try {
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (GeneralSecurityException noKey) {
            throw new IllegalArgumentException(noKey);
        }
    }

    /** Asks the issuer as a browser would, and takes where it sends the person. */
    private static final class Redirected implements McpAuthorization.Browser {
        @Override
        public URI redirect() {
            return URI.create("http://127.0.0.1:1/callback");
        }

        @Override
        public URI visit(URI address, Cancellation cancellation) throws IOException {
            HttpURLConnection asked = (HttpURLConnection) address.toURL().openConnection();
            asked.setInstanceFollowRedirects(false);
            String location = asked.getHeaderField("Location");
            if (location == null) throw new IOException("HTTP status " + asked.getResponseCode());
            return URI.create(location);
        }
    }

    private void play(String scenario) {
        List<ToolSpec> listed = tools.list(Transcript.EMPTY);
        switch (scenario) {
            case "tools_call" -> call("add_numbers", "{\"a\":5,\"b\":3}");
            case "http-custom-headers" -> {
                call("test_custom_headers", CUSTOM_HEADERS);
                call("test_custom_headers_null", "{\"region\":\"us-east1\",\"priority\":1,\"query\":\"SELECT 1\"}");
            }
            case "http-standard-headers" -> {
                listed.forEach(tool -> call(tool.name().substring(2), "{}"));
            }
            case "sep-2322-client-request-state" -> {
                call("test_mrtr_echo_state", "{}");
                call("test_mrtr_no_state", "{}");
                call("test_mrtr_unrelated", "{}");
                call("test_mrtr_no_result_type", "{}");
            }
            default -> listed.forEach(tool -> call(tool.name().substring(2), arguments(tool)));
        }
    }

    /** Something for each argument that must be there. */
    private static String arguments(ToolSpec tool) {
        Fields arguments = Fields.none();
        for (Json name : Fields.items(tool.parameters(), "required")) arguments.and(name.string(), "x");
        return arguments.json().text();
    }

    private void call(String name, String arguments) {
        ToolFunction tool = tools.find("s_" + name).orElse(null);
        if (tool == null) {
            System.err.println("no tool " + name);
            return;
        }
        if (!(tool.read(arguments) instanceof Arguments.Accepted accepted)) {
            System.err.println(name + " does not take " + arguments);
            return;
        }
        ToolInvocation invocation = new ToolInvocation(
                new CallId(0, 0), tool.spec(), accepted, RunContext.of("conformance"), progress -> {});
        try {
            System.err.println(name + ": " + tool.call(invocation).text());
        } catch (Exception failed) {
            System.err.println(name + ": " + failed);
        }
    }
}
