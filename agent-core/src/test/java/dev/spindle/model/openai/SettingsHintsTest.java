package dev.spindle.model.openai;

import static dev.spindle.model.openai.OpenAiModelTest.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.spindle.context.AgentException;
import dev.spindle.http.WireServer;
import dev.spindle.http.WireServer.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What is wrong in the settings of a client is said with what to do, and shows no secret. */
class SettingsHintsTest {
    private static final String KEY = "sk-key-1234567890";

    private final Logger logger = (Logger) LoggerFactory.getLogger(OpenAiModel.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void listen() {
        logger.setAdditive(false);
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(logged);
        logger.setAdditive(true);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:11434/v1, did you mean http://localhost:11434/v1?",
        "127.0.0.1:8000, did you mean http://127.0.0.1:8000?",
        "[::1]:8000/v1, did you mean http://[::1]:8000/v1?",
        "api.mistral.ai/v1, did you mean https://api.mistral.ai/v1?",
        "https:/x/v1, did you mean https://x/v1?",
        "http:localhost/v1, did you mean http://localhost/v1?",
        "http//api.mistral.ai/v1, did you mean https://api.mistral.ai/v1?",
        "http://x/v1#part, no server sees what is behind its '#'",
        "http://x:99999/v1, no port is above 65535",
        "ftp://x/v1, it must be like https://host/v1",
        "http:///v1, it must be like https://host/v1",
        "http://a b/v1, it must be like https://host/v1",
        "'  ', The base URL is empty"
    })
    void addressThatIsNoneIsRefusedWithAGuess(String url, String says) {
        IllegalArgumentException wrong = assertThrows(
                IllegalArgumentException.class, () -> OpenAiModel.builder().baseUrl(url));

        assertTrue(wrong.getMessage().contains(says), wrong.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://me:hidden-pw@host/v1",
                "me:hidden-pw@host/v1",
                "https://hidden-pw@host",
                "http://me:hidden-pw @host/v1",
                "ht tp://host/v1?api-key=hidden-pw",
                "host?key=hidden-pw"
            })
    void passwordsInAnAddressAreShownNowhere(String url) {
        Exception built = assertThrows(
                IllegalArgumentException.class, () -> OpenAiModel.builder().baseUrl(url));
        Exception named = assertThrows(
                AgentException.class,
                () -> OpenAiModel.fromEnvironment(
                        Map.of("OPENAI_API_KEY", KEY, "OPENAI_MODEL", "m", "OPENAI_BASE_URL", url)));

        assertFalse(built.getMessage().contains("hidden"), built.getMessage());
        assertFalse(named.getMessage().contains("hidden"), named.getMessage());
        assertTrue(named.getMessage().contains("OPENAI_BASE_URL"), named.getMessage());
        assertNull(built.getCause());
        assertNull(named.getCause());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk-gr\u00fc\u00df", "sk-\u201cquoted\u201d", "sk-a\nsk-b", "sk-\u0000"})
    void keyThatNoHeaderTakesIsRefusedUnshown(String key) {
        Exception built = assertThrows(
                IllegalArgumentException.class, () -> OpenAiModel.builder().apiKey(key));
        Exception named = assertThrows(
                AgentException.class,
                () -> OpenAiModel.fromEnvironment(Map.of("OPENAI_API_KEY", key, "OPENAI_MODEL", "m")));

        assertTrue(built.getMessage().contains("The API key has a character at place"), built.getMessage());
        assertFalse(built.getMessage().contains("sk-"), built.getMessage());
        assertTrue(named.getMessage().contains("OPENAI_API_KEY"), named.getMessage());
        assertFalse(named.getMessage().contains("sk-"), named.getMessage());
        assertNull(named.getCause());
    }

    @Test
    void nothingAtAnAddressHintsAtItsEndAndAtTheModel() throws IOException {
        Answer plain = Answer.of(404, "text/plain", "404 page not found");
        Answer unknown = Answer.of(404, "application/json", "{\"error\":{\"message\":\"model 'asked' not found\"}}");
        try (WireServer server = WireServer.giving(plain, plain, plain, unknown)) {
            String root = server.baseUrl().replace("/v1", "");

            assertSays(root, "most servers want one that ends in /v1, and that the server knows the model 'asked'");
            assertSays(root + "/v1", "see that the base URL is right, and that the server knows the model 'asked'");
            assertSays(root + "/v1/chat/completions", "ends before '/chat/completions', which is added to it");
            assertSays(root + "/v1", "model 'asked' not found; see that the server knows the model 'asked'");
        }
    }

    private static void assertSays(String baseUrl, String words) {
        String message = failure(OpenAiModel.builder()
                        .model("asked")
                        .apiKey(KEY)
                        .baseUrl(baseUrl)
                        .build())
                .getMessage();
        assertTrue(message.contains(words), message);
    }

    @Test
    void missingKeyIsSaidWhereTheServerWantsOne() throws IOException {
        try (WireServer server =
                WireServer.giving(Answer.of(401, "application/json", "{\"error\":\"who are you?\"}"))) {
            OpenAiModel keyless =
                    OpenAiModel.builder().model("m").baseUrl(server.baseUrl()).build();

            String message = failure(keyless).getMessage();

            assertTrue(message.contains("who are you?; no API key was given: call apiKey("), message);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://models.example/v1, 1",
        "http://192.168.0.7:8000/v1, 1",
        "https://models.example/v1, 0",
        "http://localhost:8000/v1, 0",
        "http://127.0.0.1:8000/v1, 0",
        "http://[::1]:8000/v1, 0"
    })
    void keyThatTravelsOpenlyIsSaidOnce(String url, int times) {
        OpenAiModel model =
                OpenAiModel.builder().model("m").apiKey(KEY).baseUrl(url).build();
        model.withModel("other");
        OpenAiModel.builder().model("m").baseUrl(url).build();

        List<ILoggingEvent> warnings = logged.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .toList();
        assertEquals(times, warnings.size());
        warnings.forEach(event -> assertFalse(event.getFormattedMessage().contains(KEY)));
    }
}
