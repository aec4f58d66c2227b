package dev.spindle.mcp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spindle.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that wants tokens, and the issuer that gives them, at one port; both as a test wants them. */
final class FakeIssuer implements AutoCloseable {
    final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    final Map<String, Object> metadata = new LinkedHashMap<>();
    final Map<String, Object> resource = new LinkedHashMap<>();
    volatile String valid = "";
    volatile String refresh = "r1";
    volatile int lifetime = 3_600;
    volatile String scope = "read";
    volatile String needed = "";
    volatile String redirect = "";
    volatile boolean deaf;
    /** Whether it refuses every request for a token, and repeats what was in it. */
    volatile boolean echoing;
    /** Another way in that the server names, in a header of its own; empty for none. */
    volatile String otherwise = "";
    /** Whether a token is good after the next one was given, as those of most issuers are. */
    volatile boolean lasting;

    private final AtomicInteger given = new AtomicInteger();
    private final HttpServer http;

    FakeIssuer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::handle);
        http.start();
        resource.put("resource", uri("/mcp").toString());
        resource.put("authorization_servers", List.of(uri("").toString()));
        metadata.put("issuer", uri("").toString());
        metadata.put("authorization_endpoint", uri("/authorize").toString());
        metadata.put("token_endpoint", uri("/token").toString());
        metadata.put("registration_endpoint", uri("/register").toString());
        metadata.put("response_types_supported", List.of("code"));
        metadata.put("code_challenge_methods_supported", List.of("S256"));
        metadata.put("token_endpoint_auth_methods_supported", List.of("none", "client_secret_basic"));
        metadata.put("authorization_response_iss_parameter_supported", true);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + path);
    }

    McpSource source(McpAuthorization how) {
        return McpSource.http("s", uri("/mcp")).withTerms(McpSource.Terms.DEFAULT.withAuthorization(how));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            switch (path) {
                case "/mcp" -> mcp(exchange, body);
                case "/.well-known/oauth-protected-resource/mcp" -> json(exchange, 200, resource);
                case "/.well-known/oauth-authorization-server" -> json(exchange, 200, metadata);
                case "/register" -> {
                    heard.add("register " + body);
                    json(exchange, 201, Map.of("client_id", "c" + heard.size()));
                }
                case "/authorize" -> authorize(exchange);
                case "/token" -> token(exchange, body);
                default -> exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> query = form(exchange.getRequestURI().getRawQuery());
        heard.add("authorize " + query);
        exchange.getResponseHeaders()
                .set(
                        "Location",
                        query.get("redirect_uri") + "?code=code&state=" + query.get("state") + "&iss=" + uri(""));
        exchange.sendResponseHeaders(302, -1);
    }

    private void token(HttpExchange exchange, String body) throws IOException {
        Map<String, String> form = form(body);
        String proof = exchange.getRequestHeaders().getFirst("Authorization");
        heard.add("token " + form + " " + proof);
        if (echoing) {
            json(exchange, 401, Map.of("error", "invalid_client", "error_description", form + " and " + proof));
            return;
        }
        if (!redirect.isEmpty()) {
            exchange.getResponseHeaders().set("Location", redirect);
            exchange.sendResponseHeaders(307, -1);
            return;
        }
        if ("refresh_token".equals(form.get("grant_type")) && !refresh.equals(form.get("refresh_token"))) {
            heard.add("burnt " + form.get("refresh_token"));
            json(exchange, 400, Map.of("error", "invalid_grant", "error_description", "token was r3fr3sh"));
            return;
        }
        int number = given.incrementAndGet();
        valid = "t" + number;
        refresh = "r" + number;
        json(
                exchange,
                200,
                Map.of(
                        "access_token",
                        valid,
                        "token_type",
                        "bearer",
                        "expires_in",
                        lifetime,
                        "refresh_token",
                        refresh,
                        "scope",
                        scope));
    }

    private void mcp(HttpExchange exchange, String body) throws IOException {
        Json message = Json.parse(body);
        String method = Fields.string(message, "method");
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        heard.add("mcp " + method + " " + token);
        boolean good = ("Bearer " + valid).equals(token)
                || (lasting && String.valueOf(token).matches("Bearer t[0-9]+"));
        if (deaf || !good) {
            challenge(exchange, 401, "Bearer realm=\"x, y\", scope=\"" + scope + "\"");
            return;
        }
        if (method.equals("tools/call") && !needed.isEmpty() && !scope.contains(needed)) {
            String before = scope;
            scope = before + " " + needed;
            challenge(exchange, 403, "Bearer error=\"insufficient_scope\", scope=\"" + needed + "\"");
            return;
        }
        Fields result = switch (method) {
            case "server/discover" -> Fields.of("supportedVersions", List.of(Versions.STATELESS));
            case "tools/list" ->
                Fields.of(
                        "tools",
                        List.of(Fields.of("name", "work")
                                .and("inputSchema", Fields.of("type", "object"))
                                .json()));
            default -> Fields.of("content", List.of(ContentBlocks.text("worked")));
        };
        Message answer =
                new Message.Result(message.get("id"), result.and("ttlMs", 0).json());
        HttpAnswer.send(exchange, 200, answer);
    }

    private void challenge(HttpExchange exchange, int status, String challenge) throws IOException {
        exchange.getResponseHeaders().add("WWW-Authenticate", challenge);
        if (!otherwise.isEmpty()) exchange.getResponseHeaders().add("WWW-Authenticate", otherwise);
        exchange.sendResponseHeaders(status, -1);
    }

    private static void json(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
        HttpAnswer.send(exchange, status, Json.of(body).text().getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> form(String text) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            int at = pair.indexOf('=');
            form.put(pair.substring(0, at), URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
        }
        return form;
    }

    /** What was heard that begins like this. */
    List<String> heard(String begin) {
        return List.copyOf(heard).stream()
                .filter(each -> each.startsWith(begin))
                .toList();
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
