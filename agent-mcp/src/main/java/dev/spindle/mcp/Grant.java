package dev.spindle.mcp;

import dev.spindle.json.Json;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A token, and what is needed to renew it.
 *
 * @param resource what it is good for, as the server calls itself
 * @param scopes that were asked for or granted
 * @param token of the scheme Bearer
 * @param refresh gets the next one; null if nothing does
 * @param ends when the token does; null if nobody knows
 */
record Grant(
        Member member,
        URI resource,
        List<String> scopes,
        String token,
        @Nullable String refresh,
        @Nullable Instant ends) {
    private static final Duration EARLY = Duration.ofSeconds(30);

    /**
     * What this program is to one issuer.
     *
     * @param issuer as it calls itself
     * @param tokenEndpoint where it gives tokens
     * @param id this program's name there
     * @param secret null if it has none
     * @param method how it says who it is: "none", "client_secret_basic", "client_secret_post" or "private_key_jwt"
     * @param redirect that it was registered with; null if it did not register itself
     */
    record Member(
            String issuer,
            URI tokenEndpoint,
            String id,
            @Nullable String secret,
            String method,
            @Nullable URI redirect) {
        @Override
        public String toString() {
            return "Member[" + id + " of " + issuer + "]";
        }
    }

    /** Whether the token will not last for another request. */
    boolean isEnding(Instant now) {
        return ends != null && now.plus(EARLY).isAfter(ends);
    }

    Json json() {
        return Fields.of("issuer", member.issuer())
                .and("tokenEndpoint", member.tokenEndpoint().toString())
                .and("clientId", member.id())
                .and("clientSecret", member.secret())
                .and("method", member.method())
                .and(
                        "redirect",
                        member.redirect() == null ? null : member.redirect().toString())
                .and("resource", resource.toString())
                .and("scope", String.join(" ", scopes))
                .and("accessToken", token)
                .and("refreshToken", refresh)
                .and("ends", ends == null ? null : ends.getEpochSecond())
                .json();
    }

    /**
     * A grant that was written.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Grant of(Json json) {
        String redirect = Fields.string(json, "redirect");
        Member member = new Member(
                needed(json, "issuer"),
                URI.create(needed(json, "tokenEndpoint")),
                needed(json, "clientId"),
                Fields.findString(json, "clientSecret").orElse(null),
                needed(json, "method"),
                redirect.isEmpty() ? null : URI.create(redirect));
        long ends = Fields.count(json, "ends", -1);
        return new Grant(
                member,
                URI.create(needed(json, "resource")),
                Challenge.Scopes.of(Fields.string(json, "scope")),
                needed(json, "accessToken"),
                Fields.findString(json, "refreshToken").orElse(null),
                ends < 0 ? null : Instant.ofEpochSecond(Math.min(ends, Instant.MAX.getEpochSecond())));
    }

    private static String needed(Json json, String field) {
        return Fields.findString(json, field)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new IllegalArgumentException("it lacks " + field));
    }

    @Override
    public String toString() {
        return "Grant[" + member + " for " + resource + "]";
    }
}
