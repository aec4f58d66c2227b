package dev.spindle.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelOptionsTest {
    @Test
    void typedOptionsAreRequestFields() {
        ModelOptions options = ModelOptions.DEFAULT
                .withTemperature(0.5)
                .withTopP(1)
                .withMaxTokens(9)
                .withStop(List.of("END"))
                .withLogitBias(Map.of(7, -100))
                .withMetadata(Map.of("team", "red"))
                .withPrediction("as before");

        assertEquals(
                "{\"temperature\":0.5,\"top_p\":1.0,\"max_completion_tokens\":9,\"stop\":[\"END\"],"
                        + "\"logit_bias\":{\"7\":-100},\"metadata\":{\"team\":\"red\"},"
                        + "\"prediction\":{\"type\":\"content\",\"content\":\"as before\"}}",
                options.toJson().text());
        assertEquals(options, ModelOptions.of(options.toJson(), null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "temperature | 2.1 | from 0 to 2",
                "temperature | \"hot\" | from 0 to 2",
                "temperature | -0.1 | from 0 to 2",
                "top_p | 1.5 | from 0 to 1",
                "presence_penalty | 3 | from -2 to 2",
                "max_tokens | 0 | at least 1",
                "max_completion_tokens | 1.5 | at least 1",
                "n | 129 | from 1 to 128",
                "top_logprobs | 21 | from 0 to 20",
                "stop | [] | 1 to 4 texts",
                "stop | [\"1\",\"2\",\"3\",\"4\",\"5\"] | 1 to 4 texts",
                "logit_bias | {\"7\":101} | from -100 to 100",
                "metadata | {\"a\":1} | up to 16 texts",
                "messages | [] | no option",
                "stream | true | no option"
            })
    void valueOutOfRangeIsRefusedHoweverItIsSet(String field, String value, String allowed) {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> ModelOptions.DEFAULT.withField(field, Json.parse(value)));

        assertTrue(refused.getMessage().startsWith(field), refused.getMessage());
        assertTrue(refused.getMessage().contains(allowed), refused.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> ModelOptions.of(Json.object(Map.of(field, Json.parse(value))), null));
    }

    @Test
    void numberThatIsNoneIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> ModelOptions.DEFAULT.withTemperature(Double.NaN));
    }
}
