package dev.spindle.tools.tests;

import dev.spindle.tools.tests.TestReport.CompileError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gradle, which writes the XML of JUnit into the folders of the modules. */
record Gradle() implements Adapter {
    private static final int KEPT_CHARS = 4 << 20;
    /** Older versions print it behind the name of the task, in one line. */
    private static final Pattern COMPILE_ERROR = Pattern.compile(
            "(?:e: (?:file://)?|(?::[\\w-]{1,100}){1,20}(?=/))?([^\\s:][^:]{0,400}\\.(?:java|kt|groovy)):(\\d{1,7}):(?:\\d{1,7}:?)? ?(?:error: )?(.{1,1000})");

    private static final Pattern DIED =
            Pattern.compile(".*Process 'Gradle Test Executor \\d{1,9}' finished with non-zero exit value (\\d{1,9}).*");
    private static final Pattern STARTED = Pattern.compile("(\\S.{0,400}?) > (\\S.{0,400}) STARTED");
    private static final Pattern ENDED = Pattern.compile("(\\S.{0,400}?) > (\\S.{0,400}) (?:PASSED|FAILED|SKIPPED)");
    /** What Gradle calls a class that failed outside of its tests. */
    private static final Set<String> OF_CLASSES = Set.of("classMethod", "initializationError", "executionError");

    private static final Pattern CLASS = Pattern.compile("[A-Za-z_$][\\w$.]{0,400}");
    private static final String SUITE_OF_TESTNG = "Gradle suite";
    private static final Pattern OF_TESTNG =
            Pattern.compile("Gradle test > ([A-Za-z_$][\\w$.]{0,400})\\.([A-Za-z_$][\\w$]{0,200}(?:[(\\[].*)?)");
    private static final int MAX_RUNNING = 100;
    private static final int MAX_COMPILE_ERRORS = 50;
    private static final String INIT_SCRIPT = "init.gradle";

    /**
     * Tests run each time, where Gradle would keep what they said at first; they are told when they begin, so that one that hangs is known; the
     * build fails when one fails, so that one that failed and was run again is known from one that failed; and what is chosen need not be in
     * every module.
     */
    private static final String EACH_TIME = """
            allprojects {
              def tests = tasks.withType(Test)
              def lazily = tests.metaClass.respondsTo(tests, 'configureEach')
              tests."${lazily ? 'configureEach' : 'all'}" {
                outputs.upToDateWhen { false }
                outputs.cacheIf { false }
                testLogging.events 'started', 'passed', 'skipped', 'failed'
                filter.failOnNoMatchingTests = false
                doFirst { ignoreFailures = false }
              }
            }
            """;

    @Override
    public List<String> command(Choice choice, Settings settings, Path report) {
        Path own = settings.command();
        List<String> command = new ArrayList<>(List.of(
                own == null ? "gradle" : own.toString(), "test", "--continue", "--console=plain", "--no-daemon"));
        command.addAll(
                List.of("--init-script", report.resolveSibling(INIT_SCRIPT).toString()));
        if (settings.asksNobody()) command.add("--offline");
        if (!choice.words().isEmpty())
            command.addAll(List.of("--tests", choice.words().replace('#', '.')));
        // What is none of a class, such as a process that could not run tests, runs with all.
        if (choice.tests().stream().allMatch(each -> CLASS.matcher(each.suite()).matches()))
            choice.tests().forEach(each -> command.add("--tests=" + fullName(each)));
        return command;
    }

    @Override
    public void prepare(Path scratch) throws IOException {
        Files.writeString(scratch.resolve(INIT_SCRIPT), EACH_TIME);
    }

    private static String fullName(TestId test) {
        String name = test.name().replaceFirst("[(\\[].*", "");
        return name.isEmpty() || OF_CLASSES.contains(name) ? test.suite() : test.suite() + "." + name;
    }

    @Override
    public Set<String> environment() {
        return Set.of("GRADLE_HOME", "GRADLE_USER_HOME", "GRADLE_OPTS");
    }

    @Override
    public int keptOutput() {
        return KEPT_CHARS;
    }

    @Override
    public Reading begin(Path project) {
        return new Following(project, ReportFolder.before(project, ReportFolder.Layout.GRADLE));
    }

    /** Knows at each time which tests run, which reports do not tell of those that never end. */
    private static final class Following implements Reading {
        private final PathFrames frames;
        private final ReportFolder reports;
        private final Set<TestId> running = new LinkedHashSet<>();

        Following(Path project, ReportFolder reports) {
            this.frames = new PathFrames(project);
            this.reports = reports;
        }

        @Override
        public void line(String line) {
            Matcher started = STARTED.matcher(line);
            Matcher ended = ENDED.matcher(line);
            if (started.matches() && running.size() < MAX_RUNNING) running.add(id(started));
            else if (ended.matches()) running.remove(id(ended));
        }

        private static TestId id(Matcher line) {
            Matcher ofTestng = OF_TESTNG.matcher(line.group(2));
            return line.group(1).equals(SUITE_OF_TESTNG) && ofTestng.matches()
                    ? TestId.splitting(ofTestng.group(1), ofTestng.group(2))
                    : TestId.splitting(line.group(1), line.group(2));
        }

        @Override
        public Found read(Left left) {
            Found found = reports.written();
            if (left.ended().timedOut()) return hanging(found, left.dump());
            if (left.ended().exitCode() == 0) return found.withRetries();
            found = found.withCompileErrors(compileErrors(left.lines(), frames));
            for (String line : left.lines()) {
                Matcher died = DIED.matcher(line);
                if (died.matches()) return crashed(found, died.group(1));
            }
            return found;
        }

        private Found hanging(Found found, String dump) {
            ReadCase.Failure failure = new ReadCase.Failure(Found.TIMEOUT, "still running when the time was up", dump);
            Found more = found;
            for (TestId each : running) more = more.with(ReadCase.broken(each, failure));
            return more;
        }

        /** The tests that were running, or one without a name. */
        private Found crashed(Found found, String exitCode) {
            ReadCase.Failure failure =
                    new ReadCase.Failure(Found.CRASH, "the JVM that ran tests ended with exit code " + exitCode, "");
            if (running.isEmpty()) return found.withCrash(ReadCase.broken(new TestId("", "", ""), failure));
            Found more = found;
            for (TestId each : running) more = more.withCrash(ReadCase.broken(each, failure));
            return more;
        }
    }

    static List<CompileError> compileErrors(List<String> lines, PathFrames frames) {
        Set<CompileError> errors = new LinkedHashSet<>();
        for (String line : lines) {
            Matcher error = COMPILE_ERROR.matcher(line.length() > 1_500 ? "" : line);
            boolean isError = error.matches() && (line.contains(": error: ") || line.startsWith("e: "));
            if (isError && errors.size() < MAX_COMPILE_ERRORS)
                frames.relative(error.group(1))
                        .ifPresent(file -> errors.add(new CompileError(
                                file,
                                Integer.parseInt(error.group(2)),
                                error.group(3).strip())));
        }
        return List.copyOf(errors);
    }

    /** The project's own wrapper, where there is one. */
    @Override
    public Settings fitting(Path project, Settings settings) {
        Path wrapper = project.resolve("gradlew");
        boolean has = settings.command() == null && Files.isExecutable(wrapper);
        return has ? settings.withCommand(wrapper) : settings;
    }

    @Override
    public Locating locating(Path project) {
        return ReportFolder.before(project, ReportFolder.Layout.GRADLE).locating();
    }
}
