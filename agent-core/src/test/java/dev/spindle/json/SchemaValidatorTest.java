package dev.spindle.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.spindle.json.SchemaValidator.Violation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaValidatorTest {
    private static List<String> check(String schema, String instance) {
        return SchemaValidator.of(Json.parse(schema)).check(Json.parse(instance)).stream()
                .map(Violation::message)
                .toList();
    }

    @Test
    void violationsSayWhereAndWhatInstead() {
        String schema = "{\"properties\":{\"days\":{\"type\":\"integer\"},\"unit\":{\"enum\":[\"C\",\"F\"]}},"
                + "\"required\":[\"city\"],\"additionalProperties\":false}";

        assertThat(check(schema, "{\"days\":\"3\",\"unit\":\"K\",\"town/x\":1}"))
                .containsExactly(
                        "/days: string found, integer expected",
                        "/unit: the string \"K\" found, one of \"C\", \"F\" expected",
                        "/city: missing; this field is required",
                        "/town~1x: unknown field");
    }

    @Test
    void onlyTheAlternativeThatWasMeantIsReported() {
        String schema = "{\"anyOf\":[{\"type\":\"null\"},"
                + "{\"type\":\"object\",\"properties\":{\"type\":{\"const\":\"A\"},\"n\":{\"type\":\"integer\"}}},"
                + "{\"type\":\"object\",\"properties\":{\"type\":{\"const\":\"B\"}},\"required\":[\"m\"]}]}";

        assertThat(check(schema, "{\"type\":\"A\",\"n\":\"x\"}")).containsExactly("/n: string found, integer expected");
        assertThat(check(schema, "{\"type\":\"B\"}")).containsExactly("/m: missing; this field is required");
        assertThat(check(schema, "null")).isEmpty();
    }

    @Test
    void aFloodInOneAlternativeNeverMakesTheValueLookValid() {
        String flood =
                "{\"type\":\"object\",\"properties\":{\"type\":{\"const\":\"A\"}},\"additionalProperties\":false}";
        String meant = "{\"type\":\"object\",\"properties\":{\"type\":{\"const\":\"B\"}},\"required\":[\"m\"]}";
        String fields =
                IntStream.range(0, 3_000).mapToObj(i -> ",\"f" + i + "\":1").collect(Collectors.joining());

        assertThat(check("{\"anyOf\":[" + flood + "," + meant + "]}", "{\"type\":\"B\"" + fields + "}"))
                .isNotEmpty();
    }

    @Test
    void formatIsAnAnnotationUnlessAsserted() {
        SchemaValidator validator = SchemaValidator.of(Json.parse("{\"format\":\"date\"}"));
        Json instance = Json.parse("\"tomorrow\"");

        assertThat(validator.check(instance)).isEmpty();
        assertThat(validator.assertFormats().check(instance)).hasSize(1);
    }

    @Test
    void referencesAreAnsweredByTheGivenFunction() {
        SchemaValidator validator = SchemaValidator.of(Json.parse("{\"$ref\":\"http://localhost:1/int\"}"))
                .references(uri -> uri.equals("http://localhost:1/int")
                        ? Optional.of(Json.parse("{\"type\":\"integer\"}"))
                        : Optional.empty());

        assertThat(validator.check(Json.parse("1"))).isEmpty();
        assertThat(validator.check(Json.parse("\"1\""))).hasSize(1);
    }

    @Test
    void nothingIsEverFetchedOverTheNetwork() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.close();
        });
        server.start();
        String uri = "http://127.0.0.1:" + server.getAddress().getPort() + "/schema";

        assertThatThrownBy(() -> check("{\"$ref\":\"" + uri + "\"}", "1"))
                .isInstanceOf(JsonException.class)
                .hasMessage("the JSON Schema cannot be used: it refers to " + uri + ", which is not known here");
        server.stop(0);

        assertThat(requests).hasValue(0);
    }

    @Test
    void noFileIsEverRead(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("any.json"), "{}");

        assertThatThrownBy(() -> check("{\"$ref\":\"" + file.toUri() + "\"}", "1"))
                .isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> check("{\"$ref\":\"classpath:draft/2020-12/schema\"}", "1"))
                .isInstanceOf(JsonException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"$ref\":\"#\"}",
                "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"anyOf\":[{\"$ref\":\"#/$defs/b\"}]},"
                        + "\"b\":{\"allOf\":[{\"$ref\":\"#/$defs/a\"}]}}}",
                "{\"$ref\":\"#/nowhere\"}",
                "{\"$schema\":\"http://localhost:1/unknown\"}",
                "{\"pattern\":\"[\"}"
            })
    void aSchemaThatCannotBeUsedIsAnErrorAndNotAHang(String schema) {
        assertThatThrownBy(() -> check(schema, "\"x\"")).isInstanceOf(JsonException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"^(a+)+$", "^(a|aa)*$", "^(([a-z])+.)+[A-Z]([a-z])+$", "(.*)*=b"})
    void aPatternThatBacktracksWithoutEndIsCutShort(String pattern) {
        long start = System.nanoTime();
        SchemaValidator validator = SchemaValidator.of(Json.parse("{\"pattern\":" + Json.of(pattern) + "}"));
        Json text = Json.of("a".repeat(5_000) + "!");

        try {
            assertThat(validator.check(text)).isNotEmpty();
        } catch (JsonException tooHeavy) {
            assertThat(tooHeavy).hasMessageContaining("too heavy");
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void aSchemaThatExplodesIsAnErrorAndNotAHang() {
        StringBuilder schema = new StringBuilder("{\"$ref\":\"#/$defs/d0\",\"$defs\":{\"d60\":true");
        for (int at = 0; at < 60; at++) {
            String next = "{\"$ref\":\"#/$defs/d" + (at + 1) + "\"}";
            schema.append(",\"d" + at + "\":{\"allOf\":[" + next + "," + next + "]}");
        }

        assertThatThrownBy(() -> check(schema + "}}", "1"))
                .isInstanceOf(JsonException.class)
                .hasMessageStartingWith("the JSON Schema takes too much work: more than 5000000 steps");
    }

    @Test
    void theDeepestValueIsChecked() {
        Json deepest = Json.parse("[".repeat(512) + "]".repeat(512));

        assertThat(SchemaValidator.of(Json.parse("{\"type\":\"array\",\"items\":{\"$ref\":\"#\"}}"))
                        .check(deepest))
                .isEmpty();
    }

    @Test
    void aFloodOfViolationsIsCutShort() {
        assertThat(check("{\"items\":{\"type\":\"string\"}}", "[" + "1,".repeat(10_000) + "1]"))
                .hasSize(SchemaValidator.MAX_VIOLATIONS);
    }

    @Test
    void malformedSchemasAreFoundByTheMetaSchema() {
        assertThat(SchemaValidator.malformations(Json.parse("{\"type\":\"strin\"}")))
                .isNotEmpty();
        assertThat(SchemaValidator.malformations(Json.parse("{\"type\":\"string\",\"minLength\":2}")))
                .isEmpty();
        assertThatThrownBy(() -> SchemaValidator.of(Json.parse("[]"))).hasMessageContaining("JSON Schema is an object");
    }
}
