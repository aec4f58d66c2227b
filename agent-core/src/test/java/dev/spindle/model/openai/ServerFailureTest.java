package dev.spindle.model.openai;

import static dev.spindle.model.openai.OpenAiModelTest.KEY;
import static dev.spindle.model.openai.OpenAiModelTest.QUESTION;
import static dev.spindle.model.openai.OpenAiModelTest.failure;
import static dev.spindle.model.openai.OpenAiModelTest.model;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.http.WireServer;
import dev.spindle.http.WireServer.Answer;
import dev.spindle.model.ModelException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ServerFailureTest {
    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(
                        400,
                        "{\"error\":{\"message\":\"bad\",\"type\":\"invalid_request_error\",\"param\":\"top_p\"}}",
                        "Rejected",
                        false),
                Arguments.of(
                        400,
                        "{\"error\":{\"message\":\"m\",\"code\":\"context_length_exceeded\"}}",
                        "ContextTooLong",
                        false),
                Arguments.of(
                        400,
                        "{\"message\":\"This model's maximum context length is 8192 tokens\"}",
                        "ContextTooLong",
                        false),
                Arguments.of(401, "{\"error\":{\"message\":\"Incorrect API key provided\"}}", "Unauthorized", false),
                Arguments.of(403, "Forbidden", "Unauthorized", false),
                Arguments.of(402, "{\"error\":\"pay first\"}", "QuotaExhausted", false),
                Arguments.of(404, "{\"detail\":\"Not Found\"}", "Rejected", false),
                Arguments.of(408, "", "Unavailable", true),
                Arguments.of(409, "{}", "Unavailable", true),
                Arguments.of(413, "too large", "Rejected", false),
                Arguments.of(422, "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"field required\"}]}", "Rejected", false),
                Arguments.of(
                        429, "{\"error\":{\"message\":\"slow\",\"type\":\"rate_limit_error\"}}", "RateLimited", true),
                Arguments.of(
                        429,
                        "{\"error\":{\"message\":\"m\",\"code\":\"insufficient_quota\"}}",
                        "QuotaExhausted",
                        false),
                Arguments.of(500, "<html><body><h1>Internal  Server\nError</h1></body></html>", "Unavailable", true),
                Arguments.of(503, "[{\"error\":{\"message\":\"overloaded\"}}]", "Unavailable", true),
                Arguments.of(302, "", "Rejected", false));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failureHasTheKindThatSaysWhatToDo(int status, String body, String kind, boolean retryable) throws IOException {
        Answer answer = Answer.of(status, "text/plain", body).with("X-Request-Id", "req-7");
        try (WireServer server = WireServer.giving(answer)) {
            ModelException failure =
                    assertThrows(ModelException.class, () -> model(server).call(QUESTION));

            assertEquals(kind, failure.getClass().getSimpleName());
            assertEquals(retryable, failure.isRetryable());
            assertEquals(status, failure.details().status());
            assertEquals("req-7", failure.details().requestId());
            assertTrue(failure.getMessage().startsWith(status + " from " + server.url() + ": "), failure.getMessage());
        }
    }

    @Test
    void wordsOfAnErrorAreFoundInItsMostUsualForms() {
        assertEquals(
                "m",
                ServerError.ofBody("{\"error\":{\"message\":\"m\"}}", Secrets.NONE)
                        .words());
        assertEquals("m", ServerError.ofBody("{\"error\":\"m\"}", Secrets.NONE).words());
        assertEquals("m", ServerError.ofBody("{\"detail\":\"m\"}", Secrets.NONE).words());
        assertEquals(
                "m", ServerError.ofBody("{\"message\":\"m\"}", Secrets.NONE).words());
        assertEquals(
                "m",
                ServerError.ofBody("[{\"error\":{\"message\":\"m\"}}]", Secrets.NONE)
                        .words());
        assertEquals(
                "(the body is empty)", ServerError.ofBody(" ", Secrets.NONE).words());
        assertEquals(
                "Bad Gateway nginx",
                ServerError.ofBody("<html><h1>Bad Gateway</h1><hr>nginx</html>", Secrets.NONE)
                        .words());
        assertTrue(ServerError.ofBody("x".repeat(100_000), Secrets.NONE).words().length() < 400);
    }

    @Test
    void serverMaySayWhetherToTryAgain() throws IOException {
        try (WireServer never =
                        WireServer.giving(Answer.of(503, "text/plain", "").with("x-should-retry", "false"));
                WireServer again =
                        WireServer.giving(Answer.of(404, "text/plain", "").with("x-should-retry", "true"));
                WireServer bad =
                        WireServer.giving(Answer.of(400, "text/plain", "").with("x-should-retry", "true"))) {
            assertFalse(failure(model(never)).isRetryable());
            assertTrue(failure(model(again)).isRetryable());
            assertFalse(failure(model(bad)).isRetryable());
        }
    }

    @Test
    void serversPauseIsKept() throws IOException {
        try (WireServer server =
                WireServer.giving(Answer.of(429, "text/plain", "slow").with("Retry-After", "2"))) {
            ModelException.RateLimited limited =
                    assertInstanceOf(ModelException.RateLimited.class, failure(model(server)));

            assertEquals(Optional.of(Duration.ofSeconds(2)), limited.retryAfter());
        }
    }

    @Test
    void keyThatAServerEchoesIsShownNowhere() throws IOException {
        List<Answer> echoes = List.of(
                Answer.of(
                        401,
                        "application/json",
                        "{\"error\":{\"message\":\"Incorrect key " + KEY + "\",\"code\":\"" + KEY + "\"}}"),
                Answer.of(500, "text/html", "<p>Bearer " + KEY + "</p>"),
                Answer.of(302, "text/plain", "").with("Location", "http://x/?k=" + KEY),
                Answer.json("{\"error\":{\"message\":\"key " + KEY + "\"}}"),
                Answer.json("nonsense " + KEY),
                Answer.json("{\"weird\":\"" + KEY + "\"}"),
                Answer.events("data: {oops " + KEY + "\n\ndata: {}\n\n"));
        for (Answer echo : echoes) {
            try (WireServer server = WireServer.giving(echo)) {
                ModelException failure = failure(model(server));

                assertFalse((failure + " " + failure.details()).contains(KEY), () -> failure + " " + failure.details());
            }
        }
    }

    @Test
    void refusedConnectionNamesTheAddress() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        OpenAiModel model = OpenAiModel.builder()
                .model("m")
                .baseUrl("http://127.0.0.1:" + free + "/v1")
                .build();

        ModelException failure = failure(model);

        assertInstanceOf(ModelException.Unavailable.class, failure);
        assertTrue(failure.getMessage().contains("http://127.0.0.1:" + free + "/v1/chat/completions"));
        assertTrue(failure.getMessage().contains("check the base URL"));
    }
}
