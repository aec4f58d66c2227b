package dev.spindle.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.spindle.context.Cancellation;
import dev.spindle.mcp.McpAuthorization.Browser;
import dev.spindle.mcp.McpAuthorization.Registered;
import dev.spindle.mcp.McpAuthorization.Secret;
import dev.spindle.mcp.McpAuthorization.Service;
import dev.spindle.message.Transcript;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens: got, kept, renewed, and never given to somebody else. */
class AuthorizerTest {
    private final List<AutoCloseable> opened = new ArrayList<>();
    private FakeIssuer issuer;

    @TempDir
    Path folder;

    @BeforeEach
    void listen() throws IOException {
        issuer = new FakeIssuer();
        opened.add(issuer);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) each.close();
    }

    @Test
    void aPersonLogsInOnceAndTheTokenIsKeptForItsOwnerAlone() throws IOException {
        McpRegistry first = open(McpAuthorization.by(person()).withTokens(folder.resolve("tokens")));

        assertThat(first.list(Transcript.EMPTY)).hasSize(1);
        assertThat(open(McpAuthorization.kept(folder.resolve("tokens"))).list(Transcript.EMPTY))
                .hasSize(1);
        assertThat(issuer.heard("authorize"))
                .singleElement()
                .asString()
                .contains("code_challenge_method=S256", "resource=" + issuer.uri("/mcp"), "scope=read");
        assertThat(issuer.heard("register")).singleElement().asString().contains("\"application_type\":\"native\"");
        try (Stream<Path> files = Files.list(folder.resolve("tokens"))) {
            assertThat(files)
                    .hasSize(2) // of which one is the lock
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void aTokenThatEndsIsRenewedBeforeItIsSent() {
        issuer.lifetime = 10;
        McpRegistry tools = open(McpAuthorization.by(person()));

        tools.list(Transcript.EMPTY);

        assertThat(issuer.heard("authorize")).hasSize(1);
        assertThat(issuer.heard("token {grant_type=refresh_token")).isNotEmpty();
        assertThat(issuer.heard("mcp")).noneMatch(each -> each.endsWith("Bearer t1"));
    }

    @Test
    void aTokenThatTheServerNoLongerTakesIsRenewedWithoutAPerson() {
        McpRegistry tools = open(McpAuthorization.by(person()));
        tools.list(Transcript.EMPTY);

        issuer.valid = "revoked";

        assertThat(McpRegistryTest.call(tools, "s_work", "{}").text()).isEqualTo("worked");
        assertThat(issuer.heard("authorize")).hasSize(1);
    }

    @Test
    void aPersonIsAskedAgainWhereATokenCannotBeRenewed() {
        McpRegistry tools = open(McpAuthorization.by(person()));
        tools.list(Transcript.EMPTY);

        issuer.valid = "revoked";
        issuer.refresh = "revoked";

        assertThat(McpRegistryTest.call(tools, "s_work", "{}").text()).isEqualTo("worked");
        assertThat(issuer.heard("authorize")).hasSize(2);
    }

    @Test
    void aCallThatNeedsMoreIsMadeWithMore() {
        issuer.needed = "write";
        McpRegistry tools = open(McpAuthorization.by(person()));

        assertThat(McpRegistryTest.call(tools, "s_work", "{}").text()).isEqualTo("worked");
        assertThat(issuer.heard("authorize").get(1)).contains("scope=read write");
    }

    @Test
    void aServerThatTakesNoTokenAsksAPersonOnce() {
        AtomicInteger visits = new AtomicInteger();
        issuer.deaf = true;
        McpRegistry tools = open(McpAuthorization.by(counting(person(), visits)));

        assertThat(tools.list(Transcript.EMPTY)).isEmpty();
        assertThat(tools.failures().get("s")).contains("it does not take the token that its issuer ");
        assertThat(visits).hasValue(1);
    }

    @Test
    void whoDidNotLogInIsNotAskedAgainAtOnce() {
        AtomicInteger visits = new AtomicInteger();
        Browser nobody = new Browser() {
            @Override
            public URI redirect() {
                return URI.create("http://127.0.0.1:1/callback");
            }

            @Override
            public URI visit(URI address, Cancellation cancellation) throws IOException {
                visits.incrementAndGet();
                throw new IOException("the window was closed");
            }
        };
        McpRegistry tools = open(McpAuthorization.by(nobody));

        assertThat(tools.list(Transcript.EMPTY)).isEmpty();
        assertThat(tools.failures().get("s"))
                .isEqualTo("No token can be had for the MCP server 's': nobody has logged in: the window was closed");
        tools.list(Transcript.EMPTY);

        assertThat(visits).hasValue(1);
    }

    @Test
    void whereNobodyIsToLogInTheErrorSaysWhatToDo() {
        McpRegistry tools = open(McpAuthorization.kept(folder));

        assertThat(tools.list(Transcript.EMPTY)).isEmpty();
        assertThat(tools.failures().get("s"))
                .endsWith(
                        "it wants somebody to log in, and nobody is here; run spindle mcp login " + issuer.uri("/mcp"));
    }

    @Test
    void aServiceNeedsNobody() {
        McpRegistry tools = open(McpAuthorization.service(new Service("cron", new Secret("s3cret"), issuer.uri(""))));

        assertThat(tools.list(Transcript.EMPTY)).hasSize(1);
        assertThat(issuer.heard("token")).singleElement().asString().contains("client_credentials", "Basic ");
    }

    @Test
    void whatAnIssuerRepeatsOfTheProofIsToldNobody() {
        String secret = "s3cret/of+cron";
        issuer.echoing = true;
        McpRegistry tools = open(McpAuthorization.service(new Service("cron", new Secret(secret), issuer.uri(""))));

        tools.list(Transcript.EMPTY);

        String basic = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
        assertThat(tools.failures().get("s"))
                .contains("invalid_client", "[secret]")
                .doesNotContain(secret, basic.substring(0, 8), "s3cret");
    }

    @Test
    void aSecretIsForItsOwnIssuerAlone() {
        McpRegistry tools = open(McpAuthorization.service(
                new Service("cron", new Secret("s3cret"), URI.create("https://issuer.example"))));

        assertThat(tools.list(Transcript.EMPTY)).isEmpty();
        assertThat(tools.failures().get("s")).endsWith("the client 'cron' is one of https://issuer.example");
        assertThat(issuer.heard("token")).isEmpty();
    }

    @Test
    void aSecretWithoutAnIssuerStaysWithTheFirst() throws IOException {
        Registered client = new Registered("app", "s3cret", null);
        open(McpAuthorization.by(person()).withClient(client).withTokens(folder))
                .list(Transcript.EMPTY);
        FakeIssuer thief = new FakeIssuer();
        opened.add(thief);
        issuer.resource.put("authorization_servers", List.of(thief.uri("").toString()));
        issuer.valid = "revoked";

        McpRegistry tools =
                open(McpAuthorization.by(person()).withClient(client).withTokens(folder));

        assertThat(tools.list(Transcript.EMPTY)).isEmpty();
        assertThat(thief.heard("token")).isEmpty();
        assertThat(thief.heard("authorize")).isEmpty();
    }

    @Test
    void theTokenOfOneIssuerIsNotRenewedByAnother() throws IOException {
        FakeIssuer other = new FakeIssuer();
        opened.add(other);
        McpRegistry tools = open(McpAuthorization.by(person()));
        tools.list(Transcript.EMPTY);

        issuer.resource.put("authorization_servers", List.of(other.uri("").toString()));
        issuer.valid = "revoked";
        McpRegistryTest.call(tools, "s_work", "{}");

        assertThat(other.heard("register")).hasSize(1);
        assertThat(other.heard("token")).hasSize(1).allMatch(each -> each.contains("authorization_code"));
    }

    @Test
    void neitherATokenNorACodeFollowsARedirect() throws IOException {
        List<String> elsewhere = new ArrayList<>();
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            elsewhere.add(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(200, -1);
        });
        other.start();
        opened.add(() -> other.stop(0));
        issuer.redirect = "http://127.0.0.1:" + other.getAddress().getPort() + "/";

        McpRegistry tools = open(McpAuthorization.by(person()));

        assertThat(tools.list(Transcript.EMPTY)).isEmpty();
        assertThat(tools.failures().get("s")).contains("redirects, which is not followed where tokens are given");
        assertThat(elsewhere).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example/mcp", "http://127.0.0.1:1/mcp", "no address", "SAME/other", "SAME/mc"})
    void aServerThatSpeaksForAnotherGetsNoToken(String resource) {
        issuer.resource.put("resource", resource.replace("SAME", issuer.uri("").toString()));
        McpRegistry tools = open(McpAuthorization.by(person()));

        assertThat(tools.list(Transcript.EMPTY)).isEmpty();
        assertThat(tools.failures().get("s")).contains("a token would be for somebody else");
        assertThat(issuer.heard("authorize")).isEmpty();
    }

    @Test
    void anIssuerWithoutPkceIsRefused() {
        issuer.metadata.remove("code_challenge_methods_supported");
        McpRegistry tools = open(McpAuthorization.by(person()));

        assertThat(tools.list(Transcript.EMPTY)).isEmpty();
        assertThat(tools.failures().get("s")).contains("PKCE with S256");
        assertThat(issuer.heard("authorize")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "javascript:alert(1)", "http://evil.example/authorize"})
    void nobodyIsSentToAnAddressThatIsNoneOfTheWeb(String address) {
        issuer.metadata.put("authorization_endpoint", address);
        AtomicInteger visits = new AtomicInteger();
        McpRegistry tools = open(McpAuthorization.by(counting(person(), visits)));

        assertThat(tools.list(Transcript.EMPTY)).isEmpty();
        assertThat(visits).hasValue(0);
    }

    @Test
    void onlyTheStateThatWasSentComesBack() throws IOException {
        LoopbackBrowser browser = new LoopbackBrowser(
                address -> {
                    assertThat(status(URI.create(redirectOf(address) + "?code=evil&state=guess")))
                            .isEqualTo(400);
                    assertThat(status(URI.create(redirectOf(address) + "?code=good&state=s1")))
                            .isEqualTo(200);
                },
                Duration.ofSeconds(30));
        URI redirect = browser.redirect();

        URI back = browser.visit(
                URI.create("https://issuer.example/a?state=s1&redirect_uri=" + redirect), Cancellation.create());

        assertThat(back).hasToString(redirect + "?code=good&state=s1");
        assertThat(redirect.getHost()).isEqualTo("127.0.0.1");
    }

    @Test
    void tokensThatCannotBeReadAreNamedAndNotPrinted() throws IOException {
        McpAuthorization how = McpAuthorization.by(person()).withTokens(folder);
        open(how).list(Transcript.EMPTY);
        Path file;
        try (Stream<Path> files = Files.list(folder)) {
            file = files.filter(each -> each.toString().endsWith(".json"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.writeString(file, "{\"accessToken\":\"s3cret");

        McpRegistry tools = open(how);

        assertThat(tools.list(Transcript.EMPTY)).isEmpty();
        assertThat(tools.failures().get("s"))
                .isEqualTo("The tokens in " + file + " cannot be read; delete the file and log in again");
        assertThat(how.forget(issuer.uri("/mcp"))).isTrue();
        assertThat(how.forget(issuer.uri("/mcp"))).isFalse();
    }

    /** A person who agrees at once. */
    private static Browser person() {
        return new LoopbackBrowser(address -> status(address), Duration.ofSeconds(30));
    }

    private static Browser counting(Browser browser, AtomicInteger visits) {
        return new Browser() {
            @Override
            public URI redirect() {
                return browser.redirect();
            }

            @Override
            public URI visit(URI address, Cancellation cancellation) throws IOException {
                visits.incrementAndGet();
                return browser.visit(address, cancellation);
            }
        };
    }

    private static String redirectOf(URI address) {
        return address.getQuery().substring(address.getQuery().indexOf("redirect_uri=") + "redirect_uri=".length());
    }

    private static int status(URI address) {
        try {
            return ((HttpURLConnection) address.toURL().openConnection()).getResponseCode();
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }

    private McpRegistry open(McpAuthorization how) {
        McpRegistry tools = McpRegistry.of(issuer.source(how));
        opened.add(0, tools);
        return tools;
    }
}
