package dev.spindle.model.openai;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.context.Cancellation;
import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.http.Backoff;
import dev.spindle.http.WireServer;
import dev.spindle.http.WireServer.Answer;
import dev.spindle.json.Json;
import dev.spindle.message.Usage;
import dev.spindle.model.EmbeddingModel;
import dev.spindle.model.ModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class OpenAiEmbeddingsTest {
    private final List<Duration> pauses = new ArrayList<>();

    private OpenAiModel.Embedder embeddings(WireServer server) {
        return OpenAiModel.builder()
                .model("chat")
                .apiKey("sk-very-secret")
                .baseUrl(server.baseUrl())
                .build()
                .embeddings("small")
                .withRetry(Backoff.DEFAULT.withRandom(() -> 0.5), (length, cancellation) -> pauses.add(length));
    }

    /** Each text as the vector of its length and one. */
    private static Answer lengths(WireServer.Received request) {
        List<Json> texts = Json.parse(request.body()).get("input").items();
        List<String> data = IntStream.range(0, texts.size())
                .mapToObj(at -> "{\"index\":" + at + ",\"embedding\":["
                        + texts.get(at).string().length() + ",1.0]}")
                .toList();
        List<String> shuffled = new ArrayList<>(data);
        Collections.reverse(shuffled);
        return Answer.json("{\"object\":\"list\",\"data\":[" + String.join(",", shuffled)
                + "],\"usage\":{\"prompt_tokens\":" + texts.size() + ",\"total_tokens\":" + texts.size() + "}}");
    }

    @Test
    void vectorsComeInTheOrderOfTheTexts() throws IOException {
        try (WireServer server = WireServer.answering(OpenAiEmbeddingsTest::lengths)) {
            EmbeddingModel.Embeddings embedded = embeddings(server).embed(List.of("a", "bcd", "ef"));

            assertArrayEquals(new float[] {1, 1}, embedded.vectors().get(0));
            assertArrayEquals(new float[] {3, 1}, embedded.vectors().get(1));
            assertArrayEquals(new float[] {2, 1}, embedded.vectors().get(2));
            assertEquals(Usage.of(3, 0), embedded.spent().usage());
        }
    }

    @Test
    void requestsAreAsServersTakeThem() throws IOException {
        try (WireServer server = WireServer.answering(OpenAiEmbeddingsTest::lengths)) {
            embeddings(server).withDimensions(2).embed(List.of("ä"));

            assertEquals("/v1/embeddings", server.lastReceived().path());
            assertEquals(
                    "Bearer sk-very-secret", server.lastReceived().headers().get("authorization"));
            assertEquals(
                    "{\"model\":\"small\",\"input\":[\"ä\"],\"encoding_format\":\"float\",\"dimensions\":2}",
                    server.lastReceived().body());
        }
    }

    @Test
    void manyTextsGoInBatches() throws IOException {
        List<String> texts = IntStream.rangeClosed(1, 25).mapToObj("x"::repeat).toList();
        try (WireServer server = WireServer.answering(OpenAiEmbeddingsTest::lengths)) {
            EmbeddingModel.Embeddings embedded =
                    embeddings(server).withBatch(10).embed(texts);

            assertEquals(3, server.received().size());
            assertEquals(25, embedded.vectors().size());
            assertEquals(25, embedded.vectors().get(24)[0]);
            assertEquals(25, embedded.spent().usage().inputTokens());
        }
    }

    @Test
    void longTextsGoInSmallerBatches() throws IOException {
        String longText = "x".repeat(300_000);
        try (WireServer server = WireServer.answering(OpenAiEmbeddingsTest::lengths)) {
            embeddings(server).embed(List.of(longText, longText, "short"));

            assertEquals(2, server.received().size());
        }
    }

    @Test
    void noTextsNeedNoRequest() throws IOException {
        try (WireServer server = WireServer.answering(OpenAiEmbeddingsTest::lengths)) {
            assertEquals(List.of(), embeddings(server).embed(List.of()).vectors());
            assertEquals(0, server.received().size());
        }
    }

    @Test
    void anEmptyTextIsNamedBeforeAnythingIsSent() throws IOException {
        try (WireServer server = WireServer.answering(OpenAiEmbeddingsTest::lengths)) {
            IllegalArgumentException wrong = assertThrows(
                    IllegalArgumentException.class, () -> embeddings(server).embed(List.of("a", "")));

            assertEquals("Text 1 of 2 is empty; leave it out", wrong.getMessage());
            assertEquals(0, server.received().size());
        }
    }

    @Test
    void vectorsMayComeAsBase64() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putFloat(0.5f).putFloat(-2);
        String vector = Base64.getEncoder().encodeToString(bytes.array());
        try (WireServer server = WireServer.giving(Answer.json("{\"data\":[{\"embedding\":\"" + vector + "\"}]}"))) {
            EmbeddingModel.Embeddings embedded = embeddings(server).embed(List.of("a"));

            assertArrayEquals(new float[] {0.5f, -2}, embedded.vectors().get(0));
            assertTrue(!embedded.spent().cost().complete(), "nobody said what was used");
        }
    }

    @Test
    void aBatchThatFailsForTheMomentIsSentAgain() throws IOException {
        try (WireServer server = WireServer.giving(
                Answer.of(503, "text/plain", "busy"),
                Answer.of(429, "text/plain", "slow").with("Retry-After", "9"),
                Answer.json("{\"data\":[{\"embedding\":[1]}]}"))) {
            embeddings(server).embed(List.of("a"));

            assertEquals(List.of(Duration.ofSeconds(1), Duration.ofSeconds(9)), pauses);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"data\":[]} | no vector for text 0",
                "{\"data\":[{\"embedding\":[1,2]},{\"embedding\":[1]}]} | the vectors differ in length: 2 and 1 numbers",
                "{\"data\":[{\"embedding\":[1]},{\"index\":7,\"embedding\":[1]}]} | no vector for text 1",
                "{\"data\":[{\"embedding\":[1e99]},{\"embedding\":[1]}]} | a number beyond all bounds in it",
                "{\"data\":[{\"embedding\":[\"a\"]}]} | invalid JSON",
                "{\"data\":[{\"embedding\":[1 | invalid JSON",
                "<html>Sign in</html> | Sign in"
            })
    void nonsenseIsNoVector(String body, String words) throws IOException {
        try (WireServer server = WireServer.giving(Answer.json(body))) {
            ModelException failure =
                    assertThrows(ModelException.class, () -> embeddings(server).embed(List.of("a", "b")));

            assertInstanceOf(ModelException.Garbled.class, failure);
            assertTrue(failure.getMessage().contains(words), failure.getMessage());
        }
    }

    @Test
    void anErrorWithStatus200IsAnError() throws IOException {
        try (WireServer server = WireServer.giving(Answer.json("{\"error\":{\"message\":\"no such model\"}}"))) {
            ModelException failure =
                    assertThrows(ModelException.class, () -> embeddings(server).embed(List.of("a")));

            assertEquals("no such model", failure.details().serverWords());
        }
    }

    @Test
    void cancellingEndsIt() throws IOException {
        Cancellation cancellation = Cancellation.create();
        try (WireServer server = WireServer.answering(request -> {
            cancellation.cancel("enough");
            return lengths(request);
        })) {
            assertThrows(
                    CancelledException.class,
                    () -> embeddings(server).withBatch(1).embed(List.of("a", "b"), cancellation));
        }
    }
}
