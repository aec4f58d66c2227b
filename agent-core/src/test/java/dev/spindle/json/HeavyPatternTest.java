package dev.spindle.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.spindle.json.SchemaValidator.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Regular expressions that strangers wrote: compiling them takes bounded time and no more stack than there is. */
class HeavyPatternTest {
    @ParameterizedTest
    @ValueSource(strings = {"(", "(a|", "[a-z", "(?:", "a{1,9}", "(a", "\\p{L}", "(?=", "[[", "|"})
    void aTextThatShallBeARegularExpressionIsReadInBoundedTime(String piece) {
        SchemaValidator validator =
                SchemaValidator.of(Json.parse("{\"format\":\"regex\"}")).assertFormats();
        Json text = Json.of(piece.repeat(100_000 / piece.length()));

        List<Violation> found = assertTimeoutPreemptively(Duration.ofSeconds(5), () -> validator.check(text));

        assertThat(found).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {4_900, 50_000})
    void aPatternThatIsNestedWithoutEndIsRefusedInWords(int deep) {
        Json schema = Json.of(Map.of("pattern", "(".repeat(deep) + ")".repeat(deep)));

        assertThatThrownBy(() -> SchemaValidator.of(schema).check(Json.of("a")))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("no regular expression");
    }
}
