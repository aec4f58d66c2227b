package dev.spindle.model.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.spindle.context.Cancellation;
import dev.spindle.context.Cancellation.CancelledException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;

/** What is copied out of a reply is what stood there. */
class TokensTest {
    private static final Secrets SECRETS = Secrets.of(List.of("sk-1234567890abcdef"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e99999999999",
                "[1e400,-1E+400]",
                "{\"a\":{\"b\":[1.00000000000000000000000000000001]}}",
                "0.1000",
                "123456789012345678901234567890",
                "[true,false,null,\"a\\\"b\",{},[]]"
            })
    void numbersStayAsTheyAreWritten(String json) {
        try (JsonParser in = Tokens.of(json)) {
            in.nextToken();

            assertEquals(json, Tokens.copy(in));
            assertEquals(json, JsonSecrets.removed(json, SECRETS));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 65_536})
    void namesOfOneHashAreRead(int count) {
        String json = IntStream.range(0, count)
                .mapToObj(number -> IntStream.range(0, 16)
                        .mapToObj(bit -> (number >> bit & 1) == 0 ? "Ab" : "BA")
                        .collect(Collectors.joining("", "\"", "\":1")))
                .collect(Collectors.joining(",", "{", "}"));

        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        Watch watch = Watch.begin(Cancellation.create(), Duration.ZERO);

        try (JsonParser text = Tokens.of(json);
                JsonParser bytes = Tokens.of(utf8, utf8.length, watch)) {
            text.nextToken();
            bytes.nextToken();

            assertEquals(json, Tokens.copy(text));
            assertEquals(json, Tokens.copy(bytes));
        }
    }

    /** Bodies that come whole: there is no wait between two pieces in which the end of a call would be heard. */
    static Stream<BiConsumer<byte[], Watch>> readersOfBodies() {
        return Stream.of(
                (body, watch) -> ChunkReader.read(body, body.length, watch),
                (body, watch) -> new EmbeddingsReader(1).read(body, watch));
    }

    private static byte[] body() {
        return ("{\"odd\":[" + "1,".repeat(500_000) + "1]}").getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @MethodSource("readersOfBodies")
    void thatNobodyWantsABodyAnyMoreIsHeardWhileItIsRead(BiConsumer<byte[], Watch> reader) {
        Cancellation cancellation = Cancellation.create();
        Watch watch = Watch.begin(cancellation, Duration.ZERO);
        cancellation.cancel("enough");

        assertThrows(CancelledException.class, () -> reader.accept(body(), watch));
    }

    @ParameterizedTest
    @MethodSource("readersOfBodies")
    void thatTheTimeOfACallIsUpIsHeardWhileItsBodyIsRead(BiConsumer<byte[], Watch> reader) {
        Watch watch = Watch.begin(Cancellation.create(), Duration.ofNanos(1));

        assertThrows(Watch.TimeUp.class, () -> reader.accept(body(), watch));
    }
}
