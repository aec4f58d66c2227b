package dev.spindle.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Scores the probe as anyone can: on the fixtures, and on the corpora where they are at hand. */
class CorpusTest {
    private static final String CORPUS = System.getProperty("spindle.corpus", "");

    // The suite's own copies of older drafts are not part of every distribution, and punycode is left to the resolver.
    private static final Map<String, Integer> TOLERATED = Map.of("", 0, "optional", 1, "optional/format", 30);

    @Test
    void fixturesAreAnsweredAsExpected() throws IOException {
        scoreChat(fixture("recordings")).check(0);
        scoreSse(lines(fixture("sse.jsonl"))).check(0);
        scoreValidate("fixtures", lines(fixture("validate.jsonl"))).check(0);
    }

    @TestFactory
    Stream<DynamicTest> corporaAreAnsweredAsExpected() {
        if (CORPUS.isEmpty()) {
            System.out.println("The probe's corpora were left out: the system property spindle.corpus names no folder");
            return Stream.empty();
        }
        Path corpus = Path.of(CORPUS);
        return Stream.of(
                DynamicTest.dynamicTest(
                        "chat",
                        () -> scoreChat(corpus.resolve("recordings/recordings")).check(0)),
                DynamicTest.dynamicTest(
                        "sse",
                        () -> scoreSse(lines(corpus.resolve("sse-vectors/vectors.jsonl")))
                                .check(0)),
                DynamicTest.dynamicTest("validate", () -> scoreSuite(corpus.resolve("json-schema-test-suite"))));
    }

    private static Tally scoreChat(Path folder) throws IOException {
        Map<String, Json> recordings = new LinkedHashMap<>();
        for (Path file : files(folder)) {
            Json recording = Json.parse(Files.readString(file));
            recordings.put(recording.get("id").string(), recording);
        }
        List<Json> questions = recordings.values().stream()
                .map(recording -> Json.object(Map.of(
                        "id", recording.get("id"),
                        "stream", Json.of(recording.find("sse").isPresent()),
                        "request", recording.get("request"))))
                .toList();
        Tally tally = new Tally("chat");
        try (RecordingServer server = new RecordingServer(recordings)) {
            ProbeRun run = ProbeRun.of(questions, "probe", "chat", server.baseUrl());
            recordings.forEach((id, recording) -> tally.count(
                    id,
                    ChatAnswer.expected(recording.get("expected")),
                    ChatAnswer.of(run.answer(recording.get("id")))));
        }
        return tally;
    }

    private static Tally scoreSse(List<Json> vectors) throws IOException {
        ProbeRun run = ProbeRun.of(vectors, "probe", "sse");
        Tally tally = new Tally("sse");
        for (Json vector : vectors) {
            Json answer = run.answer(vector.get("id"));
            tally.count(
                    vector.get("id").string(),
                    vector.get("events").text() + vector.get("retry"),
                    answer.get("events").text() + answer.get("retry"));
        }
        return tally;
    }

    private static Tally scoreValidate(String what, List<Json> cases) throws IOException {
        ProbeRun run = ProbeRun.of(cases, "probe", "validate");
        Tally tally = new Tally("validate " + what);
        for (Json given : cases) {
            tally.count(
                    given.get("id").string(),
                    given.get("valid"),
                    run.answer(given.get("id")).find("valid").orElse(Json.NULL));
        }
        return tally;
    }

    private static void scoreSuite(Path suite) throws IOException {
        for (String part : List.of("", "optional", "optional/format")) {
            List<Json> cases = new ArrayList<>();
            for (Path file : files(suite.resolve("draft2020-12").resolve(part))) {
                for (Json group : Json.parse(Files.readString(file)).items()) {
                    for (Json test : group.get("tests").items()) {
                        cases.add(Json.object(Map.of(
                                "id", Json.of(file.getFileName() + " " + cases.size()),
                                "schema", group.get("schema"),
                                "instance", test.get("data"),
                                "remotes", Json.of(suite.resolve("remotes").toString()),
                                "formatAssertion", Json.of(part.equals("optional/format")),
                                "valid", test.get("valid"))));
                    }
                }
            }
            Tally tally = scoreValidate(part.isEmpty() ? "required" : part, cases);
            tally.check(TOLERATED.get(part));
            assertThat(tally.right()).isPositive();
        }
    }

    private static Path fixture(String name) {
        try {
            return Path.of(CorpusTest.class.getResource("/probe/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Json> lines(Path file) {
        try {
            return Files.readAllLines(file).stream().map(Json::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }
}
