package dev.spindle.model.openai;

import dev.spindle.http.HttpTransport;
import dev.spindle.model.Pricing;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that a model client was told. */
record Settings(
        String model,
        Server server,
        Dialect dialect,
        Pricing pricing,
        HttpTransport.Timeouts timeouts,
        HttpTransport transport) {
    /**
     * Where requests go, and with which headers.
     *
     * @param secrets what no message may show
     * @param secretsOfReplies those of them that are no ordinary words, and so may be taken out of what models say
     * @param records the folder in which every call is kept; null for none
     */
    record Server(
            URI baseUrl,
            Map<String, String> headers,
            Secrets secrets,
            Secrets secretsOfReplies,
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

    Secrets secretsOfReplies() {
        return server.secretsOfReplies();
    }

    @Nullable
    Path records() {
        return server.records();
    }

    Settings withModel(String other) {
        return new Settings(other, server, dialect, pricing, timeouts, transport);
    }

    private static void checkHeader(String name, String value) {
        boolean sendable = !name.isEmpty()
                && name.chars().allMatch(c -> c > ' ' && c < 127 && c != ':')
                && placeOfUnsendable(value) < 0;
        if (!sendable) {
            throw new IllegalArgumentException(
                    "The header '" + name
                            + "' has characters that no header may have; check its value for line ends and letters beyond ASCII");
        }
    }

    /** Where a value has a character that no header may have; -1 if it has none. */
    static int placeOfUnsendable(String value) {
        for (int at = 0; at < value.length(); at++) {
            char c = value.charAt(at);
            if ((c < ' ' && c != '\t') || c > '~') return at;
        }
        return -1;
    }
}
