package dev.spindle.mcp;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.AccessTokenType;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import dev.spindle.context.Cancellation;
import dev.spindle.mcp.Grant.Member;
import dev.spindle.mcp.McpAuthorization.Browser;
import java.io.IOException;
import java.net.URI;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gets tokens from an issuer that is known, for one resource. */
record AuthFlow(AuthHttp http, URI resource, Cancellation cancellation) {
    /**
     * A token for the person who logs in.
     *
     * @param endpoint where they do
     * @throws McpException if they do not, or what comes back is not the answer to what was asked
     */
    Grant login(AuthorizationServerMetadata issuer, URI endpoint, Member member, Browser browser, List<String> scopes) {
        CodeVerifier verifier = new CodeVerifier();
        State state = new State();
        URI redirect = browser.redirect();
        AuthorizationRequest.Builder request = new AuthorizationRequest.Builder(
                        ResponseType.CODE, new ClientID(member.id()))
                .endpointURI(endpoint)
                .redirectionURI(redirect)
                .state(state)
                .codeChallenge(verifier, CodeChallengeMethod.S256)
                .resource(resource);
        if (!scopes.isEmpty()) request.scope(scope(scopes));
        URI back;
        try {
            back = browser.visit(request.build().toURI(), cancellation);
        } catch (IOException stayedAway) {
            throw failed("nobody has logged in: " + CleanText.line(String.valueOf(stayedAway.getMessage()), 300));
        }
        AuthorizationCode code = code(issuer, back, state);
        return granted(member, scopes, new AuthorizationCodeGrant(code, redirect, verifier), null);
    }

    private AuthorizationCode code(AuthorizationServerMetadata issuer, URI back, State state) {
        AuthorizationResponse response;
        try {
            response = AuthorizationResponse.parse(back);
        } catch (ParseException unreadable) {
            throw failed("whoever sent the person back said neither yes nor no");
        }
        if (!state.equals(response.getState())) throw failed("somebody was sent back who was not sent from here");
        if (response.getIssuer() == null && issuer.supportsAuthorizationResponseIssuerParam())
            throw failed("the answer does not say that it comes from " + issuer.getIssuer());
        if (response.getIssuer() != null && !response.getIssuer().equals(issuer.getIssuer()))
            throw failed("the answer comes from "
                    + CleanText.line(response.getIssuer().getValue(), 200) + ", and not from " + issuer.getIssuer());
        if (!response.indicatesSuccess())
            throw failed(
                    "the issuer said no: " + words(response.toErrorResponse().getErrorObject()));
        return response.toSuccessResponse().getAuthorizationCode();
    }

    /** A token for this program itself. */
    Grant service(Member member, McpAuthorization.Service service, List<String> scopes) {
        PrivateKey key = service.proof() instanceof McpAuthorization.SigningKey proof ? proof.key() : null;
        return granted(member, scopes, new ClientCredentialsGrant(), key);
    }

    /**
     * The next token.
     *
     * @return null if the issuer no longer gives one
     */
    @Nullable
    Grant refreshed(Grant old) {
        String refresh = old.refresh();
        if (refresh == null) return null;
        AuthorizationGrant grant = new RefreshTokenGrant(new RefreshToken(refresh));
        TokenResponse response = asked(request(old.member(), List.of(), grant, null));
        if (!response.indicatesSuccess()) return null;
        Grant next = read(old.member(), old.scopes(), response.toSuccessResponse());
        return next.refresh() != null
                ? next
                : new Grant(next.member(), resource, next.scopes(), next.token(), refresh, next.ends());
    }

    private Grant granted(Member member, List<String> scopes, AuthorizationGrant grant, @Nullable PrivateKey key) {
        TokenResponse response = asked(request(member, scopes, grant, key));
        if (!response.indicatesSuccess())
            throw failed("the issuer gives no token: "
                    + words(response.toErrorResponse().getErrorObject()));
        return read(member, scopes, response.toSuccessResponse());
    }

    private TokenRequest request(
            Member member, List<String> scopes, AuthorizationGrant grant, @Nullable PrivateKey key) {
        ClientAuthentication proof = proof(member, key);
        URI endpoint = member.tokenEndpoint();
        TokenRequest.Builder request = proof == null
                ? new TokenRequest.Builder(endpoint, new ClientID(member.id()), grant)
                : new TokenRequest.Builder(endpoint, proof, grant);
        request.resource(resource);
        // With a code, the scope is what was asked for when the person logged in.
        if (grant instanceof ClientCredentialsGrant && !scopes.isEmpty()) request.scope(scope(scopes));
        return request.build();
    }

    private @Nullable ClientAuthentication proof(Member member, @Nullable PrivateKey key) {
        ClientID id = new ClientID(member.id());
        if (key != null) return signed(id, member.issuer(), key);
        if (member.secret() == null || member.method().equals("none")) return null;
        Secret secret = new Secret(member.secret());
        return member.method().equals("client_secret_post")
                ? new ClientSecretPost(id, secret)
                : new ClientSecretBasic(id, secret);
    }

    private ClientAuthentication signed(ClientID id, String issuer, PrivateKey key) {
        try {
            return new PrivateKeyJWT(id, URI.create(issuer), algorithm(key), key, null, null);
        } catch (JOSEException unusable) {
            throw failed("the key of the client cannot be used: " + unusable.getMessage());
        }
    }

    private static JWSAlgorithm algorithm(PrivateKey key) {
        if (!(key instanceof ECPrivateKey curve)) return JWSAlgorithm.RS256;
        int bits = curve.getParams().getCurve().getField().getFieldSize();
        return bits <= 256 ? JWSAlgorithm.ES256 : bits <= 384 ? JWSAlgorithm.ES384 : JWSAlgorithm.ES512;
    }

    private TokenResponse asked(TokenRequest request) {
        try {
            return TokenResponse.parse(http.send(request.toHTTPRequest(), cancellation));
        } catch (ParseException unreadable) {
            // Its words may quote the answer, in which there may be a token.
            throw failed("the issuer answered at " + request.getEndpointURI() + " with what is no answer");
        }
    }

    private Grant read(Member member, List<String> scopes, AccessTokenResponse response) {
        AccessToken token = response.getTokens().getAccessToken();
        boolean bearer = AccessTokenType.BEARER.equals(token.getType());
        if (!bearer || !isLegal(token.getValue())) throw failed("the issuer gives a token of a kind that is not known");
        RefreshToken refresh = response.getTokens().getRefreshToken();
        List<String> granted = token.getScope() == null
                ? scopes
                : Challenge.Scopes.union(scopes, token.getScope().toStringList());
        Instant ends = token.getLifetime() > 0
                ? Instant.now().plusSeconds(Math.min(token.getLifetime(), Integer.MAX_VALUE))
                : null;
        return new Grant(
                member, resource, granted, token.getValue(), refresh == null ? null : refresh.getValue(), ends);
    }

    /** Whether it can be sent in a header as it is. */
    private static boolean isLegal(String token) {
        return token.chars().allMatch(each -> each > 0x20 && each < 0x7f);
    }

    private static Scope scope(List<String> scopes) {
        return new Scope(scopes.toArray(String[]::new));
    }

    /** What an issuer says of its refusal. */
    static String words(@Nullable ErrorObject error) {
        if (error == null || error.getCode() == null) return "it does not say why";
        String code = CleanText.line(error.getCode(), 100);
        return error.getDescription() == null ? code : code + ": " + CleanText.line(error.getDescription(), 300);
    }

    private McpException failed(String why) {
        return McpException.locked("No token can be had for the MCP server '" + http.server() + "': " + why, null);
    }
}
