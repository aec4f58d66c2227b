package dev.spindle.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spindle.context.Cancellation;
import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.message.Transcript;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that several programs use: each refresh token counts once. */
@Timeout(60)
class SharedTokensTest {
    private FakeIssuer issuer;

    @TempDir
    Path folder;

    @BeforeEach
    void logIn() throws IOException {
        issuer = new FakeIssuer();
        issuer.lasting = true;
        issuer.lifetime = 10; // less than what a token must last to be sent: each request renews it
        McpAuthorization person =
                McpAuthorization.by(new LoopbackBrowser(SharedTokensTest::visit, Duration.ofSeconds(30)));
        try (McpRegistry tools = McpRegistry.of(issuer.source(person.withTokens(folder)))) {
            assertThat(tools.list(Transcript.EMPTY)).hasSize(1);
        }
    }

    @AfterEach
    void close() {
        issuer.close();
    }

    @Test
    void twoProcessesThatRenewAtOnceBurnNoToken() throws IOException {
        try (TokenProcess one = TokenProcess.start(issuer.uri("/mcp"), folder, 40);
                TokenProcess other = TokenProcess.start(issuer.uri("/mcp"), folder, 40)) {

            one.begin();
            other.begin();

            assertThat(one.result()).isEqualTo("40");
            assertThat(other.result()).isEqualTo("40");
        }
        assertThat(issuer.heard("burnt")).isEmpty();
        assertThat(issuer.heard("token {grant_type=refresh_token")).hasSizeGreaterThan(80);
    }

    @Test
    void twoRegistriesOfOneProcessRenewOneAfterTheOther() {
        McpAuthorization kept = McpAuthorization.kept(folder);
        try (McpRegistry one = McpRegistry.of(issuer.source(kept));
                McpRegistry other = McpRegistry.of(issuer.source(kept))) {
            one.list(Transcript.EMPTY);
            issuer.valid = "revoked";
            issuer.lasting = false;

            assertThat(McpRegistryTest.call(one, "s_work", "{}").text()).isEqualTo("worked");
            assertThat(McpRegistryTest.call(other, "s_work", "{}").text()).isEqualTo("worked");
            assertThat(McpRegistryTest.call(one, "s_work", "{}").text()).isEqualTo("worked");
        }
        assertThat(issuer.heard("burnt")).isEmpty();
    }

    @Test
    void whoWaitsForAnotherToRenewHearsThatItIsCancelled() throws Exception {
        TokenFolder tokens = new TokenFolder(folder);
        Cancellation cancellation = Cancellation.create();
        try (TokenLock first = tokens.lock(issuer.uri("/mcp"), Cancellation.create())) {
            CompletableFuture<TokenLock> second =
                    CompletableFuture.supplyAsync(() -> tokens.lock(issuer.uri("/mcp"), cancellation));

            cancellation.cancel("enough");

            assertThatThrownBy(() -> second.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(CancelledException.class);
            assertThat(first).isNotNull();
        }
        tokens.lock(issuer.uri("/mcp"), Cancellation.create()).close();
    }

    @Test
    void whatWasForgottenIsNotRenewedByAnother() {
        McpAuthorization kept = McpAuthorization.kept(folder);
        try (McpRegistry tools = McpRegistry.of(issuer.source(kept))) {
            tools.list(Transcript.EMPTY);
            kept.forget(issuer.uri("/mcp"));
            issuer.lasting = false;
            issuer.valid = "revoked";

            assertThat(McpRegistryTest.call(tools, "s_work", "{}").text())
                    .endsWith("run spindle mcp login " + issuer.uri("/mcp"));
        }
        assertThat(kept.isKept(issuer.uri("/mcp"))).isFalse();
    }

    private static void visit(URI address) {
        try {
            ((HttpURLConnection) address.toURL().openConnection()).getResponseCode();
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }
}
