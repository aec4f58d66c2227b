package dev.spindle.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.message.Transcript;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server says of the tokens that it wants. */
class ChallengeTest {
    @Test
    void challengesOfAnyFormAreRead() {
        assertThat(Challenge.parse("Basic realm=\"a\", Bearer error = \"x\\\"y\", Scope=read, , =,junk, DPoP a=b"))
                .isEqualTo(Map.of("error", "x\"y", "scope", "read"));
        assertThat(Challenge.parse("Bearer scope=\"never closed")).containsEntry("scope", "never closed");
        assertThat(Challenge.parse("Bearer")).isEmpty();
        assertThat(Challenge.parse("=\"".repeat(4_000))).isEmpty();
        assertThat(Challenge.Scopes.of("a b  a \"c\" d\u0007")).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic realm=\"here\"", "Negotiate", "DPoP algs=\"ES256\", scope=\"other\""})
    void aHeaderForEachWayInHidesNone(String otherwise) throws IOException {
        try (FakeIssuer issuer = new FakeIssuer()) {
            issuer.otherwise = otherwise;
            issuer.needed = "write";
            LoopbackBrowser person = new LoopbackBrowser(ChallengeTest::visit, Duration.ofSeconds(30));
            try (McpRegistry tools = McpRegistry.of(issuer.source(McpAuthorization.by(person)))) {
                tools.list(Transcript.EMPTY);

                String text = McpRegistryTest.call(tools, "s_work", "{}").text();

                assertThat(text).isEqualTo("worked");
            }
            assertThat(issuer.heard("authorize").get(0)).contains("scope=read");
            assertThat(issuer.heard("authorize").get(1)).contains("scope=read write");
        }
    }

    private static void visit(URI address) {
        try {
            ((HttpURLConnection) address.toURL().openConnection()).getResponseCode();
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }
}
