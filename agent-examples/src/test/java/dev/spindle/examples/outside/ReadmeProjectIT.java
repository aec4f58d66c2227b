package dev.spindle.examples.outside;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README tells a newcomer to write, written and run. */
class ReadmeProjectIT {
    private static final String ANSWER = "A raincoat.";

    @TempDir
    private Path folder;

    private HttpServer server;
    private Outside outside;

    @BeforeEach
    void serve() throws IOException {
        outside = Outside.in(folder);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] reply = ("{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\","
                            + "\"content\":\"" + ANSWER + "\"}}]}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, reply.length);
            exchange.getResponseBody().write(reply);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() throws IOException {
        server.stop(0);
        outside.close();
    }

    @Test
    void projectOfTheReadmeRuns() throws IOException, InterruptedException {
        outside.add("packing", block("xml"), "Packing", block("java"));
        outside.build();

        Outside.Ran ran = outside.main("packing", "Packing", environment());

        assertThat(ran.output()).contains(ANSWER);
    }

    @Test
    void withoutParameterNamesTheErrorSaysWhatToWrite() throws IOException, InterruptedException {
        String nameless = block("xml").replaceFirst("<maven.compiler.parameters>true</maven.compiler.parameters>", "");
        outside.add("nameless", nameless, "Packing", block("java"));
        outside.build();

        Outside.Ran ran = outside.main("nameless", "Packing", environment());

        assertThat(ran.output())
                .contains("1) Weather.now: its parameters have no names; "
                        + "set <maven.compiler.parameters>true</maven.compiler.parameters> in pom.xml")
                .doesNotContain("2) ");
    }

    @Test
    void gradleFileKeepsParameterNamesAndNamesThisVersion() throws IOException {
        String gradle = block("groovy");

        assertThat(gradle)
                .contains("options.compilerArgs << '-parameters'")
                .contains("platform('dev.spindle:agent-bom:" + System.getProperty("spindle.version") + "')")
                .contains("'dev.spindle:agent-core'");
    }

    private Map<String, String> environment() {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
        return Map.of("OPENAI_BASE_URL", url, "OPENAI_API_KEY", "none", "OPENAI_MODEL", "small");
    }

    /** The README's first block of a language. */
    private static String block(String language) throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        int from = readme.indexOf("\n```" + language + "\n") + language.length() + 5;
        assertThat(from).as("a block of " + language).isGreaterThan(language.length() + 5);
        return readme.substring(from, readme.indexOf("\n```\n", from) + 1);
    }
}
