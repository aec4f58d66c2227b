package dev.spindle.mcp;

import com.sun.net.httpserver.HttpExchange;
import dev.spindle.http.HttpEndpoint.ReachableHosts;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in over HTTP: whoever names a host that this server is, comes from no page of another, and has the token if there is one.
 *
 * @param hosts names that this server has besides those of the loopback address
 * @param token that each request must carry; null for none
 */
record Gate(Set<String> hosts, @Nullable String token) {
    /** The status that sends a request away; empty if it may come in. */
    Optional<Integer> refusal(HttpExchange exchange) {
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (host == null || !isOwn("http://" + host)) return Optional.of(403);
        String origin = exchange.getRequestHeaders().getFirst("Origin");
        if (origin != null && !isOwn(origin)) return Optional.of(403);
        if (token == null || hasToken(exchange, token)) return Optional.empty();
        exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
        return Optional.of(401);
    }

    private boolean isOwn(String address) {
        try {
            String host = URI.create(address).getHost();
            return host != null && (ReachableHosts.isLoopback(host) || hosts.contains(host));
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }

    private static boolean hasToken(HttpExchange exchange, String token) {
        String given = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("");
        byte[] expected = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8));
    }
}
