package dev.spindle.mcp;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import dev.spindle.context.Cancellation;
import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.mcp.AuthHttp.Answer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who gives the tokens of a server, and where.
 *
 * @param server its address
 */
record AuthDiscovery(AuthHttp http, URI server, Cancellation cancellation) {
    private static final String RESOURCE = "/.well-known/oauth-protected-resource";
    private static final String ISSUER = "/.well-known/oauth-authorization-server";
    private static final String OPENID = "/.well-known/openid-configuration";

    /**
     * What a server says of itself. Source: RFC 9728.
     *
     * @param resource as it calls itself
     * @param issuer of its tokens, the first that it names
     * @param scopes that it knows
     */
    record Resource(URI resource, String issuer, List<String> scopes) {}

    /**
     * What the server says of itself; a server that says nothing is taken for its own issuer, as servers of 2025-03-26 were.
     *
     * @throws McpException if it speaks for another one, or names no issuer
     */
    Resource resource(Challenge challenge) {
        Optional<String> named = challenge.findMetadata();
        List<URI> places = named.isPresent()
                ? List.of(http.checked(named.get()))
                : placements(AuthHttp.origin(server), path(server), RESOURCE);
        for (URI place : places) {
            Json found = findJson(place);
            if (found != null) return read(found, place);
        }
        if (named.isPresent())
            throw failed("at " + CleanText.line(named.get(), 200) + ", where its metadata should be, there are none");
        return new Resource(server, AuthHttp.origin(server), List.of());
    }

    private Resource read(Json found, URI place) {
        String resource = Fields.string(found, "resource");
        if (!isOwn(resource))
            throw failed("its metadata at " + place + " are those of " + CleanText.line(resource, 200)
                    + ", so a token would be for somebody else");
        List<String> issuers = Fields.items(found, "authorization_servers").stream()
                .filter(Json::isString)
                .map(Json::string)
                .toList();
        if (issuers.isEmpty()) throw failed("its metadata at " + place + " name nobody who gives tokens");
        List<String> scopes = Fields.items(found, "scopes_supported").stream()
                .filter(Json::isString)
                .map(Json::string)
                .toList();
        return new Resource(URI.create(resource), issuers.get(0), Challenge.Scopes.legal(scopes));
    }

    /** Whether a resource is the server, or all that is below a path of its host. */
    private boolean isOwn(String resource) {
        URI named;
        try {
            named = URI.create(resource);
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
        if (named.getRawAuthority() == null || named.getRawFragment() != null) return false;
        boolean sameHost = plain(named).equals(plain(server));
        boolean sameQuery = named.getRawQuery() == null || named.getRawQuery().equals(server.getRawQuery());
        return sameHost && sameQuery && (path(server) + "/").startsWith(path(named) + "/");
    }

    /** Scheme, host and port, without what goes without saying. */
    private static String plain(URI address) {
        String origin = AuthHttp.origin(address).toLowerCase(Locale.ROOT);
        return origin.replaceFirst("^(https://.*):443$", "$1").replaceFirst("^(http://.*):80$", "$1");
    }

    /**
     * What an issuer says of itself. Sources: RFC 8414, and OpenID Connect Discovery in the places of both.
     *
     * @throws McpException if it says nothing, is another one, or does not know PKCE
     */
    AuthorizationServerMetadata issuer(String issuer) {
        URI address = http.checked(issuer);
        String path = path(address).equals("/") ? "" : path(address);
        List<URI> places = new ArrayList<>(List.of(place(address, ISSUER + path), place(address, OPENID + path)));
        if (!path.isEmpty()) places.add(place(address, path + OPENID));
        for (URI place : places) {
            Json found = findJson(place);
            if (found != null) return metadata(found, issuer, place);
        }
        throw failed("its issuer " + CleanText.line(issuer, 200) + " has no metadata at " + places);
    }

    private AuthorizationServerMetadata metadata(Json found, String issuer, URI place) {
        AuthorizationServerMetadata metadata;
        try {
            metadata = AuthorizationServerMetadata.parse(found.text());
        } catch (ParseException unreadable) {
            throw failed("the metadata at " + place + " cannot be used: "
                    + CleanText.line(String.valueOf(unreadable.getMessage()), 300));
        }
        if (!metadata.getIssuer().getValue().equals(issuer))
            throw failed("the metadata at " + place + " are those of "
                    + CleanText.line(metadata.getIssuer().getValue(), 200) + ", and not of " + issuer);
        check(metadata.getTokenEndpointURI(), "token", place);
        if (metadata.getAuthorizationEndpointURI() != null) http.checked(metadata.getAuthorizationEndpointURI());
        if (metadata.getRegistrationEndpointURI() != null) http.checked(metadata.getRegistrationEndpointURI());
        return metadata;
    }

    private void check(@Nullable URI endpoint, String which, URI place) {
        if (endpoint == null) throw failed("the metadata at " + place + " name no " + which + " endpoint");
        http.checked(endpoint);
    }

    /**
     * Where a person logs in.
     *
     * @throws McpException if nobody can, or a code that is stolen on the way could be used by its thief
     */
    URI authorization(AuthorizationServerMetadata metadata) {
        URI endpoint = metadata.getAuthorizationEndpointURI();
        if (endpoint == null) throw failed("its issuer " + metadata.getIssuer() + " lets nobody log in");
        List<CodeChallengeMethod> methods = metadata.getCodeChallengeMethods();
        if (methods == null || !methods.contains(CodeChallengeMethod.S256))
            throw failed("its issuer " + metadata.getIssuer()
                    + " does not say that it knows PKCE with S256, without which codes can be stolen");
        return endpoint;
    }

    /** A place where metadata may be, first of the whole address and then of its host. */
    private static List<URI> placements(String origin, String path, String name) {
        URI root = URI.create(origin + name);
        return path.length() < 2 ? List.of(root) : List.of(URI.create(origin + name + path), root);
    }

    private static URI place(URI issuer, String path) {
        return URI.create(AuthHttp.origin(issuer) + path);
    }

    /** The path without a slash at its end. */
    private static String path(URI address) {
        String path = Optional.ofNullable(address.getRawPath()).orElse("");
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** The JSON object at an address; null if there is none. */
    private @Nullable Json findJson(URI address) {
        Answer answer = http.get(address, cancellation);
        if (answer.status() >= 500) throw failed(address + " answered with HTTP status " + answer.status());
        if (answer.status() != 200) return null;
        try {
            Json found = Json.parse(answer.body());
            return found.isObject() ? found : null;
        } catch (JsonException page) {
            return null; // some hosts answer whatever they are asked with their first page
        }
    }

    private McpException failed(String why) {
        return McpException.locked("No token can be had for the MCP server '" + http.server() + "': " + why, null);
    }
}
