package dev.spindle.model.openai;

import dev.spindle.http.HttpTimeouts;
import dev.spindle.http.HttpTransport;
import dev.spindle.model.Pricing;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that a model client was told. */
record Settings(
        String model, Server server, Dialect dialect, Pricing pricing, HttpTimeouts timeouts, HttpTransport transport) {
    /**
     * Where requests go, and with which headers.
     *
     * @param records the folder in which every call is kept; null for none
     */
    record Server(
            URI baseUrl,
            Map<String, String> headers,
            Secrets secrets,
            @Nullable Path records) {
        Server {
            headers = Map.copyOf(headers);
            headers.forEach(Settings::checkHeader);
        }

        /** The address of an operation, the base's own query kept. */
        private URI url(String operation) {
            String base =
                    baseUrl.getRawPath() == null ? "" : baseUrl.getRawPath().replaceAll("/+$", "");
            String query = baseUrl.getRawQuery() == null ? "" : "?" + baseUrl.getRawQuery();
            return baseUrl.resolve(base + operation + query);
        }
    }

    /** The address of an operation, such as "/chat/completions". */
    URI url(String operation) {
        return server.url(operation);
    }

    /** The same as people may see it: without a query, which may hold a key. */
    URI shownUrl(String operation) {
        String url = url(operation).toString();
        int query = url.indexOf('?');
        return query < 0 ? url(operation) : URI.create(url.substring(0, query));
    }

    Map<String, String> headers() {
        return server.headers();
    }

    Secrets secrets() {
        return server.secrets();
    }

    @Nullable
    Path records() {
        return server.records();
    }

    Settings withModel(String other) {
        return new Settings(other, server, dialect, pricing, timeouts, transport);
    }

    static URI checked(String url) {
        try {
            URI parsed = new URI(url);
            boolean http = "http".equalsIgnoreCase(parsed.getScheme()) || "https".equalsIgnoreCase(parsed.getScheme());
            if (http && parsed.getHost() != null && parsed.getUserInfo() == null) return parsed;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(wrong(url), e);
        }
        throw new IllegalArgumentException(wrong(url));
    }

    private static String wrong(String url) {
        String shown = url.contains("@") ? "the base URL" : "The base URL '" + url + "'";
        return shown + " cannot be used; it must be like https://host/v1, without user or password";
    }

    private static void checkHeader(String name, String value) {
        boolean sendable = !name.isEmpty()
                && name.chars().allMatch(c -> c > ' ' && c < 127 && c != ':')
                && value.chars().allMatch(c -> (c >= ' ' && c < 127) || c == '\t');
        if (!sendable) {
            throw new IllegalArgumentException("The header '" + name
                    + "' has characters that no header may have; check its value, or the API key, for line ends");
        }
    }
}
