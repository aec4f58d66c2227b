package dev.spindle.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spindle.http.HttpTransport;
import dev.spindle.mcp.McpAuthorization.Registered;
import dev.spindle.mcp.McpAuthorization.Secret;
import dev.spindle.mcp.McpAuthorization.Service;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused, and what is not printed, before anybody is asked for a token. */
class AuthorizationTermsTest {
    private static final URI SERVER = URI.create("http://127.0.0.1:9/mcp");

    @TempDir
    Path folder;

    @Test
    void addressesAreAskedWithTlsOrOnThisMachineFromThisMachine() {
        try (HttpTransport transport = HttpTransport.create()) {
            AuthHttp elsewhere = new AuthHttp("s", false, transport);
            AuthHttp here = new AuthHttp("s", true, transport);

            assertThat(elsewhere.checked("https://issuer.example/x")).hasHost("issuer.example");
            assertThat(here.checked("http://localhost:1/x")).hasHost("localhost");
            for (String bad : List.of(
                    "http://issuer.example/x",
                    "https://127.0.0.1/x",
                    "http://[::1]/x",
                    "https://u:p@issuer.example/",
                    "x")) assertThatThrownBy(() -> elsewhere.checked(bad)).isInstanceOf(McpException.class);
            assertThatThrownBy(() -> here.checked("http://issuer.example/x"))
                    .hasMessageEndingWith("what is secret is sent by https only");
        }
    }

    @Test
    void aTokenInTheHeadersAndAWayToGetOneAreOneTooMany() {
        McpSource source = new McpSource(
                "s", new McpSource.Http(SERVER, Map.of("authorization", "Bearer x")), McpSource.Terms.DEFAULT);

        assertThatThrownBy(() ->
                        source.withTerms(McpSource.Terms.DEFAULT.withAuthorization(McpAuthorization.kept(folder))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'Authorization'");
    }

    @Test
    void noSecretIsPrinted() {
        Grant grant = new Grant(
                new Grant.Member("https://i.example", SERVER.resolve("/t"), "c", "s3cret", "none", null),
                SERVER,
                List.of(),
                "s3cret",
                "s3cret",
                null);

        assertThat(grant + " " + McpAuthorization.service(new Service("c", new Secret("s3cret"), null))
                        + new Registered("c", "s3cret", null))
                .doesNotContain("s3cret");
    }
}
