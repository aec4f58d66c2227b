package dev.spindle.tools.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where requests of a model may go, and how far.
 *
 * <p>Nowhere, until hosts are allowed. A public host is reached at addresses of the public Internet only, whatever its name resolves to, at the
 * ports 80 and 443 unless it was allowed with another. A host of one's own network must be allowed as such. Immutable.
 */
public final class HttpPolicy {
    private static final Pattern HOST =
            Pattern.compile("(\\*\\.)?[a-z0-9_]([a-z0-9_.-]{0,250}[a-z0-9_])?(:[0-9]{1,5})?|\\*(:[0-9]{1,5})?");

    private static final Pattern SECRET =
            Pattern.compile("(?i)auth|key|token|secret|cookie|password|signature|credential");
    private static final int SHORTEST_KEY = 8; // anything shorter occurs in ordinary words

    private static final Pattern PORT = Pattern.compile(":[0-9]+$");

    private final Builder settings;
    private final List<String> keys;

    private HttpPolicy(Builder settings) {
        this.settings = settings;
        this.keys = keys(settings);
    }

    /** A policy that allows nothing, until told otherwise. */
    public static Builder builder() {
        return new Builder();
    }

    /** How a host may be reached. */
    enum Reach {
        NOT_AT_ALL,
        PUBLICLY,
        PRIVATELY
    }

    /** How a host may be reached at a port; the name is in lower case. */
    Reach reach(String host, int port) {
        String full = host + ":" + port;
        if (settings.ownHosts.contains(full)) return Reach.PRIVATELY;
        boolean usual = port == 80 || port == 443;
        boolean allowed =
                settings.hosts.stream().anyMatch(each -> matches(each, full) || (usual && matches(each, host)));
        return allowed ? Reach.PUBLICLY : Reach.NOT_AT_ALL;
    }

    private static boolean matches(String allowed, String host) {
        if (allowed.equals("*")) return host.indexOf(':') < 0;
        if (allowed.startsWith("*:")) return host.endsWith(allowed.substring(1));
        return allowed.startsWith("*.") ? host.endsWith(allowed.substring(1)) : host.equals(allowed);
    }

    /** Headers for an origin such as {@code https://api.example.com:443}; no other gets them. */
    Map<String, String> headers(String origin) {
        return settings.headers.getOrDefault(origin, Map.of());
    }

    /** A text without the keys in headers, which servers do echo: as they are, behind their scheme, and as a part of an address. */
    String withoutKeys(String text) {
        String clean = text;
        for (String key : keys) clean = clean.replace(key, "[key]");
        return clean;
    }

    private static List<String> keys(Builder settings) {
        return settings.headers.values().stream()
                .flatMap(headers -> headers.entrySet().stream())
                .filter(header -> SECRET.matcher(header.getKey()).find())
                .flatMap(
                        header -> Stream.of(header.getValue(), header.getValue().replaceFirst("^[A-Za-z-]+ +", "")))
                .flatMap(key -> Stream.of(key, URLEncoder.encode(key, StandardCharsets.UTF_8)))
                .filter(key -> key.length() >= SHORTEST_KEY)
                .distinct()
                // One may begin with another.
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    Duration timeout() {
        return settings.timeout;
    }

    int maxBytes() {
        return settings.maxBytes;
    }

    /** Puts a policy together. Not thread-safe. */
    public static final class Builder {
        private List<String> hosts = new ArrayList<>();
        private List<String> ownHosts = new ArrayList<>();
        private Map<String, Map<String, String>> headers = new HashMap<>();
        private Duration timeout = Duration.ofSeconds(30);
        private int maxBytes = 2 << 20;

        private Builder() {}

        /**
         * Allows public hosts.
         *
         * @param names such as {@code example.com}, {@code *.example.com} (those below it), {@code example.com:8443}, or {@code *} for all; {@code *:8443} for
         *     all at another port
         * @throws IllegalArgumentException if one is no name of a host
         */
        public Builder allow(String... names) {
            for (String name : names) hosts.add(checked(name));
            return this;
        }

        /**
         * Allows a host of one's own network at one port, whatever address it has. Be sure that a model may say anything to it.
         *
         * @throws IllegalArgumentException if the name is not that of one host, or has a port
         */
        public Builder allowOwnHost(String name, int port) {
            String host = checked(name);
            if (host.contains("*") || PORT.matcher(host).find()) {
                throw new IllegalArgumentException("'" + name
                        + "' is not the name of one host; write it like allowOwnHost(\"wiki.example.com\", 8080)");
            }
            ownHosts.add(host + ":" + port);
            return this;
        }

        /**
         * Sends a header, such as a key, to one origin, and nowhere else, also when it redirects. Where a page repeats a key, a model does not read it.
         *
         * @param origin such as {@code https://api.example.com}
         */
        public Builder header(String origin, String name, String value) {
            headers.computeIfAbsent(Origin.of(origin), unknown -> new LinkedHashMap<>())
                    .put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /** The longest time for a request with all its redirects: 30 s unless told otherwise. */
        public Builder timeout(Duration longest) {
            timeout = longest;
            return this;
        }

        /** The biggest answer that is read, unpacked: 2 MiB unless told otherwise. */
        public Builder maxBytes(int bytes) {
            maxBytes = bytes;
            return this;
        }

        /** The policy. */
        public HttpPolicy build() {
            Builder copy = new Builder();
            copy.hosts = List.copyOf(hosts);
            copy.ownHosts = List.copyOf(ownHosts);
            headers.forEach((origin, values) -> copy.headers.put(origin, Map.copyOf(values)));
            copy.timeout = timeout;
            copy.maxBytes = maxBytes;
            return new HttpPolicy(copy);
        }

        private static String checked(String name) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!HOST.matcher(lower).matches()) {
                throw new IllegalArgumentException(
                        "'" + name + "' is no name of a host; write it like 'example.com' or '*.example.com'");
            }
            return lower;
        }
    }
}
