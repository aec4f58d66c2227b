package dev.spindle.mcp;

import dev.spindle.context.Cancellation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.PrivateKey;
import org.jspecify.annotations.Nullable;

/**
 * How this program gets the tokens of a server that wants them, by OAuth 2.1.
 *
 * <p>The server is asked where tokens come from; the issuer that it names is asked for one, with PKCE, for this server alone. A token is
 * sent to no other address, renewed before it ends, and got anew with more scope when the server asks for that. Neither servers nor issuers
 * are spoken to without TLS, except at the loopback address.
 *
 * @param client what this program is to the issuer
 * @param browser takes a person to the issuer; null if nobody is there, or nobody is needed
 * @param tokens a folder where tokens are kept for all processes that name it, readable by its owner alone, on a disk whose files can be
 *     locked; null to keep them in memory
 */
public record McpAuthorization(
        Client client, @Nullable Browser browser, @Nullable Path tokens) {
    /** What a program is that nobody has said anything about: it registers itself as "Spindle". */
    public static final Client NEWCOMER = new Newcomer("Spindle");

    /** A person logs in, and this program registers itself where it is not known. */
    public static McpAuthorization by(Browser browser) {
        return new McpAuthorization(NEWCOMER, browser, null);
    }

    /** Nobody logs in: the tokens that are kept in a folder are used, as long as they can be renewed. */
    public static McpAuthorization kept(Path tokens) {
        return new McpAuthorization(NEWCOMER, null, tokens);
    }

    /** Nobody logs in: this program is known to the issuer, and has rights of its own. */
    public static McpAuthorization service(Service service) {
        return new McpAuthorization(service, null, null);
    }

    /** As another client. */
    public McpAuthorization withClient(Client other) {
        return new McpAuthorization(other, browser, tokens);
    }

    /** With somebody who logs in. */
    public McpAuthorization withBrowser(Browser other) {
        return new McpAuthorization(client, other, tokens);
    }

    /** With a folder for tokens. */
    public McpAuthorization withTokens(Path folder) {
        return new McpAuthorization(client, browser, folder);
    }

    /**
     * Forgets the tokens that are kept for a server; the issuer is not told.
     *
     * @return whether there were any
     * @throws McpException if they cannot be deleted
     */
    public boolean forget(URI server) {
        return tokens != null && new TokenFolder(tokens).delete(server);
    }

    /**
     * Whether tokens are kept for a server, good or not.
     *
     * @throws McpException if what is kept cannot be read
     */
    public boolean isKept(URI server) {
        return tokens != null && new TokenFolder(tokens).read(server) != null;
    }

    /** What a program is to an issuer of tokens. */
    public sealed interface Client permits Newcomer, Document, Registered, Service {}

    /**
     * One that the issuer does not know: it registers itself, for each login anew unless the address to come back to is the same.
     *
     * @param name shown to the person who logs in
     */
    public record Newcomer(String name) implements Client {}

    /**
     * One that describes itself in a document on the web; where the issuer does not read such documents, it registers itself.
     *
     * @param address of the document, which is its name
     */
    public record Document(URI address) implements Client {
        /**
         * Checks the address.
         *
         * @throws IllegalArgumentException if it is not https, or has no path
         */
        public Document {
            boolean fits = "https".equalsIgnoreCase(address.getScheme())
                    && address.getHost() != null
                    && address.getPath() != null
                    && address.getPath().length() > 1;
            if (!fits) throw new IllegalArgumentException("The address of a client's document is https and has a path");
        }
    }

    /**
     * One that somebody has registered with the issuer.
     *
     * @param id its name there
     * @param secret null if it has none
     * @param issuer the only one that hears the secret; null for the one that the server names first, which is then remembered with the
     *     tokens
     */
    public record Registered(
            String id, @Nullable String secret, @Nullable URI issuer) implements Client {
        /** The name alone. */
        @Override
        public String toString() {
            return "Registered[" + id + "]";
        }
    }

    /**
     * One that acts for nobody but itself.
     *
     * @param id its name with the issuer
     * @param proof that it is who it says
     * @param issuer the only one that gets the proof; null for the one that the server names
     */
    public record Service(String id, Proof proof, @Nullable URI issuer) implements Client {}

    /** What proves who a service is. */
    public sealed interface Proof permits Secret, SigningKey {}

    /** A secret that is sent to the issuer. */
    public record Secret(String text) implements Proof {
        /** Nothing of it. */
        @Override
        public String toString() {
            return "Secret";
        }
    }

    /** A private key, RSA or of a curve of the NIST, with which a statement for the issuer is signed. */
    public record SigningKey(PrivateKey key) implements Proof {
        /** Nothing of it. */
        @Override
        public String toString() {
            return "SigningKey";
        }
    }

    /** Takes a person to an issuer of tokens and back. Called on the thread whose request waits for the token. */
    public interface Browser {
        /** The address that the issuer sends the person back to; the same until the visit is over. */
        URI redirect();

        /**
         * Shows a person an address, and waits until they have been sent back.
         *
         * @param address of the issuer; https, or at the loopback address
         * @param cancellation ends the wait
         * @return the whole address that they were sent back to
         * @throws IOException if they do not come back
         */
        URI visit(URI address, Cancellation cancellation) throws IOException;
    }
}
