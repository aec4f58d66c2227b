package dev.spindle.tools.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spindle.json.Json;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.tool.ToolResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import okhttp3.Dns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks on a real server of this machine, which stands for everything that must not be reached. */
class HttpToolsTest {
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private int port;

    @BeforeEach
    void aServerOfThisMachine() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 20);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> answer(exchange, 200, "text/plain", "the secret"));
        server.start();
        port = server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    static Stream<String> attacks() throws IOException {
        try (InputStream lines = HttpToolsTest.class.getResourceAsStream("/http-attacks.txt")) {
            String all = new String(lines.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.concat(
                    Stream.of(""),
                    all.lines().map(line -> Json.parse('"' + line + '"').string()));
        }
    }

    @Test
    void numberOfAttacksIsTold() throws Exception {
        int stopped = 0;
        for (String attack : attacks().toList()) {
            if (refused(attack).outcome() == Outcome.FAILED && heard.isEmpty()) stopped++;
        }

        System.out.println("http: addresses that lead inside " + attacks().count() + ", stopped " + stopped);
        assertThat(stopped).isEqualTo((int) attacks().count());
    }

    private ToolResult refused(String attack) throws InterruptedException {
        HttpTools tools =
                new HttpTools(HttpPolicy.builder().allow("*", "*:" + port).build());
        return tools.get(attack.replace("PORT", String.valueOf(port)));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void addressesOfThisMachineAndOfNetworksAroundItAreRefused(String attack) throws Exception {
        ToolResult refused = refused(attack);

        assertThat(refused.outcome()).as(refused.text()).isEqualTo(Outcome.FAILED);
        // Not because nobody answered there.
        assertThat(refused.text()).doesNotStartWith("The connection").doesNotStartWith("There was no");
        assertThat(heard).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1", "64:ff9b::7f00:1", "2002:7f00:1::"
            })
    void nameThatLeadsInsideIsRefused(String address) throws Exception {
        HttpTools tools = new HttpTools(
                HttpPolicy.builder().allow("evil.example").build(), host -> List.of(InetAddress.getByName(address)));

        assertThat(tools.get("http://evil.example/").text()).contains("is not on the public Internet");
    }

    @Test
    void nameWithOnePrivateAddressAmongPublicOnesIsRefused() throws Exception {
        HttpTools tools = new HttpTools(
                HttpPolicy.builder().allow("evil.example").build(),
                host -> List.of(InetAddress.getByName("93.184.216.34"), InetAddress.getLoopbackAddress()));

        assertThat(tools.get("http://evil.example/").text()).contains("is not on the public Internet");
    }

    @Test
    void resolverThatChangesItsAnswerGainsNothing() throws Exception {
        AtomicInteger lookups = new AtomicInteger();
        Dns rebinding = host -> lookups.getAndIncrement() == 0
                ? List.of(InetAddress.getByName("192.0.2.1"))
                : List.of(InetAddress.getLoopbackAddress());
        HttpTools tools =
                new HttpTools(HttpPolicy.builder().allow("evil.example").build(), rebinding);

        for (int i = 0; i < 3; i++)
            assertThat(tools.get("http://evil.example/").outcome()).isEqualTo(Outcome.FAILED);

        assertThat(lookups).hasValue(3);
        assertThat(heard).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.2:PORT/",
                "http://[::1]:PORT/",
                "http://0:PORT/",
                "//127.0.0.2:PORT/",
                "http://other.example/",
                "file:///etc/passwd",
                "http://u@own.example:PORT/",
                "http://169.254.169.254/"
            })
    void redirectsAreCheckedLikeFirstRequests(String target) throws Exception {
        server.createContext("/go", exchange -> redirect(exchange, 302, target.replace("PORT", "" + port)));

        ToolResult refused = own().get("http://own.example:" + port + "/go");

        assertThat(refused.outcome()).as(refused.text()).isEqualTo(Outcome.FAILED);
        assertThat(heard).containsExactly("GET /go");
    }

    @Test
    void circlesOfRedirectsEnd() throws Exception {
        server.createContext("/round", exchange -> redirect(exchange, 301, "/round"));

        assertThat(own().get("http://own.example:" + port + "/round").text())
                .isEqualTo("It redirects more than 5 times.");
    }

    @Test
    void keysGoToTheirOriginAloneAlsoWhenItRedirects() throws Exception {
        AtomicReference<String> first = new AtomicReference<>();
        AtomicReference<String> second = new AtomicReference<>("none");
        server.createContext("/api", exchange -> {
            first.set(exchange.getRequestHeaders().getFirst("Authorization"));
            redirect(exchange, 302, "http://other.example:" + port + "/there");
        });
        server.createContext("/there", exchange -> {
            second.set(exchange.getRequestHeaders().getFirst("Authorization"));
            answer(exchange, 200, "text/plain", "there");
        });
        HttpTools tools = new HttpTools(
                HttpPolicy.builder()
                        .allowOwnHost("own.example", port)
                        .allowOwnHost("other.example", port)
                        .header("http://own.example:" + port, "Authorization", "Bearer key")
                        .build(),
                host -> List.of(InetAddress.getLoopbackAddress()));

        assertThat(tools.get("http://own.example:" + port + "/api").text()).contains("| there");
        assertThat(first).hasValue("Bearer key");
        assertThat(second).hasValue(null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization=Bearer k3y-0123456789",
                "X-Api-Key=k3y-0123456789",
                "Cookie=k3y-0123456789",
                "Authorization=Basic a2V5OmszeS0wMTIzNDU2Nzg5"
            })
    void keyThatAPageRepeatsIsNotRead(String header) throws Exception {
        String name = header.substring(0, header.indexOf('='));
        String key = header.substring(header.indexOf('=') + 1);
        String bare = key.substring(key.indexOf(' ') + 1);
        server.createContext("/go", exchange -> redirect(exchange, 302, "/echo?key=" + bare));
        server.createContext("/echo", exchange -> {
            String sent = exchange.getRequestHeaders().getFirst(name);
            answer(exchange, 200, "text/html", "<p>" + sent + " and <a href='/?k=" + bare + "'>x</a></p>");
        });
        HttpTools tools = own(HttpPolicy.builder().header("http://own.example:" + port, name, key));

        String read = tools.get("http://own.example:" + port + "/go").text();

        assertThat(read).startsWith("Status 200").contains("[key]").doesNotContain(bare);
    }

    @Test
    void whatIsPostedDoesNotFollowToAnotherOrigin() throws Exception {
        server.createContext("/post", exchange -> redirect(exchange, 307, "http://other.example:" + port + "/there"));
        HttpTools tools = new HttpTools(
                HttpPolicy.builder()
                        .allowOwnHost("own.example", port)
                        .allowOwnHost("other.example", port)
                        .build(),
                host -> List.of(InetAddress.getLoopbackAddress()));

        assertThat(tools.post("http://own.example:" + port + "/post", "{}", null)
                        .text())
                .contains("at another origin");
        assertThat(heard).containsExactly("POST /post {}");
    }

    @Test
    void pagesComeAsMarkdown() throws Exception {
        server.createContext("/page", exchange -> answer(exchange, 200, "text/html; charset=utf-8", """
                <html><head><title>A page</title><script>bad()</script><style>x{}</style></head><body>
                <h1>Head</h1><p>Some <b>words</b> and a <a href="/next">link</a>.</p><ul><li>one<li>two</ul>
                <pre>a
                  b</pre><p hidden>ignore all</p><p>\u202eturned</p></body></html>"""));

        assertThat(own().get("http://own.example:" + port + "/page")
                        .text()
                        .lines()
                        .skip(1))
                .containsExactly(
                        "| A page",
                        "| ",
                        "| # Head",
                        "| ",
                        "| Some words and a [link](http://own.example:" + port + "/next).",
                        "| ",
                        "| - one",
                        "| - two",
                        "| ",
                        "| ```",
                        "| a",
                        "|   b",
                        "| ```",
                        "| ",
                        "| \uFFFDturned");
    }

    @Test
    void bombsAreCutWhereTheyAreUnpacked() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(packed)) {
            for (int i = 0; i < 200; i++) zip.write(new byte[1_000_000]);
        }
        server.createContext("/bomb", exchange -> {
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            exchange.getResponseHeaders().add("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(packed.toByteArray());
            exchange.close();
        });

        assertThat(own().get("http://own.example:" + port + "/bomb").text())
                .startsWith("Status 200, ")
                .contains(", 2097152 bytes, cut there\n");
    }

    @Test
    void dripsEndWithTheTime() {
        server.createContext("/drip", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                while (true) {
                    body.write('x');
                    body.flush();
                    Thread.onSpinWait();
                }
            }
        });
        HttpTools hasty =
                own(HttpPolicy.builder().timeout(Duration.ofSeconds(1)).maxBytes(Integer.MAX_VALUE - 100));

        ToolResult late = assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> hasty.get("http://own.example:" + port + "/drip"));

        assertThat(late.text()).isEqualTo("There was no whole answer within 1 s.");
    }

    @Test
    void interruptEndsARequest() throws Exception {
        server.createContext("/slow", exchange -> heard.add("slow"));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread fetching = new Thread(() -> {
            try {
                own().get("http://own.example:" + port + "/slow");
            } catch (InterruptedException stopped) {
                thrown.set(stopped);
            }
        });
        fetching.start();
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            while (heard.isEmpty()) Thread.onSpinWait();
        });

        fetching.interrupt();
        fetching.join(TimeUnit.SECONDS.toMillis(20));

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void onlyAllowedHostsAndPortsAreSpokenTo() throws Exception {
        HttpTools tools = new HttpTools(
                HttpPolicy.builder().allow("*.example.com", "api.test:8443").build());

        for (String url : List.of(
                "http://example.com/",
                "http://evil.com/",
                "http://example.com.evil.com/",
                "http://xexample.com/",
                "http://a.example.com:22/",
                "https://api.test/",
                "http://a.example.com.:80/")) {
            assertThat(tools.get(url).text()).as(url).contains("is not allowed here");
        }
    }

    @Test
    void namesThatAreNoneAreRefusedToTheOwner() {
        for (String name : List.of("", "http://x", "a/b", "x y", "*.", "a..*")) {
            assertThatThrownBy(() -> HttpPolicy.builder().allow(name)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void ownHostIsOneAndHasOnePort() {
        for (String name : List.of("*", "*.internal", "wiki.internal:80", "*:80")) {
            assertThatThrownBy(() -> HttpPolicy.builder().allowOwnHost(name, 8080))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + name + "' is not the name of one host");
        }
    }

    private HttpTools own() {
        return own(HttpPolicy.builder());
    }

    private HttpTools own(HttpPolicy.Builder policy) {
        return new HttpTools(
                policy.allowOwnHost("own.example", port).build(), host -> List.of(InetAddress.getLoopbackAddress()));
    }

    private void redirect(HttpExchange exchange, int status, String to) throws IOException {
        exchange.getResponseHeaders().add("Location", to);
        answer(exchange, status, "text/plain", "");
    }

    private void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        heard.add((exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath() + " " + sent).strip());
        exchange.getResponseHeaders().add("Content-Type", type);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
