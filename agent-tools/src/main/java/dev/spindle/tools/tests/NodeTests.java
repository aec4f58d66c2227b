package dev.spindle.tools.tests;

import dev.spindle.tools.tests.ReadCase.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The test runner that Node.js has built in, from 20.11 on, which writes the XML of JUnit. */
record NodeTests() implements Adapter {
    private static final int KEPT_CHARS = 1 << 20;
    private static final String CAUSE = "cause: ";
    private static final Pattern THROWN = Pattern.compile("([A-Z]\\w{0,80})(?: \\[[^\\]\n]{0,80}])?: ");
    private static final Pattern FRAME = Pattern.compile("\\s+at \\S.*");
    private static final Pattern DIED = Pattern.compile("(?s).*signal: '(SIG[A-Z]{2,10})'.*");

    @Override
    public List<String> command(Choice choice, Settings settings, Path report) {
        List<String> command = new ArrayList<>(List.of(
                "node",
                "--test",
                "--test-reporter=spec",
                "--test-reporter-destination=stdout",
                "--test-reporter=junit",
                "--test-reporter-destination=" + report,
                // Node.js itself then tells what hangs, before it is killed.
                "--test-timeout=" + settings.timeOfTests().toMillis()));
        if (!choice.words().isEmpty())
            command.add(choice.namesFile("[cm]?[jt]s") ? choice.words() : "--test-name-pattern=" + choice.words());
        if (!choice.tests().isEmpty())
            command.add("--test-name-pattern="
                    + Choice.anyOf(
                            choice.tests().stream().flatMap(NodeTests::names).toList()));
        return command;
    }

    /** Older versions look at the name alone, newer ones at all names around it, too. */
    private static Stream<String> names(TestId test) {
        String whole = test.suite().replace(" > ", " ") + " " + test.name();
        return test.suite().isEmpty() ? Stream.of(test.name()) : Stream.of(test.name(), whole);
    }

    @Override
    public int keptOutput() {
        return KEPT_CHARS;
    }

    @Override
    public Reading begin(Path project) {
        return left -> {
            PathFrames frames = new PathFrames(project);
            UncaughtErrors uncaught = new UncaughtErrors(left.lines());
            Found found = Found.inGroupedXml(
                    left.scratch(), (groups, each) -> uncaught.explained(told(groups, each, frames)));
            boolean died = found.cases().stream()
                    .map(ReadCase::first)
                    .anyMatch(failure -> failure != null && failure.type().equals(Found.CRASH));
            return new Found(found.cases(), ScriptErrors.inLines(left.lines(), frames), died, found.problems());
        };
    }

    /** All tests are of one class, "test", and in the suites around them; a file that failed as a whole has its path for a name. */
    private static ReadCase told(String groups, ReadCase read, PathFrames frames) {
        String suite = read.id().suite().equals("test") ? groups : read.id().suite();
        String name = read.id().name() + read.id().parameter();
        return read.as(new TestId(suite, frames.relative(name).orElse(name), ""))
                .telling(NodeTests::told);
    }

    /** What a test threw is the cause of the error that is reported, and there alone its lines are whole. */
    private static Failure told(Failure failure) {
        Matcher died = DIED.matcher(failure.trace());
        if (failure.message().equals("test failed") && died.matches())
            return new Failure(Found.CRASH, "Node.js was killed by " + died.group(1), failure.trace());
        int cause = failure.trace().indexOf(CAUSE);
        String thrown = failure.trace().substring(cause < 0 ? 0 : cause + CAUSE.length());
        Matcher type = THROWN.matcher(thrown);
        if (cause < 0 || !type.lookingAt()) return new Failure("", failure.message(), thrown);
        String message = thrown.substring(type.end())
                .lines()
                .takeWhile(each -> !FRAME.matcher(each).matches())
                .map(each -> each.startsWith("  ") ? each.substring(2) : each)
                .collect(Collectors.joining("\n"))
                .strip();
        return new Failure(type.group(1), message, thrown);
    }
}
