package dev.spindle.mcp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spindle.context.Cancellation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets a person log in with the browser of this machine: they come back to a port of the loopback address, which is open for the time of the
 * visit. Source: RFC 8252. For one visit at a time.
 */
public final class LoopbackBrowser implements McpAuthorization.Browser {
    private static final String PATH = "/callback";
    private static final int LONGEST_QUERY = 16_384;

    private final Consumer<URI> opener;
    private final Duration patience;
    private @Nullable HttpServer http;

    /**
     * A browser.
     *
     * @param opener shows an address to a person, or opens their browser with it
     * @param patience how long they may take
     */
    public LoopbackBrowser(Consumer<URI> opener, Duration patience) {
        this.opener = opener;
        this.patience = patience;
    }

    @Override
    public synchronized URI redirect() {
        try {
            if (http == null) http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new McpException(
                    "No port can be opened for a person to come back to: " + noPort.getMessage(), noPort);
        }
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + PATH);
    }

    @Override
    public URI visit(URI address, Cancellation cancellation) throws IOException {
        CompletableFuture<URI> back = new CompletableFuture<>();
        URI redirect = redirect();
        String state = parameter(address.getRawQuery(), "state").orElse("");
        HttpServer open = serving(exchange -> welcome(exchange, redirect, state, back));
        try (Cancellation.Registration ignored = cancellation.onCancel(() -> back.cancel(false))) {
            opener.accept(address);
            return back.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new IOException("nobody came back within " + patience, late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Cancellation.CancelledException("interrupted while somebody logs in");
        } catch (java.util.concurrent.CancellationException stopped) {
            cancellation.check();
            throw stopped;
        } catch (ExecutionException broken) {
            throw new IOException(broken);
        } finally {
            open.stop(0);
        }
    }

    private synchronized HttpServer serving(com.sun.net.httpserver.HttpHandler handler) {
        HttpServer open = http;
        if (open == null) throw new IllegalStateException("no port is open");
        http = null;
        open.createContext(PATH, handler);
        open.start();
        return open;
    }

    /** Takes whoever brings the state that was sent along; any page could send others here. */
    private static void welcome(HttpExchange exchange, URI redirect, String state, CompletableFuture<URI> back)
            throws IOException {
        try (exchange) {
            String query =
                    Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
            boolean fits = exchange.getRequestMethod().equals("GET")
                    && exchange.getRequestURI().getPath().equals(PATH)
                    && query.length() <= LONGEST_QUERY
                    && parameter(query, "state")
                            .filter(given -> isSame(given, state))
                            .isPresent();
            String words = fits ? "You can close this page and go back to the program." : "Nobody is awaited here.";
            byte[] body = words.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(fits ? 200 : 400, body.length);
            exchange.getResponseBody().write(body);
            if (fits) back.complete(URI.create(redirect + "?" + query));
        }
    }

    private static boolean isSame(String given, String state) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), state.getBytes(StandardCharsets.UTF_8));
    }

    /** A parameter as it is written. */
    private static Optional<String> parameter(@Nullable String query, String name) {
        if (query == null) return Optional.empty();
        for (String each : query.split("&", -1)) {
            if (each.startsWith(name + "=")) return Optional.of(each.substring(name.length() + 1));
        }
        return Optional.empty();
    }
}
