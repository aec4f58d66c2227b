package dev.spindle.tools.tests;

import dev.spindle.context.AgentException;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolResult;
import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.files.Listing;
import dev.spindle.tools.process.ProcessTree;
import dev.spindle.tools.tests.TestReport.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A tool that runs the tests of a Maven project, with Maven as a child process.
 *
 * <p><strong>Security.</strong> Running tests executes whatever code the project and its build hold, with this process's rights: its files, its
 * network. Whoever can write to the project, a model with a tool that edits files too, can run code by this tool. Give it projects
 * that you would build yourself, or run the whole program in a sandbox. What is done here: no shell is involved; the model chooses
 * nothing but the tests, by a name of checked characters; of the environment only what a build needs is passed on, so that keys
 * and tokens are not; time, output and reports are bounded; and a build that is stopped is killed with its child processes.
 *
 * <p>Immutable. One build runs at a time, the others wait; two objects for one project know nothing of each other.
 */
public final class MavenTests {
    /** How long a build may take, unless told otherwise: 5 minutes. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);

    private static final String WHICH_TESTS =
            "Which tests: a class such as 'CartTest', a method such as 'CartTest#addsUp',"
                    + " a pattern such as 'Cart*', or several with commas between; all tests if left out";
    private static final Pattern TEST_NAMES = Pattern.compile("[A-Za-z0-9_.*#$,-]{1,200}");

    private record Settings(
            String maven,
            boolean offline,
            Duration timeout,
            @Nullable Path localRepository) {}

    private final Path project;
    private final Settings settings;
    private final ReportFolder reports;
    private final ReentrantLock building = new ReentrantLock();

    private MavenTests(Path project, Settings settings) {
        this.project = project;
        this.settings = settings;
        this.reports = new ReportFolder(ConfinedFolder.of(project));
    }

    /**
     * The tests of the project in a folder, run by the Maven that the {@code PATH} finds.
     *
     * @throws AgentException if there is no folder
     */
    public static MavenTests of(Path project) {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        Settings settings = new Settings(windows ? "mvn.cmd" : "mvn", false, DEFAULT_TIMEOUT, null);
        try {
            // Maven prints real paths, which are to be recognized in its output.
            return new MavenTests(project.toRealPath(), settings);
        } catch (IOException none) {
            throw new AgentException("There is no project at " + project.toAbsolutePath() + "; name a folder", none);
        }
    }

    /** These tests run by the Maven at a path, such as {@code /opt/maven/bin/mvn}. */
    public MavenTests withMaven(Path command) {
        return with(new Settings(command.toString(), settings.offline, settings.timeout, settings.localRepository));
    }

    /** These tests run without asking any repository for anything. */
    public MavenTests offline() {
        return with(new Settings(settings.maven, true, settings.timeout, settings.localRepository));
    }

    /** These tests with another time for a whole build; when it is up, the build is killed. */
    public MavenTests withTimeout(Duration timeout) {
        return with(new Settings(settings.maven, settings.offline, timeout, settings.localRepository));
    }

    /** These tests with another local repository than the user's own. */
    public MavenTests withLocalRepository(Path repository) {
        return with(new Settings(settings.maven, settings.offline, settings.timeout, repository.toAbsolutePath()));
    }

    private MavenTests with(Settings other) {
        return new MavenTests(project, other);
    }

    /** Runs the project's tests and says which failed, why and where. */
    @Tool(
            name = "run_tests",
            value = "Builds the project and runs its tests; tells which failed, what they said, and the lines of code.",
            effect = Effect.IDEMPOTENT,
            timeout = "none",
            sequential = true)
    public ToolResult runTests(@Param(WHICH_TESTS) @Nullable String tests) throws InterruptedException {
        String chosen = Objects.requireNonNullElse(tests, "").strip();
        if (!chosen.isEmpty() && !TEST_NAMES.matcher(chosen).matches()) {
            return ToolResult.failed(
                    "The choice of tests is not valid: use 1 to 200 of the characters A-Z a-z 0-9 _ . * # $ , -"
                            + " such as 'CartTest#addsUp'.");
        }
        return ToolResult.text(ReportText.of(run(chosen)));
    }

    /**
     * Runs tests; failures are in the report.
     *
     * @param tests class names, patterns or {@code Class#method}, with commas between, as Surefire takes them; empty for all
     * @throws IllegalArgumentException if the choice of tests has other characters than names and patterns need
     * @throws AgentException if Maven cannot be started
     * @throws InterruptedException if the thread was interrupted; the build is dead by then
     */
    public TestReport run(String tests) throws InterruptedException {
        if (!tests.isEmpty() && !TEST_NAMES.matcher(tests).matches()) {
            throw new IllegalArgumentException("'" + tests + "' does not match " + TEST_NAMES);
        }
        building.lockInterruptibly();
        try {
            return build(tests);
        } catch (IOException notStarted) {
            throw new AgentException(
                    "Maven cannot be started as '" + settings.maven + "'; put it on the PATH or name it with withMaven",
                    notStarted);
        } finally {
            building.unlock();
        }
    }

    private TestReport build(String tests) throws IOException, InterruptedException {
        Set<Listing.Item> earlier = reports.present();
        BuildOutput output = new BuildOutput();
        long start = System.nanoTime();
        ProcessTree.Ended ended = ChildProcess.run(command(tests), project, Set.of(), settings.timeout, output);
        Duration duration = Duration.ofNanos(System.nanoTime() - start);
        ReportFolder.Contents contents = reports.writtenSince(earlier);
        return report(ended, contents, output, duration);
    }

    private List<String> command(String tests) {
        List<String> command = new ArrayList<>();
        command.addAll(List.of(settings.maven, "-B", "-ntp", "-fae", "-Dstyle.color=never"));
        if (settings.offline) command.add("-o");
        if (settings.localRepository != null) command.add("-Dmaven.repo.local=" + settings.localRepository);
        if (!tests.isEmpty()) {
            command.add("-Dtest=" + tests);
            // A choice that is in one module is not in the others.
            command.add("-Dsurefire.failIfNoSpecifiedTests=false");
        }
        command.add("test");
        return command;
    }

    private TestReport report(
            ProcessTree.Ended ended, ReportFolder.Contents contents, BuildOutput output, Duration duration) {
        BuildErrors errors = new BuildErrors(output.errors(), project);
        boolean broken = ended.exitCode() != 0 && !ended.timedOut();
        List<TestReport.CompileError> compileErrors = broken ? errors.compileErrors() : List.of();
        Outcome outcome = outcome(ended, contents, compileErrors);
        List<String> said = new ArrayList<>(contents.problems());
        if (outcome == Outcome.NOT_BUILT) said.add(errors.said());
        if (outcome == Outcome.TIMED_OUT) output.last().forEach(line -> said.add(errors.withoutRoot(line)));
        return new TestReport(
                outcome,
                contents.counts(),
                duration,
                contents.failed(),
                contents.flaky(),
                compileErrors,
                String.join("\n", said));
    }

    private static Outcome outcome(
            ProcessTree.Ended ended, ReportFolder.Contents contents, List<TestReport.CompileError> compileErrors) {
        if (ended.timedOut()) return Outcome.TIMED_OUT;
        if (!compileErrors.isEmpty()) return Outcome.NOT_COMPILED;
        if (contents.counts().failures() + contents.counts().errors() > 0) return Outcome.FAILED;
        if (ended.exitCode() != 0) return Outcome.NOT_BUILT;
        if (!contents.problems().isEmpty()) return Outcome.NOT_KNOWN;
        return contents.counts().tests() == 0 ? Outcome.NO_TESTS : Outcome.PASSED;
    }
}
