package dev.spindle.model.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spindle.context.Cancellation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
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
}
