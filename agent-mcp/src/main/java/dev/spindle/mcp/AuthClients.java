package dev.spindle.mcp;

import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.client.ClientInformation;
import com.nimbusds.oauth2.sdk.client.ClientRegistrationErrorResponse;
import com.nimbusds.oauth2.sdk.client.ClientRegistrationResponse;
import com.nimbusds.openid.connect.sdk.rp.ApplicationType;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientMetadata;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientRegistrationRequest;
import dev.spindle.context.Cancellation;
import dev.spindle.mcp.Grant.Member;
import dev.spindle.mcp.McpAuthorization.Client;
import dev.spindle.mcp.McpAuthorization.Document;
import dev.spindle.mcp.McpAuthorization.Newcomer;
import dev.spindle.mcp.McpAuthorization.Registered;
import dev.spindle.mcp.McpAuthorization.Secret;
import dev.spindle.mcp.McpAuthorization.Service;
import dev.spindle.mcp.McpAuthorization.SigningKey;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What this program is to an issuer: what it was told, the document that it points to, or what it becomes by registering itself.
 *
 * @param earlier what it was to the issuer of the tokens that it has; null if it has none
 */
record AuthClients(
        AuthHttp http,
        AuthorizationServerMetadata issuer,
        @Nullable Member earlier) {
    private static final String DOCUMENTS = "client_id_metadata_document_supported";
    private static final String NONE = "none";
    private static final String BASIC = "client_secret_basic";
    private static final String POST = "client_secret_post";

    /**
     * What this program is.
     *
     * @param redirect where a person is sent back to; null if nobody logs in
     * @throws McpException if it cannot become anything
     */
    Member member(Client client, @Nullable URI redirect, Cancellation cancellation) {
        if (client instanceof Registered registered) {
            check(registered.id(), registered.issuer());
            return member(registered.id(), registered.secret(), method(registered.secret(), null), null);
        }
        if (client instanceof Service service) return service(service);
        if (client instanceof Document document && Boolean.TRUE.equals(issuer.getCustomParameter(DOCUMENTS)))
            return member(document.address().toString(), null, NONE, null);
        if (redirect == null) throw failed("nobody is there to log in");
        Member known = earlier;
        if (known != null && known.issuer().equals(name()) && redirect.equals(known.redirect())) return known;
        String name = client instanceof Newcomer newcomer ? newcomer.name() : "Spindle";
        return registered(name, redirect, cancellation);
    }

    /** A secret is for the issuer that has given it. */
    private void check(String id, @Nullable URI own) {
        String wanted =
                own != null ? own.toString() : earlier != null && earlier.id().equals(id) ? earlier.issuer() : null;
        if (wanted != null && !wanted.equals(name()))
            throw failed("it names the issuer " + name() + ", and the client '" + CleanText.line(id, 100)
                    + "' is one of " + wanted);
    }

    private Member service(Service service) {
        check(service.id(), service.issuer());
        if (service.proof() instanceof SigningKey) return member(service.id(), null, "private_key_jwt", null);
        String secret = ((Secret) service.proof()).text();
        return member(service.id(), secret, method(secret, null), null);
    }

    private Member registered(String name, URI redirect, Cancellation cancellation) {
        URI endpoint = issuer.getRegistrationEndpointURI();
        if (endpoint == null)
            throw failed("its issuer " + name()
                    + " lets nobody register by itself; register this program there, and name it by its client id");
        OIDCClientMetadata metadata = new OIDCClientMetadata();
        metadata.setName(name);
        metadata.setApplicationType(ApplicationType.NATIVE);
        metadata.setRedirectionURI(redirect);
        metadata.setGrantTypes(new LinkedHashSet<>(List.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN)));
        metadata.setResponseTypes(Set.of(ResponseType.CODE));
        metadata.setTokenEndpointAuthMethod(new ClientAuthenticationMethod(offered()));
        OIDCClientRegistrationRequest request = new OIDCClientRegistrationRequest(endpoint, metadata, null);
        try {
            ClientRegistrationResponse response =
                    ClientRegistrationResponse.parse(http.send(request.toHTTPRequest(), cancellation));
            if (response instanceof ClientRegistrationErrorResponse refused)
                throw failed("its issuer " + name() + " does not register this program: "
                        + AuthFlow.words(refused.getErrorObject()));
            return joined(response.toSuccessResponse().getClientInformation(), redirect);
        } catch (ParseException unreadable) {
            throw failed("its issuer " + name() + " answered the registration with what cannot be read: "
                    + CleanText.line(String.valueOf(unreadable.getMessage()), 300));
        }
    }

    private Member joined(ClientInformation information, URI redirect) {
        String secret =
                information.getSecret() == null ? null : information.getSecret().getValue();
        ClientAuthenticationMethod said = information.getMetadata().getTokenEndpointAuthMethod();
        String method = method(secret, said == null ? null : said.getValue());
        return member(information.getID().getValue(), secret, method, redirect);
    }

    /** The way of saying who it is that this program asks for: none, where that is enough. */
    private String offered() {
        List<String> known = methods();
        if (known.contains(NONE)) return NONE;
        return known.contains(BASIC) || !known.contains(POST) ? BASIC : POST;
    }

    private String method(@Nullable String secret, @Nullable String agreed) {
        List<String> known = methods();
        if (secret == null) return NONE;
        if (agreed != null && List.of(NONE, BASIC, POST).contains(agreed)) return agreed;
        if (known.contains(BASIC)) return BASIC;
        if (known.contains(POST)) return POST;
        return known.contains(NONE) ? NONE : BASIC;
    }

    /** What the issuer knows; by RFC 8414, one that does not say knows {@code client_secret_basic}. */
    private List<String> methods() {
        List<ClientAuthenticationMethod> methods = issuer.getTokenEndpointAuthMethods();
        return methods == null
                ? List.of(BASIC)
                : methods.stream().map(ClientAuthenticationMethod::getValue).toList();
    }

    private Member member(String id, @Nullable String secret, String method, @Nullable URI redirect) {
        return new Member(name(), issuer.getTokenEndpointURI(), id, secret, method, redirect);
    }

    private String name() {
        return issuer.getIssuer().getValue();
    }

    private McpException failed(String why) {
        return McpException.locked("No token can be had for the MCP server '" + http.server() + "': " + why, null);
    }
}
