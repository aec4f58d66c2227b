package dev.spindle.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The JSON Schema test suite, draft 2020-12, where the property {@code spindle.corpus} names the folder that holds it. */
class SchemaSuiteTest {
    private final List<String> failures = new ArrayList<>();
    private int passed;

    @TestFactory
    Stream<DynamicTest> theSuiteIsPassed() throws IOException {
        String corpus = System.getProperty("spindle.corpus", "");
        if (corpus.isEmpty()) {
            System.out.println("JSON Schema test suite left out: the property spindle.corpus is not set");
            return Stream.empty();
        }
        Path suite = Path.of(corpus, "json-schema-test-suite");
        Map<String, Json> remotes = remotes(suite.resolve("remotes"));
        // The suite's own copies of older drafts are not part of every distribution, and punycode is left to the
        // resolver.
        return Stream.of(
                DynamicTest.dynamicTest("required", () -> run(suite.resolve("draft2020-12"), remotes, false, 0)),
                DynamicTest.dynamicTest(
                        "optional", () -> run(suite.resolve("draft2020-12/optional"), remotes, false, 1)),
                DynamicTest.dynamicTest(
                        "format", () -> run(suite.resolve("draft2020-12/optional/format"), remotes, true, 30)));
    }

    private void run(Path folder, Map<String, Json> remotes, boolean formats, int tolerated) throws IOException {
        passed = 0;
        failures.clear();
        for (Path file : filesIn(folder)) {
            for (Json group : Json.parse(Files.readString(file)).items()) {
                SchemaValidator validator = SchemaValidator.of(group.get("schema"))
                        .references(uri -> Optional.ofNullable(remotes.get(uri)));
                check(file, group, formats ? validator.assertFormats() : validator);
            }
        }

        Path list = Path.of("target", "json-schema-suite-" + folder.getFileName() + ".txt");
        Files.write(list, failures);
        System.out.println("JSON Schema suite, " + folder.getFileName() + ": " + passed + " passed, " + failures.size()
                + " failed: see " + list);
        assertThat(failures).hasSizeLessThanOrEqualTo(tolerated);
        assertThat(passed).isPositive();
    }

    private void check(Path file, Json group, SchemaValidator validator) {
        for (Json test : group.get("tests").items()) {
            boolean valid;
            try {
                valid = validator.check(test.get("data")).isEmpty();
            } catch (JsonException unusable) {
                valid = !test.get("valid").bool();
            }
            if (valid == test.get("valid").bool()) {
                passed++;
            } else {
                failures.add(
                        "  " + file.getFileName() + ": " + group.get("description") + ": " + test.get("description"));
            }
        }
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    private static Map<String, Json> remotes(Path folder) throws IOException {
        Map<String, Json> documents = new HashMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                documents.put("http://localhost:1234/" + folder.relativize(file), Json.parse(Files.readString(file)));
            }
        }
        return documents;
    }
}
