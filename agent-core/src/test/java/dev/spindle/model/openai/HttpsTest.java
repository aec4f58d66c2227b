package dev.spindle.model.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.event.StopReason;
import dev.spindle.http.HttpTransport;
import dev.spindle.http.RawServer;
import dev.spindle.run.RunResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server with a certificate of its own, made by the JDK's keytool. */
@Timeout(60)
class HttpsTest {
    private static final String TRUSTED = "javax.net.ssl.trustStore";
    private static final String PASSWORD = "changeit";
    private static final String ANSWER = """
            {"choices":[{"message":{"role":"assistant","content":"Hello."},"finish_reason":"stop"}]}""";

    @TempDir
    private static Path folder;

    private static Path keys;

    private final MockWebServer server = new MockWebServer();
    private final HttpTransport transport = HttpTransport.create();

    @BeforeAll
    static void makeCertificate() throws IOException, InterruptedException {
        keys = folder.resolve("keys.p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process made = new ProcessBuilder(List.of(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.txt").toFile())
                .start();
        assertEquals(0, made.waitFor(), () -> read(folder.resolve("keytool.txt")));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    @AfterAll
    static void trustAsBefore() {
        System.clearProperty(TRUSTED);
        System.clearProperty(TRUSTED + "Password");
    }

    @AfterEach
    void close() throws IOException {
        transport.close();
        server.close();
    }

    private static SSLContext context() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private OpenAiModel model() throws GeneralSecurityException, IOException {
        server.useHttps(context().getSocketFactory());
        server.enqueue(new MockResponse.Builder().body(ANSWER).build());
        server.enqueue(new MockResponse.Builder().body(ANSWER).build());
        server.start();
        return model(server.getPort());
    }

    private OpenAiModel model(int port) {
        return OpenAiModel.builder()
                .baseUrl("https://localhost:" + port + "/v1")
                .model("m")
                .transport(transport)
                .build();
    }

    @Test
    void aServerWhoseCertificateIsTrustedAnswersOnOneConnection() throws Exception {
        System.setProperty(TRUSTED, keys.toString());
        System.setProperty(TRUSTED + "Password", PASSWORD);
        Agent agent = Agent.builder(model()).build();

        assertEquals("Hello.", agent.run("Hi.").text());
        assertEquals("Hello.", agent.run("Hi.").text());

        server.takeRequest();
        assertEquals(1, server.takeRequest().getExchangeIndex());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aResponseTooManyAtOnceOrLaterAnswersNobody(boolean later) throws Exception {
        System.setProperty(TRUSTED, keys.toString());
        System.setProperty(TRUSTED + "Password", PASSWORD);
        SynchronousQueue<String> turns = new SynchronousQueue<>();
        RawServer.Talk talk = (request, out) -> {
            out.write(RawServer.response(ANSWER.replace("Hello.", "Answer " + request)));
            out.flush();
            if (request > 1) return;
            if (later) turns.put("answered");
            if (later) turns.take();
            out.write(RawServer.response(ANSWER.replace("Hello.", "Unasked")));
            out.flush();
            turns.put("written");
        };
        try (RawServer raw = RawServer.talking(context().getServerSocketFactory(), talk)) {
            Agent agent = Agent.builder(model(raw.port())).build();

            assertEquals("Answer 1", agent.run("Hi.").text());
            if (later) turns.take();
            if (later) turns.put("read");
            turns.take();

            assertEquals("Answer 2", agent.run("Hi.", event -> {}).text());
            assertEquals("Answer 3", agent.run("Hi.").text());
            assertEquals(2, raw.connections());
        }
    }

    @Test
    void aServerWhoseCertificateIsNotTrustedGetsNoRequestAndTheMessageSaysWhatToDo() throws Exception {
        trustAsBefore();
        Agent agent = Agent.builder(model()).interceptors(List.of()).build();

        RunResult result = agent.run("Hi.");

        assertEquals(StopReason.MODEL_FAILED, result.stopReason());
        assertTrue(result.detail().contains(TRUSTED), result.detail());
        assertEquals(0, server.getRequestCount());
    }

    @Test
    void certificatesThatCannotBeReadAreAFailureOfTheModelAndNotForEver() throws Exception {
        System.setProperty(TRUSTED, keys.toString());
        System.setProperty(TRUSTED + "Password", "wrong");
        Agent agent = Agent.builder(model()).interceptors(List.of()).build();

        RunResult result = agent.run("Hi.");
        System.setProperty(TRUSTED + "Password", PASSWORD);

        assertEquals(StopReason.MODEL_FAILED, result.stopReason());
        assertTrue(result.detail().contains(TRUSTED), result.detail());
        assertEquals("Hello.", agent.resume(result.runId()).text());
    }
}
