package dev.spindle.tools.tests;

import dev.spindle.tools.tests.ReadCase.Failure;
import dev.spindle.tools.tests.TestReport.CompileError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** pytest, which writes the XML of JUnit. */
record Pytest() implements Adapter {
    private static final int NO_TESTS_COLLECTED = 5;
    private static final int KEPT_CHARS = 1 << 20;
    private static final String SAID = "E   ";
    private static final Pattern NOT_PARSED =
            Pattern.compile("E?\\s*File \"([^\"\\n]{1,400})\", line (\\d{1,7})(?:, in .*)?");
    private static final Pattern DUMPED = Pattern.compile("\\s*File \"([^\"\\n]{1,400})\", line (\\d{1,7}) in (\\S+)");
    private static final Pattern SYNTAX = Pattern.compile("E?\\s*((?:Syntax|Indentation|Tab)Error: .*)");

    @Override
    public List<String> command(Choice choice, Settings settings, Path report) {
        Path own = settings.command();
        List<String> command = new ArrayList<>(List.of(
                own == null ? "python3" : own.toString(),
                "-m",
                "pytest",
                "-q",
                "-p",
                "no:cacheprovider",
                "--color=no",
                "--continue-on-collection-errors",
                "-o",
                // The older form names files, which are needed to run a test again.
                "junit_family=xunit1",
                "-o",
                // What all threads do is printed before the time is up, so that it can be told what hangs.
                "faulthandler_timeout=" + seconds(settings.timeout()),
                "--junitxml=" + report));
        if (!choice.words().isEmpty()) {
            boolean isPath = choice.words().contains("::") || choice.namesFile("py");
            command.addAll(isPath ? List.of(choice.words()) : List.of("-k", choice.words()));
        }
        choice.tests().stream()
                .map(Pytest::argument)
                .filter(each -> !each.startsWith("-"))
                .distinct()
                .forEach(command::add);
        return command;
    }

    /** The project's own environment, where it has one and none is active. */
    @Override
    public Settings fitting(Path project, Settings settings) {
        if (settings.command() != null || System.getenv("VIRTUAL_ENV") != null) return settings;
        return Stream.of(".venv", "venv")
                .map(folder -> project.resolve(folder).resolve("bin/python"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(settings::withCommand)
                .orElse(settings);
    }

    @Override
    public Settings elsewhere(Path project, Settings settings) {
        return fitting(project, settings);
    }

    /** Half of the time, counted from the start of each test: the rest is for what comes before it. */
    private static String seconds(Duration timeout) {
        return String.valueOf(Math.max(0.5, timeout.toMillis() / 2_000.0));
    }

    private static String argument(TestId test) {
        return test.name().isEmpty() ? test.suite() : test.suite() + "::" + test.name() + test.parameter();
    }

    @Override
    public Set<String> environment() {
        return Set.of("PYENV_ROOT", "PYENV_VERSION", "VIRTUAL_ENV");
    }

    @Override
    public int keptOutput() {
        return KEPT_CHARS;
    }

    @Override
    public Reading begin(Path project) {
        return left -> read(left, new PathFrames(project));
    }

    private static Found read(Left left, PathFrames frames) {
        Found found = Found.inXml(left.scratch(), each -> told(each));
        Set<CompileError> errors = new LinkedHashSet<>();
        found.cases().forEach(each -> notParsed(each, frames).ifPresent(errors::add));
        found = found.withCompileErrors(List.copyOf(errors));
        if (left.diedOfSignal()) return found.withCrash(stopped(left, Found.CRASH, "Python was killed by a signal"));
        return left.ended().timedOut()
                ? found.with(stopped(left, Found.TIMEOUT, "still running when the time was up"))
                : found;
    }

    /** What the process was at when it ended, as Python's own handler of faults prints it: innermost first. */
    private static ReadCase stopped(Left left, String kind, String words) {
        StringBuilder trace = new StringBuilder();
        String said = words;
        TestId test = new TestId("", "", "");
        for (String line : left.lines()) {
            if (line.startsWith("Fatal Python error: ")) said = line;
            // An earlier test was slow, and this one is slower.
            if (line.startsWith("Timeout (")) trace.setLength(0);
            Matcher dumped = DUMPED.matcher(line);
            if (!dumped.matches()) continue;
            trace.append(dumped.group(1)).append(':').append(dumped.group(2)).append('\n');
            String file = dumped.group(1).substring(dumped.group(1).lastIndexOf('/') + 1);
            if (dumped.group(3).startsWith("test") && file.startsWith("test"))
                test = new TestId(file, dumped.group(3), "");
        }
        return ReadCase.broken(test, new Failure(kind, said, trace.toString()));
    }

    /** The file stands in an attribute, the classes in it behind its name. What keeps a module from being collected is in the trace alone. */
    private static ReadCase told(ReadCase read) {
        String file = read.home();
        String suite = read.id().suite();
        if (file.isEmpty() && suite.isEmpty()) file = read.id().name().replace('.', '/') + ".py";
        if (file.isEmpty()) return read.telling(Pytest::told);
        // Of a file that could not be collected, the name is its own again.
        if (suite.isEmpty()) return read.as(new TestId(file, "", "")).at("").telling(Pytest::told);
        String module =
                file.endsWith(".py") ? file.substring(0, file.length() - 3).replace('/', '.') : file;
        String classes = suite.startsWith(module + ".")
                ? "::" + suite.substring(module.length() + 1).replace(".", "::")
                : "";
        return read.as(new TestId(file + classes, read.id().name(), read.id().parameter()))
                .at("");
    }

    private static Failure told(Failure failure) {
        if (!failure.message().equals("collection failure")) return failure;
        String said = failure.trace()
                .lines()
                .filter(line -> line.startsWith(SAID))
                .map(line -> line.substring(SAID.length()))
                .collect(Collectors.joining("\n"));
        return new Failure(failure.type(), said.isEmpty() ? failure.message() : said, failure.trace());
    }

    private static Optional<CompileError> notParsed(ReadCase read, PathFrames frames) {
        ReadCase.Failure failure = read.first();
        if (failure == null || !read.id().name().isEmpty()) return Optional.empty();
        String file = "";
        int line = 0;
        for (String each : failure.trace().lines().toList()) {
            Matcher place = NOT_PARSED.matcher(each);
            Matcher said = SYNTAX.matcher(each);
            if (place.matches()) {
                file = place.group(1);
                line = Integer.parseInt(place.group(2));
            } else if (said.matches() && !file.isEmpty()) {
                int at = line;
                return frames.relative(file).map(path -> new CompileError(path, at, said.group(1)));
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean saysNoTests(int exitCode) {
        return exitCode == NO_TESTS_COLLECTED;
    }

    /** Python tells the innermost call last, but where a fault stopped it. */
    @Override
    public Locating locating(Path project) {
        PathFrames frames = new PathFrames(project);
        return (home, failure) ->
                failure.type().equals(Found.CRASH) || failure.type().equals(Found.TIMEOUT)
                        ? frames.innermostFirst(failure.trace())
                        : frames.innermostLast(failure.trace());
    }
}
