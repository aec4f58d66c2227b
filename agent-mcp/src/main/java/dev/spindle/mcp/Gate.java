package dev.spindle.mcp;

import com.sun.net.httpserver.HttpExchange;
import dev.spindle.http.HttpEndpoint.ReachableHosts;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in over HTTP: whoever names a host that this server is, comes from no page of another, and has the token if there is one.
 *
 * @param hosts names that this server has besides those of the loopback address
 * @param token that each request must carry; null for none
 */
record Gate(Set<String> hosts, @Nullable String token) {
    private static final Set<String> WEB = Set.of("http", "https");

    Gate {
        hosts = hosts.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    /** The status that sends a request away; empty if it may come in. */
    Optional<Integer> refusal(HttpExchange exchange) {
        List<String> named = exchange.getRequestHeaders().getOrDefault("Host", List.of());
        if (named.size() != 1 || !isOwn("http://" + named.get(0))) return Optional.of(403);
        List<String> origins = exchange.getRequestHeaders().getOrDefault("Origin", List.of());
        if (origins.size() > 1 || !origins.stream().allMatch(this::isOwn)) return Optional.of(403);
        if (token == null || hasToken(exchange, token)) return Optional.empty();
        exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
        return Optional.of(401);
    }

    /** Whether it is the address of a host of this server, and nothing else: browsers send no more than that. */
    private boolean isOwn(String address) {
        try {
            URI uri = URI.create(address);
            String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
            boolean plain = WEB.contains(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT))
                    && uri.getRawUserInfo() == null
                    && uri.getRawPath().isEmpty()
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
            return plain && (ReachableHosts.isLoopback(host) || hosts.contains(host));
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
