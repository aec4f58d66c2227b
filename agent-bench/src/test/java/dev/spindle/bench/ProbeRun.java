package dev.spindle.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spindle.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One start of the probe.
 *
 * @param exitCode what the process would end with
 * @param answers its answers by id
 * @param errors what it said on the error stream
 */
record ProbeRun(int exitCode, Map<String, Json> answers, String errors) {
    static ProbeRun of(List<Json> questions, String... arguments) throws IOException {
        return ofText(questions.stream().map(Json::text).collect(Collectors.joining("\n")), arguments);
    }

    static ProbeRun ofText(String input, String... arguments) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        Probe probe = new Probe(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                errors);
        int exitCode = Main.run(probe, errors, List.of(arguments));
        return new ProbeRun(
                exitCode, answers(out.toString(StandardCharsets.UTF_8)), err.toString(StandardCharsets.UTF_8));
    }

    private static Map<String, Json> answers(String output) {
        Map<String, Json> answers = new LinkedHashMap<>();
        for (String line : output.lines().toList()) {
            Json answer = Json.parse(line);
            Json before = answers.put(answer.get("id").string(), answer);
            assertEquals(null, before, "answered twice");
        }
        return answers;
    }

    Json answer(Json id) {
        return answers.getOrDefault(id.string(), Json.EMPTY_OBJECT);
    }
}
