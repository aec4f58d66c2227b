package dev.spindle.tools.tests;

import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.tools.files.UnreadableFileException;
import dev.spindle.tools.tests.ReadCase.Failure;
import dev.spindle.tools.tests.TestCase.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Jest as it is installed in a project, with a reporter that writes what it has found in JSON. */
record Jest() implements Adapter {
    private static final int KEPT_CHARS = 1 << 20;
    private static final int MAX_ATTEMPTS = 20;
    private static final String SCRIPT = "jest.cjs";

    /** Calls Jest as its own command does. Code under test that reads the arguments of its process finds none, as where there are none. */
    private static final String WITHOUT_ARGUMENTS = """
            const [manifest, ...args] = process.argv.splice(2);
            process.env.NODE_ENV ??= 'test';
            require(require('node:path').dirname(manifest)).run(args);
            """;

    private static final String REPORTER = "reporter.cjs";

    /** Writes what Jest's own JSON has of tests. That one is not written at all where an error refers to itself. */
    private static final String WRITING = """
            const test = ({ ancestorTitles, title, status, duration, failureMessages, retryReasons }) =>
              ({ ancestorTitles, title, status, duration, failureMessages, retryReasons: retryReasons ?? [] });
            const file = (each) => ({
              name: each.testFilePath,
              message: each.failureMessage ?? '',
              status: each.testExecError || each.numFailingTests > 0 ? 'failed' : 'passed',
              assertionResults: each.testExecError ? [] : each.testResults.map(test),
            });
            module.exports = class {
              onRunComplete(contexts, results) {
                const report = JSON.stringify({ testResults: results.testResults.map(file) });
                require('node:fs').writeFileSync(require('node:path').join(__dirname, 'report'), report);
              }
            };
            """;

    private static final Pattern THROWN = Pattern.compile("([A-Za-z]\\w{0,80}): ");
    private static final Set<String> LEFT_OUT = Set.of("pending", "todo", "skipped", "disabled");

    @Override
    public List<String> command(Choice choice, Settings settings, Path report) {
        List<String> command = new ArrayList<>(List.of(
                "node",
                report.resolveSibling(SCRIPT).toString(),
                String.valueOf(settings.command()),
                "--ci",
                "--reporters=default",
                "--reporters=" + report.resolveSibling(REPORTER)));
        if (!choice.words().isEmpty())
            command.addAll(choice.namesFile("[cm]?[jt]sx?") ? List.of(choice.words()) : List.of("-t", choice.words()));
        if (!choice.tests().isEmpty())
            command.add("--testNamePattern="
                    + Choice.anyOf(choice.tests().stream().map(Jest::fullName).toList()));
        return command;
    }

    @Override
    public void prepare(Path scratch) throws IOException {
        Files.writeString(scratch.resolve(SCRIPT), WITHOUT_ARGUMENTS);
        Files.writeString(scratch.resolve(REPORTER), WRITING);
    }

    private static String fullName(TestId test) {
        return test.suite().isEmpty() ? test.name() : test.suite().replace(" > ", " ") + " " + test.name();
    }

    @Override
    public int keptOutput() {
        return KEPT_CHARS;
    }

    @Override
    public Settings fitting(Path project, Settings settings) {
        return settings.withCommand(NodeModules.find(project, TestProgram.JEST, "jest/package.json"));
    }

    @Override
    public Reading begin(Path project) {
        return left -> read(left, new PathFrames(project));
    }

    private static Found read(Left left, PathFrames frames) {
        List<ReadCase> cases = new ArrayList<>();
        try {
            Json report = Json.parse(
                    String.join("\n", left.scratch().read(Found.REPORT).lines()));
            report.get("testResults").items().forEach(suite -> suite(suite, cases, frames));
        } catch (UnreadableFileException | JsonException unreadable) {
            return NodeCrash.in(left)
                    .map(crash -> Found.of(cases).withCrash(crash))
                    .orElse(Found.unreadable("The test report cannot be read: " + unreadable.getMessage()));
        }
        return Found.of(cases).withCompileErrors(ScriptErrors.inCases(cases, frames));
    }

    /** A file whose tests could not even be found has failed as a whole. */
    private static void suite(Json suite, List<ReadCase> cases, PathFrames frames) {
        List<Json> tests = suite.get("assertionResults").items();
        tests.forEach(test -> cases.add(test(test)));
        if (!tests.isEmpty() || !suite.get("status").string().equals("failed")) return;
        String said = suite.get("message").string().strip();
        String file = suite.get("name").string();
        cases.add(ReadCase.broken(new TestId(frames.relative(file).orElse(file), "", ""), new Failure("", said, said)));
    }

    private static ReadCase test(Json test) {
        String groups = String.join(
                " > ",
                test.get("ancestorTitles").items().stream().map(Json::string).toList());
        TestId id = new TestId(groups, test.get("title").string(), "");
        String status = test.get("status").string();
        Status ended =
                LEFT_OUT.contains(status) ? Status.SKIPPED : status.equals("failed") ? Status.FAILED : Status.PASSED;
        Duration time = test.find("duration")
                .filter(Json::isNumber)
                .map(millis -> Duration.ofMillis(Math.round(millis.decimal().doubleValue())))
                .orElse(Duration.ZERO);
        List<Failure> failures = new ArrayList<>();
        List<Json> messages = test.get("failureMessages").items();
        if (ended == Status.FAILED)
            failures.add(failure(messages.isEmpty() ? "" : messages.get(0).string()));
        // What it said before it ran again, where a project has told Jest to.
        test.find("retryReasons").stream()
                .flatMap(reasons -> reasons.items().stream())
                .limit(MAX_ATTEMPTS)
                .forEach(reason -> failures.add(failure(reason.string())));
        return new ReadCase(id, "", ended, time, failures, "");
    }

    private static Failure failure(String trace) {
        int frames = trace.indexOf("\n    at ");
        String said = frames < 0 ? trace : trace.substring(0, frames);
        Matcher thrown = THROWN.matcher(said);
        boolean hasType = thrown.lookingAt();
        return new Failure(hasType ? thrown.group(1) : "", hasType ? said.substring(thrown.end()) : said, trace);
    }

    @Override
    public Locating locating(Path project) {
        return NodeCrash.locating(project);
    }
}
