package dev.spindle.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.spindle.json.SchemaValidator.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Regular expressions that strangers wrote: compiling them takes bounded time and no more stack than there is. */
class HeavyPatternTest {
    private static final String STRANGER = "stranger".repeat(100);

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"pattern\":\"(STRANGER\"}",
                "{\"pattern\":\"(?:STRANGER(?:a+)+)+$\"}",
                "{\"properties\":{\"a\":{\"$ref\":\"https://nowhere.invalid/x\"},\"b\":{\"pattern\":\"[STRANGER\"}}}",
                "{\"patternProperties\":{\"STRANGER(\":true}}",
                "{\"STRANGER\":1,\"pattern\":\"x\"}",
                "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"STRANGER\":1,\"pattern\":\"x\"}",
                "{\"$defs\":{\"d\":{\"pattern\":\"STRANGER\\\\p{No}{\"}},\"$ref\":\"#/$defs/d\"}"
            })
    void whatAStrangerWroteInASchemaIsNoLineOfTheLog(String schema) {
        SchemaValidator validator = SchemaValidator.of(Json.parse(schema.replace("STRANGER", STRANGER)));

        List<String> logged = logged(() -> {
            for (Object value : List.of(STRANGER + "a".repeat(10_000) + "!", Map.of("b", STRANGER))) {
                try {
                    validator.check(Json.of(value));
                } catch (JsonException typed) {
                    assertThat(typed).hasMessageNotContaining(STRANGER);
                }
            }
        });

        assertThat(logged).noneMatch(line -> line.contains(STRANGER));
    }

    private static List<String> logged(Runnable work) {
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> heard = new ListAppender<>();
        heard.start();
        root.addAppender(heard);
        try {
            work.run();
        } finally {
            root.detachAppender(heard);
        }
        return List.copyOf(heard.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
