package dev.spindle.model.openai;

import dev.spindle.http.HttpEndpoint.ReachableHosts;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The address of a server as people give it. What cannot be used is refused in words that show no password. */
final class ServerUrl {
    private static final String FORM = "it must be like https://host/v1";
    private static final int MOST_PORTS = 65_535;
    private static final Pattern HALF_SCHEME = Pattern.compile("^(?i:https?)(?::/?|//?)");

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
        if (parsed.getRawFragment() != null)
            throw new IllegalArgumentException(
                    "The base URL '" + shown(url) + "' cannot be used: no server sees what is behind its '#'; " + FORM);
        if (parsed.getPort() > MOST_PORTS)
            throw new IllegalArgumentException(
                    "The base URL '" + shown(url) + "' cannot be used: no port is above " + MOST_PORTS + "; " + FORM);
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
        return url.split("[?#]", 2)[0];
    }

    private static String guess(String url) {
        if (url.contains("://")) return "";
        String behind = HALF_SCHEME.matcher(shown(url)).replaceFirst("");
        URI guessed = parsed("http://" + behind);
        if (guessed == null || guessed.getHost() == null) return "";
        boolean local = ReachableHosts.isLoopback(guessed.getHost()) || guessed.getPort() > 0;
        return "; did you mean " + (local ? "http://" : "https://") + behind + "?";
    }

    /** Whether what goes there can be read on the way. */
    static boolean isOpen(URI url) {
        return "http".equalsIgnoreCase(url.getScheme()) && !ReachableHosts.isLoopback(url.getHost());
    }
}
