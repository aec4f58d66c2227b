package dev.spindle.mcp;

import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import dev.spindle.context.Cancellation;
import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.http.HttpEndpoint.ReachableHosts;
import dev.spindle.http.HttpTransport;
import dev.spindle.mcp.AuthDiscovery.Resource;
import dev.spindle.mcp.Challenge.Scopes;
import dev.spindle.mcp.Grant.Member;
import dev.spindle.mcp.McpAuthorization.Browser;
import dev.spindle.mcp.McpAuthorization.Service;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The token of one server: kept, renewed, and got anew when the server says that it is not enough. Thread-safe. */
final class Authorizer {
    /** How long a person who did not log in is not asked again. */
    private static final Duration REST = Duration.ofMinutes(5);

    private static final String OFFLINE = "offline_access";

    private final McpAuthorization how;
    private final URI server;
    private final AuthHttp http;
    private final @Nullable TokenFolder folder;
    private final ReentrantLock renewing = new ReentrantLock();
    private volatile @Nullable Grant grant;
    private volatile boolean looked;
    /** The token of the last login, until the server has taken it once. */
    private volatile @Nullable String fresh;

    private @Nullable McpException refusal;
    private long refused;

    Authorizer(String name, URI server, McpAuthorization how, HttpTransport transport) {
        this.how = how;
        this.server = server;
        boolean local = ReachableHosts.isLoopback(String.valueOf(server.getHost()));
        this.http = new AuthHttp(name, local, transport);
        this.folder = how.tokens() == null ? null : new TokenFolder(how.tokens());
    }

    /**
     * The token to send; empty if there is none yet.
     *
     * @throws McpException if the server's address is none to send a token to
     */
    Optional<String> findToken(Cancellation cancellation) {
        http.checked(server);
        Grant known = looked ? grant : looked();
        if (known != null && known.isEnding(Instant.now())) known = renewed(known, cancellation);
        return Optional.ofNullable(known).map(Grant::token);
    }

    private @Nullable Grant looked() {
        lock();
        try {
            if (!looked && folder != null) grant = folder.read(server);
            looked = true;
            return grant;
        } finally {
            renewing.unlock();
        }
    }

    /** The next token, without a person; the old one if there is none, for the server to judge. */
    private Grant renewed(Grant old, Cancellation cancellation) {
        lock();
        try {
            Grant now = grant;
            if (now != null && !now.equals(old)) return now;
            Grant next = refreshed(old, cancellation);
            return next == null ? old : next;
        } finally {
            renewing.unlock();
        }
    }

    private @Nullable Grant refreshed(Grant old, Cancellation cancellation) {
        if (folder == null) return asked(old, cancellation);
        try (TokenLock alone = folder.lock(server, cancellation)) {
            Grant kept = folder.read(server);
            if (kept == null) return null; // somebody has logged out
            boolean another = !kept.token().equals(old.token());
            if (!another || kept.isEnding(Instant.now())) return asked(kept, cancellation);
            grant = kept; // another process was faster
            return kept;
        }
    }

    private @Nullable Grant asked(Grant old, Cancellation cancellation) {
        http.checked(old.member().tokenEndpoint());
        Grant next = new AuthFlow(http, old.resource(), cancellation).refreshed(old);
        if (next != null) keep(next);
        return next;
    }

    private void begin(Grant first, Cancellation cancellation) {
        if (folder == null) keep(first);
        else keep(first, folder, cancellation);
        fresh = first.token();
    }

    /** Not between the reading and the writing of somebody who renews the token of before. */
    private void keep(Grant first, TokenFolder shared, Cancellation cancellation) {
        try (TokenLock alone = shared.lock(server, cancellation)) {
            keep(first);
        }
    }

    private void keep(Grant next) {
        grant = next;
        looked = true;
        if (folder != null) folder.write(server, next);
    }

    /** The server has taken the token. */
    void accepted() {
        if (fresh != null) fresh = null;
    }

    /**
     * Gets a token that does what the last one did not.
     *
     * @param sent the token that was not enough; empty if none was sent
     * @throws McpException if none can be had
     */
    void renew(String sent, Challenge challenge, Cancellation cancellation) {
        lock();
        try {
            Grant known = grant;
            boolean another = known != null && !known.token().equals(sent);
            if (another) return;
            demand(known, challenge, cancellation);
        } finally {
            renewing.unlock();
        }
    }

    private void demand(@Nullable Grant known, Challenge challenge, Cancellation cancellation) {
        boolean more = challenge.wantsMoreScope();
        if (!more && known != null && known.token().equals(fresh))
            throw failed("it does not take the token that its issuer "
                    + known.member().issuer() + " has just given");
        if (more && known != null && known.scopes().containsAll(challenge.scopes()))
            throw failed("it wants more than the scopes " + known.scopes()
                    + ", which the token has, and does not say what; log in as somebody who may do this");
        AuthDiscovery discovery = new AuthDiscovery(http, server, cancellation);
        Resource resource = discovery.resource(challenge);
        Grant same = known != null && known.member().issuer().equals(resource.issuer()) ? known : null;
        if (!more && same != null && refreshed(same, cancellation) != null) return;
        AuthorizationServerMetadata issuer = discovery.issuer(resource.issuer());
        List<String> scopes = scopes(same, challenge, resource);
        AuthFlow flow = new AuthFlow(http, resource.resource(), cancellation);
        AuthClients clients = new AuthClients(http, issuer, known == null ? null : known.member());
        if (how.client() instanceof Service service) {
            begin(flow.service(clients.member(service, null, cancellation), service, scopes), cancellation);
            return;
        }
        Browser browser = browser();
        URI endpoint = discovery.authorization(issuer);
        try {
            Member member = clients.member(how.client(), browser.redirect(), cancellation);
            begin(flow.login(issuer, endpoint, member, browser, offline(scopes, issuer)), cancellation);
        } catch (McpException notLoggedIn) {
            refusal = notLoggedIn;
            refused = System.nanoTime();
            throw notLoggedIn;
        }
    }

    /** What to ask for: what the server wants now, besides what it has wanted before; else what it knows; else nothing. */
    private static List<String> scopes(@Nullable Grant known, Challenge challenge, Resource resource) {
        List<String> earlier = known == null || !challenge.wantsMoreScope() ? List.of() : known.scopes();
        List<String> wanted = challenge.scopes().isEmpty() ? resource.scopes() : challenge.scopes();
        return Scopes.union(earlier, wanted);
    }

    /** With the scope by which some issuers give tokens that can be renewed. */
    private static List<String> offline(List<String> scopes, AuthorizationServerMetadata issuer) {
        boolean known = issuer.getScopes() != null && issuer.getScopes().contains(OFFLINE);
        return known && !scopes.isEmpty() ? Scopes.union(scopes, List.of(OFFLINE)) : scopes;
    }

    private Browser browser() {
        Browser browser = how.browser();
        if (browser == null)
            throw failed("it wants somebody to log in, and nobody is here; run spindle mcp login "
                    + AuthHttp.origin(server) + Objects.toString(server.getRawPath(), ""));
        McpException last = refusal;
        if (last != null && System.nanoTime() - refused < REST.toNanos())
            throw McpException.locked(last.getMessage() + "; a person is asked again in a while", last);
        return browser;
    }

    private McpException failed(String why) {
        return McpException.locked("No token can be had for the MCP server '" + http.server() + "': " + why, null);
    }

    private void lock() {
        try {
            renewing.lockInterruptibly();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CancelledException(
                    "interrupted while a token was got for the MCP server '" + http.server() + "'");
        }
    }
}
