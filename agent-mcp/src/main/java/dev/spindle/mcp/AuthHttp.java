package dev.spindle.mcp;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import dev.spindle.context.Cancellation;
import dev.spindle.http.HttpEndpoint.ReachableHosts;
import dev.spindle.http.HttpEndpoint.Reply;
import dev.spindle.http.HttpTransport;
import dev.spindle.http.HttpTransport.Timeouts;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Speaks to whoever a server names for its tokens: with TLS, or within this machine if the server is there too; no redirect is followed,
 * and no answer is long.
 *
 * @param server name of the source, for messages
 * @param local whether the server is at the loopback address
 */
record AuthHttp(String server, boolean local, HttpTransport transport) {
    private static final int MOST_BYTES = 512 * 1024;
    private static final Set<String> CONFIDED =
            Set.of("client_secret", "client_assertion", "refresh_token", "code", "code_verifier");
    private static final Timeouts TIMEOUTS = new Timeouts(
            Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(30));

    /**
     * What is at an address; whatever the status is.
     *
     * @throws McpException if it cannot be asked
     */
    Answer get(URI address, Cancellation cancellation) {
        return send("GET", address, Map.of("Accept", "application/json"), List.of(), new GivenSecrets(), cancellation);
    }

    /** The answer to a request of the protocol; whatever the status is. */
    HTTPResponse send(HTTPRequest request, Cancellation cancellation) {
        Map<String, String> headers = new LinkedHashMap<>();
        request.getHeaderMap().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        headers.put("Accept", "application/json");
        String body = request.getBody();
        List<byte[]> bytes = body == null ? List.of() : List.of(body.getBytes(StandardCharsets.UTF_8));
        GivenSecrets secrets = confided(request);
        Answer answer = send(request.getMethod().name(), request.getURI(), headers, bytes, secrets, cancellation);
        HTTPResponse response = new HTTPResponse(answer.status());
        try {
            if (!answer.type().isEmpty()) response.setContentType(answer.type());
        } catch (ParseException noType) {
            throw McpException.locked(
                    "Tokens for the MCP server '" + server + "' cannot be had, since " + origin(request.getURI())
                            + " answered with the content type " + CleanText.line(answer.type(), 100),
                    noType);
        }
        response.setBody(answer.body());
        return response;
    }

    /** What a request proves itself with, which an issuer that refuses it may repeat. */
    private static GivenSecrets confided(HTTPRequest request) {
        GivenSecrets secrets = new GivenSecrets();
        String proof = request.getAuthorization();
        if (proof != null) learnProof(proof, secrets);
        for (String part : String.valueOf(request.getBody()).split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0 || !CONFIDED.contains(part.substring(0, equals))) continue;
            secrets.learn(URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return secrets;
    }

    /** Of Basic, the password alone as well. */
    private static void learnProof(String proof, GivenSecrets secrets) {
        String told = proof.substring(proof.indexOf(' ') + 1);
        secrets.learn(told);
        if (!proof.startsWith("Basic ")) return;
        String pair = new String(Base64.getDecoder().decode(told), StandardCharsets.UTF_8);
        secrets.learn(URLDecoder.decode(pair.substring(pair.indexOf(':') + 1), StandardCharsets.UTF_8));
    }

    private Answer send(
            String method,
            URI address,
            Map<String, String> headers,
            List<byte[]> body,
            GivenSecrets secrets,
            Cancellation cancellation) {
        checked(address);
        try (Reply reply = transport.endpoint(address, Map.of(), TIMEOUTS).send(method, headers, body, cancellation)) {
            if (reply.status() >= 300 && reply.status() < 400)
                throw McpException.locked(
                        "Tokens for the MCP server '" + server + "' cannot be had, since " + origin(address)
                                + " redirects, which is not followed where tokens are given",
                        null);
            String text = new String(Bodies.read(reply.body(), MOST_BYTES), StandardCharsets.UTF_8);
            // What it gives may well be what it was given.
            boolean refuses = reply.status() >= 400;
            String type = reply.findHeader("Content-Type").orElse("");
            return new Answer(reply.status(), secrets.removedFrom(type), refuses ? secrets.removedFrom(text) : text);
        } catch (IOException broken) {
            String words = String.valueOf(broken.getMessage());
            String clean = secrets.removedFrom(words);
            throw McpException.locked(
                    "Tokens for the MCP server '" + server + "' cannot be had, since " + origin(address)
                            + " cannot be asked: " + CleanText.line(clean, 300),
                    clean.equals(words) ? broken : null);
        }
    }

    /** What an address answered. */
    record Answer(int status, String type, String body) {}

    /**
     * An address that may be spoken to.
     *
     * @throws McpException if it may not
     */
    URI checked(URI address) {
        String host = address.getHost();
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        boolean web =
                host != null && address.getUserInfo() == null && (scheme.equals("https") || scheme.equals("http"));
        if (!web) throw refused(address, "it is no address of the web");
        boolean here = ReachableHosts.isLoopback(host);
        if (scheme.equals("http") && !here) throw refused(address, "what is secret is sent by https only");
        if (here && !local) throw refused(address, "a server elsewhere has no business on this machine");
        return address;
    }

    /** An address that somebody wrote, if it may be spoken to. */
    URI checked(String address) {
        try {
            return checked(new URI(address));
        } catch (java.net.URISyntaxException noAddress) {
            throw McpException.locked(
                    "The MCP server '" + server + "' names " + CleanText.line(address, 200)
                            + " for its tokens, which is no address",
                    noAddress);
        }
    }

    private McpException refused(URI address, String why) {
        return McpException.locked(
                "The MCP server '" + server + "' names " + CleanText.line(address.toString(), 200)
                        + " for its tokens, which is not asked: " + why,
                null);
    }

    static String origin(URI address) {
        return address.getScheme() + "://" + address.getRawAuthority();
    }
}
