package dev.spindle.tools.tests;

import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.files.UnreadableFileException;
import dev.spindle.tools.tests.JunitXml.Failure;
import dev.spindle.tools.tests.TestReport.Counts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Jest as it is installed in a project, which writes a report of its own in JSON. */
record Jest() implements Adapter {
    private static final Pattern THROWN = Pattern.compile("([A-Za-z]\\w{0,80}): ");
    private static final Set<String> LEFT_OUT = Set.of("pending", "todo", "skipped", "disabled");

    @Override
    public List<String> command(String tests, boolean offline, Path report) {
        List<String> command = new ArrayList<>(
                List.of("node", "node_modules/jest/bin/jest.js", "--ci", "--json", "--outputFile=" + report));
        boolean isPath = tests.contains("/") || tests.matches(".*\\.[cm]?[jt]sx?");
        if (!tests.isEmpty()) command.addAll(isPath ? List.of(tests) : List.of("-t", tests));
        return command;
    }

    @Override
    public Found read(ConfinedFolder scratch, List<String> output) {
        Reading reading = new Reading();
        try {
            Json report =
                    Json.parse(String.join("\n", scratch.read(Found.REPORT).lines()));
            report.get("testResults").items().forEach(reading::suite);
        } catch (UnreadableFileException | JsonException unreadable) {
            return Found.unreadable("The test report cannot be read: " + unreadable.getMessage());
        }
        return new Found(reading.counts, reading.failures, List.of(), List.of(), List.of());
    }

    private static final class Reading {
        private final List<Failure> failures = new ArrayList<>();
        private Counts counts = Counts.NONE;

        /** A file whose tests could not even be found has failed as a whole. */
        private void suite(Json suite) {
            List<Json> tests = suite.get("assertionResults").items();
            tests.forEach(this::test);
            if (!tests.isEmpty() || !suite.get("status").string().equals("failed")) return;
            counts = counts.plus(new Counts(1, 0, 1, 0));
            String said = suite.get("message").string().strip();
            failures.add(new Failure("", suite.get("name").string(), "", said, said));
        }

        private void test(Json test) {
            String status = test.get("status").string();
            if (LEFT_OUT.contains(status)) counts = counts.plus(new Counts(1, 0, 0, 1));
            else if (status.equals("failed")) failed(test);
            else counts = counts.plus(new Counts(1, 0, 0, 0));
        }

        private void failed(Json test) {
            counts = counts.plus(new Counts(1, 1, 0, 0));
            String groups = String.join(
                    " > ",
                    test.get("ancestorTitles").items().stream()
                            .map(Json::string)
                            .toList());
            List<Json> messages = test.get("failureMessages").items();
            String trace = messages.isEmpty() ? "" : messages.get(0).string();
            int frames = trace.indexOf("\n    at ");
            String said = frames < 0 ? trace : trace.substring(0, frames);
            Matcher thrown = THROWN.matcher(said);
            boolean hasType = thrown.lookingAt();
            failures.add(new Failure(
                    groups,
                    test.get("title").string(),
                    hasType ? thrown.group(1) : "",
                    hasType ? said.substring(thrown.end()) : said,
                    trace));
        }
    }
}
