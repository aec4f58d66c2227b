package dev.spindle.model.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.http.Tally;
import dev.spindle.json.Json;
import dev.spindle.json.SchemaValidator;
import dev.spindle.json.SchemaValidator.Violation;
import dev.spindle.json.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictConversionTest {
    private static Json object(String properties, String required) {
        return Json.parse("{\"type\":\"object\",\"properties\":{" + properties + "},\"required\":[" + required + "]}");
    }

    private static Optional<Json> convert(Json schema) {
        return StrictConversion.convert(schema, true);
    }

    private static String property(String schema, String required) {
        return convert(object("\"x\":" + schema, required))
                .orElseThrow()
                .at("/properties/x")
                .orElseThrow()
                .text();
    }

    @Test
    void everyPropertyIsRequiredAndNoOtherAllowed() {
        Json strict = convert(object("\"a\":{\"type\":\"string\"},\"b\":{\"type\":\"integer\"}", "\"a\""))
                .orElseThrow();

        assertEquals("[\"a\",\"b\"]", strict.get("required").text());
        assertEquals("false", strict.get("additionalProperties").text());
        assertEquals(
                "[\"integer\",\"null\"]",
                strict.at("/properties/b/type").orElseThrow().text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"string\"} | {\"type\":[\"string\",\"null\"]}",
                "{\"type\":[\"string\",\"null\"]} | {\"type\":[\"string\",\"null\"]}",
                "{\"type\":\"string\",\"enum\":[\"a\"],\"description\":\"D\"}"
                        + " | {\"description\":\"D\",\"anyOf\":[{\"type\":\"string\",\"enum\":[\"a\"]},{\"type\":\"null\"}]}",
                "{\"enum\":[\"a\"]} | {\"anyOf\":[{\"enum\":[\"a\"],\"type\":\"string\"},{\"type\":\"null\"}]}"
            })
    void whatMayBeLeftOutMayBeNullInstead(String schema, String strict) {
        assertEquals(strict, property(schema, ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"string\",\"minLength\":2,\"default\":\"ab\",\"description\":\"D.\"}"
                        + " | {\"type\":\"string\",\"description\":\"D. (minLength: 2; default: \\\"ab\\\")\"}",
                "{\"type\":\"string\",\"format\":\"uri\"} | {\"type\":\"string\",\"description\":\"(format: \\\"uri\\\")\"}",
                "{\"type\":\"string\",\"format\":\"date\"} | {\"type\":\"string\",\"format\":\"date\"}",
                "{\"type\":\"string\",\"pattern\":\"(?=a)\"} | {\"type\":\"string\",\"description\":\"(pattern: \\\"(?=a)\\\")\"}",
                "{\"type\":\"string\",\"pattern\":\"^a+$\"} | {\"type\":\"string\",\"pattern\":\"^a+$\"}",
                "{\"oneOf\":[{\"type\":\"string\"},{\"type\":\"integer\"}]} | {\"anyOf\":[{\"type\":\"string\"},{\"type\":\"integer\"}]}",
                "{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"uniqueItems\":true}"
                        + " | {\"type\":\"array\",\"description\":\"(uniqueItems: true)\",\"items\":{\"type\":\"string\"}}"
            })
    void whatStrictDoesNotKnowIsSaidInWords(String schema, String strict) {
        assertEquals(strict, property(schema, "\"x\""));
    }

    @Test
    void referencesStandAlone() {
        Json schema = Json.parse("{\"type\":\"object\",\"properties\":{\"next\":{\"$ref\":\"#/definitions/node\","
                + "\"description\":\"The next.\"}},\"required\":[\"next\"],\"definitions\":{\"node\":{\"type\":\"object\","
                + "\"properties\":{\"next\":{\"anyOf\":[{\"$ref\":\"#/definitions/node\"},{\"type\":\"null\"}]}}}}}");

        Json strict = convert(schema).orElseThrow();

        assertEquals(
                "{\"description\":\"The next.\",\"anyOf\":[{\"$ref\":\"#/$defs/node\"}]}",
                strict.at("/properties/next").orElseThrow().text());
        assertEquals(
                "[\"next\"]", strict.at("/$defs/node/required").orElseThrow().text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"}}",
                "{\"type\":\"object\"}",
                "{}",
                "true",
                "{\"type\":\"array\"}",
                "{\"type\":\"array\",\"prefixItems\":[{\"type\":\"string\"}]}",
                "{\"$ref\":\"http://elsewhere/schema\"}",
                "{\"allOf\":[{\"type\":\"string\"}]}",
                "{\"enum\":[1,\"a\"]}",
                "{\"type\":\"object\",\"properties\":{},\"required\":[\"y\"]}",
                "{\"anyOf\":[{\"type\":\"object\",\"properties\":{\"y\":{\"type\":\"string\"}}},{\"type\":\"string\"}]}"
            })
    void whatCannotBeStrictIsLeftAsItIs(String schema) {
        assertEquals(Optional.empty(), convert(object("\"x\":" + schema, "\"x\"")));
    }

    @Test
    void whatAlreadyFitsIsNotTouched() {
        Json fits = RequestWriterTest.STRICT;

        assertEquals(fits, convert(fits).orElseThrow());
    }

    @Test
    void aNestWithoutEndIsLeftAsItIs() {
        String deep = "{\"type\":\"array\",\"items\":".repeat(200) + "{\"type\":\"string\"}" + "}".repeat(200);

        assertEquals(Optional.empty(), convert(object("\"x\":" + deep, "\"x\"")));
    }

    @Test
    void anAnswerIsStrictOnlyIfItsNullsAreItsOwn() {
        record Trip(String airport, Optional<LocalDate> day) {}
        Json optional = object("\"a\":{\"type\":\"string\"}", "");

        assertTrue(StrictConversion.convert(Schemas.of(Trip.class), false).isPresent());
        assertFalse(StrictConversion.convert(optional, false).isPresent());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":\"b\",\"x\":null} | {\"a\":\"b\"}",
                "{\"a\":null,\"x\":\"b\"} | {\"a\":null,\"x\":\"b\"}",
                "{\"a\":\"b\",\"n\":null} | {\"a\":\"b\",\"n\":null}",
                "{\"a\":\"b\",\"list\":[{\"y\":null},{\"y\":\"c\"}]} | {\"a\":\"b\",\"list\":[{},{\"y\":\"c\"}]}",
                "{\"a\":\"b\",\"tree\":{\"tree\":{\"tree\":null}}} | {\"a\":\"b\",\"tree\":{\"tree\":{}}}",
                "{\"a\": \"null\" } | {\"a\": \"null\" }",
                "{\"a\":null | {\"a\":null"
            })
    void nullsThatStandForWhatWasLeftOutAreTakenOut(String written, String meant) {
        Json schema = Json.parse(
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"},\"x\":{\"type\":\"string\"},"
                        + "\"n\":{\"type\":[\"string\",\"null\"]},\"tree\":{\"$ref\":\"#/$defs/tree\"},\"list\":{\"type\":\"array\","
                        + "\"items\":{\"type\":\"object\",\"properties\":{\"y\":{\"type\":\"string\"}}}}},\"required\":[\"a\"],"
                        + "\"$defs\":{\"tree\":{\"type\":\"object\",\"properties\":{\"tree\":{\"$ref\":\"#/$defs/tree\"}}}}}");

        assertEquals(meant, StrictNulls.removedFrom(written, schema));
    }

    @TestFactory
    Stream<DynamicTest> publishedToolsKeepTheirMeaning() throws IOException {
        String corpus = System.getProperty("spindle.corpus", "");
        if (corpus.isEmpty()) {
            System.out.println("Strict forms of published tools were left out: spindle.corpus names no folder");
            return Stream.empty();
        }
        Tally tally = new Tally("Strict forms of the right arguments of published tools");
        List<Json> cases = Files.readAllLines(Path.of(corpus, "bfcl", "argument-validation.jsonl")).stream()
                .map(Json::parse)
                .filter(given -> given.get("valid").bool())
                .toList();
        long strict = cases.stream()
                .filter(given -> convert(given.get("schema")).isPresent())
                .count();
        System.out.println("Strict forms: " + strict + " of " + cases.size() + " tools have one");
        return Stream.concat(
                cases.stream().map(given -> tally.test(given.get("id").string(), () -> check(given))),
                Stream.of(DynamicTest.dynamicTest("all", tally::print)));
    }

    /** What fits the original fits the strict form with its nulls added, and comes back as it was. */
    private static void check(Json given) {
        Json schema = given.get("schema");
        Json arguments = given.get("arguments");
        Optional<Json> strict = convert(schema);
        if (strict.isEmpty()) return;
        Json full = withNulls(arguments, strict.get());

        // One of the tools leaves open what else there may be, and is called so; a strict form cannot.
        List<Violation> violations = SchemaValidator.of(strict.get()).check(full).stream()
                .filter(violation -> !violation.keyword().equals("additionalProperties"))
                .toList();
        assertEquals(List.of(), violations, full::text);
        assertEquals(arguments.text(), StrictNulls.removedFrom(full.text(), schema));
    }

    private static Json withNulls(Json value, Json strict) {
        List<Json> branches = strict.find("anyOf").map(Json::items).orElse(List.of());
        if (!branches.isEmpty()) return withNulls(value, branches.get(0));
        if (!value.isObject()) return value;
        Map<String, Json> all = new LinkedHashMap<>();
        value.names().forEach(name -> all.put(name, value.get(name)));
        Json properties = strict.find("properties").orElse(Json.EMPTY_OBJECT);
        for (String name : properties.names()) {
            all.compute(name, (key, known) -> known == null ? Json.NULL : withNulls(known, properties.get(key)));
        }
        return Json.object(all);
    }
}
