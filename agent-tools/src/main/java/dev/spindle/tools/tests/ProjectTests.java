package dev.spindle.tools.tests;

import dev.spindle.context.AgentException;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolResult;
import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.process.ProcessTree;
import dev.spindle.tools.tests.TestReport.Counts;
import dev.spindle.tools.tests.TestReport.FailedTest;
import dev.spindle.tools.tests.TestReport.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A tool that runs the tests of a project, with the program that it is tested by, and tells which failed, why and in which line.
 *
 * <p>Maven, Cargo, Vitest, Jest, the runner of Node.js and pytest are known; {@link #in} finds out which of them a project has. The report is
 * the same for all.
 *
 * <p><strong>Security.</strong> As with {@link MavenTests}: running tests runs the project's code with this process's rights.
 *
 * <p>Immutable. One run goes on at a time, the others wait; two objects for one project know nothing of each other.
 */
public final class ProjectTests {
    private static final int MAX_FAILED = 200;
    private static final int MAX_MESSAGE = 4_000;
    private static final Pattern TEST_NAMES =
            Pattern.compile("[A-Za-z0-9_.*#$/\\[\\]][A-Za-z0-9_.*#$,:/\\[\\]> -]{0,199}");

    private final Path project;
    private final TestProgram program;
    private final Duration timeout;
    private final boolean offline;
    private final ReentrantLock running = new ReentrantLock();

    private ProjectTests(Path project, TestProgram program, Duration timeout, boolean offline) {
        this.project = project;
        this.program = program;
        this.timeout = timeout;
        this.offline = offline;
    }

    /**
     * The tests of the project in a folder, run by the program that its files name.
     *
     * @throws AgentException if there is no folder, or nothing in it tells how it is tested
     */
    public static ProjectTests in(Path folder) {
        return of(folder, TestProgram.of(real(folder)));
    }

    /**
     * The tests of the project in a folder, run by this program.
     *
     * @throws AgentException if there is no folder
     */
    public static ProjectTests of(Path folder, TestProgram program) {
        return new ProjectTests(real(folder), program, MavenTests.DEFAULT_TIMEOUT, false);
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException none) {
            throw new AgentException("There is no project at " + folder.toAbsolutePath() + "; name a folder", none);
        }
    }

    /** These tests with another time for a whole run; when it is up, all that runs is killed. */
    public ProjectTests withTimeout(Duration other) {
        return new ProjectTests(project, program, other, offline);
    }

    /** These tests run without asking any repository for anything, where the program can be told so: Maven and Cargo. */
    public ProjectTests offline() {
        return new ProjectTests(project, program, timeout, true);
    }

    /** The program that runs them. */
    public TestProgram program() {
        return program;
    }

    /** Runs the project's tests and says which failed, why and where. */
    @Tool(
            name = "run_tests",
            value = "Builds the project and runs its tests; tells which failed, what they said, and the lines of code.",
            effect = Effect.IDEMPOTENT,
            timeout = "none",
            sequential = true)
    public ToolResult runTests(
            @Param("Which tests: a file, a name, or whatever the project's test program takes; all if left out")
                    @Nullable
                    String tests)
            throws InterruptedException {
        String chosen = Objects.requireNonNullElse(tests, "").strip();
        if (!isChoice(chosen)) {
            return ToolResult.failed("The choice of tests is not valid: use up to 200 letters, digits, blanks and"
                    + " _ . * # $ , : / [ ] > - and begin with none of , : > -");
        }
        return ToolResult.text(ReportText.of(run(chosen)));
    }

    /** Whether {@link #run} takes this choice of tests; an empty one is all of them. */
    public static boolean isChoice(String tests) {
        return tests.isEmpty() || TEST_NAMES.matcher(tests).matches();
    }

    /**
     * Runs tests; failures are in the report.
     *
     * @param tests which, as the program takes them: {@code CartTest#addsUp} for Maven, {@code tests/test_cart.py::test_adds} or a part of a
     *     name for pytest, a file or a part of a name for the others; empty for all
     * @throws IllegalArgumentException if it is no {@linkplain #isChoice choice of tests}
     * @throws AgentException if the program cannot be started
     * @throws InterruptedException if the thread was interrupted; all that ran is dead by then
     */
    public TestReport run(String tests) throws InterruptedException {
        if (!isChoice(tests)) throw new IllegalArgumentException("'" + tests + "' does not match " + TEST_NAMES);
        running.lockInterruptibly();
        try {
            return program == TestProgram.MAVEN ? maven().run(tests) : run(tests, program.adapter());
        } catch (IOException notStarted) {
            throw new AgentException(
                    program + " cannot be started in " + project + ": " + notStarted.getMessage()
                            + "; install it, or put it on the PATH",
                    notStarted);
        } finally {
            running.unlock();
        }
    }

    private MavenTests maven() {
        MavenTests maven = MavenTests.of(project).withTimeout(timeout);
        return offline ? maven.offline() : maven;
    }

    private TestReport run(String tests, Adapter adapter) throws IOException, InterruptedException {
        Path scratch = Files.createTempDirectory("spindle-tests").toRealPath();
        Path report = scratch.resolve(Found.REPORT);
        try {
            BuildOutput output = BuildOutput.keeping(adapter.keptOutput());
            long start = System.nanoTime();
            List<String> command = adapter.command(tests, offline, report);
            ProcessTree.Ended ended = ChildProcess.run(command, project, adapter.environment(), timeout, output);
            Duration duration = Duration.ofNanos(System.nanoTime() - start);
            Found found =
                    adapter.read(ConfinedFolder.of(scratch).withMaxFileBytes(Found.MAX_REPORT_BYTES), output.kept());
            return report(ended, found, output, duration);
        } finally {
            Files.deleteIfExists(report);
            Files.deleteIfExists(scratch);
        }
    }

    private TestReport report(ProcessTree.Ended ended, Found found, BuildOutput output, Duration duration) {
        Outcome outcome = outcome(ended, found, output);
        PathFrames frames = new PathFrames(project);
        List<FailedTest> failed = failed(found.failures(), frames);
        List<String> said = new ArrayList<>();
        if (outcome == Outcome.NOT_KNOWN) said.addAll(found.problems());
        if (output.isCut()) said.add("The output was too long to be read whole.");
        boolean unexplained = failed.stream().anyMatch(each -> each.trace().isEmpty());
        if (outcome == Outcome.NOT_BUILT || outcome == Outcome.TIMED_OUT || unexplained) said.addAll(output.last());
        BuildErrors paths = new BuildErrors(List.of(), project);
        List<TestReport.CompileError> compileErrors =
                outcome == Outcome.NOT_COMPILED ? found.compileErrors() : List.of();
        return new TestReport(
                outcome,
                found.counts(),
                duration,
                failed,
                failed(found.flaky(), frames),
                compileErrors,
                paths.withoutRoot(String.join("\n", said)));
    }

    private Outcome outcome(ProcessTree.Ended ended, Found found, BuildOutput output) {
        Counts counts = found.counts();
        if (ended.timedOut()) return Outcome.TIMED_OUT;
        if (ended.exitCode() != 0 && !found.compileErrors().isEmpty()) return Outcome.NOT_COMPILED;
        if (counts.failures() + counts.errors() > 0) return Outcome.FAILED;
        if (program.adapter().saysNoTests(ended.exitCode())) return Outcome.NO_TESTS;
        if (ended.exitCode() != 0) return Outcome.NOT_BUILT;
        if (!found.problems().isEmpty() || output.isCut()) return Outcome.NOT_KNOWN;
        return counts.tests() == 0 ? Outcome.NO_TESTS : Outcome.PASSED;
    }

    private List<FailedTest> failed(List<JunitXml.Failure> failures, PathFrames frames) {
        return failures.stream()
                .limit(MAX_FAILED)
                .map(failure -> failed(failure, frames))
                .toList();
    }

    private FailedTest failed(JunitXml.Failure failure, PathFrames frames) {
        String message = failure.message();
        return new FailedTest(
                failure.className(),
                frames.relative(failure.method()).orElse(failure.method()),
                failure.type(),
                message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) + "…" : message,
                program.adapter().trace(failure, frames));
    }
}
