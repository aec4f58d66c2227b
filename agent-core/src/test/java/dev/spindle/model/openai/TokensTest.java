package dev.spindle.model.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
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
}
