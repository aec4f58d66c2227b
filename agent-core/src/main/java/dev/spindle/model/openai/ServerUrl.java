package dev.spindle.model.openai;

import dev.spindle.http.HttpEndpoint.ReachableHosts;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** The address of a server as people give it. What cannot be used is refused in words that show no password. */
final class ServerUrl {
    private static final String FORM = "it must be like https://host/v1";

    private ServerUrl() {}

    static URI checked(String url) {
        if (url.isBlank()) throw new IllegalArgumentException("The base URL is empty; " + FORM);
        if (url.contains("@")) {
            throw new IllegalArgumentException(
                    "The base URL cannot be used: it holds an '@', and so a user or a password; " + FORM
                            + ", and the key goes to apiKey(\"…\")");
        }
        URI parsed = parsed(url);
        if (parsed == null || parsed.getHost() == null) {
            throw new IllegalArgumentException(
                    "The base URL '" + shown(url) + "' cannot be used; " + FORM + guess(url));
        }
        return parsed;
    }

    /** Null if it is no http or https address; the exception of the JDK would quote it. */
    private static @Nullable URI parsed(String url) {
        try {
            URI parsed = new URI(url);
            boolean http = "http".equalsIgnoreCase(parsed.getScheme()) || "https".equalsIgnoreCase(parsed.getScheme());
            return http ? parsed : null;
        } catch (URISyntaxException noAddress) {
            return null;
        }
    }

    /** Without a query, which may hold a key. */
    private static String shown(String url) {
        int end = url.indexOf('?');
        return end < 0 ? url : url.substring(0, end);
    }

    private static String guess(String url) {
        if (url.contains("://")) return "";
        URI guessed = parsed("http://" + shown(url));
        if (guessed == null || guessed.getHost() == null) return "";
        boolean local = ReachableHosts.isLoopback(guessed.getHost()) || guessed.getPort() > 0;
        return "; did you mean " + (local ? "http://" : "https://") + shown(url) + "?";
    }

    /** Whether what goes there can be read on the way. */
    static boolean isOpen(URI url) {
        return "http".equalsIgnoreCase(url.getScheme()) && !ReachableHosts.isLoopback(url.getHost());
    }
}
