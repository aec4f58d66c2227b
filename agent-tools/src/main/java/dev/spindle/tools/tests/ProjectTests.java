package dev.spindle.tools.tests;

import dev.spindle.context.AgentException;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolResult;
import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.process.ProcessTree;
import dev.spindle.tools.tests.TestReport.Counts;
import dev.spindle.tools.tests.TestReport.Outcome;
import dev.spindle.tools.text.QuotedText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A tool that runs the tests of a project, with the program that it is tested by, and tells which failed, why and in which line.
 *
 * <p>Maven, Gradle, Cargo, Go, Vitest, Jest, the runner of Node.js and pytest are known; {@link #in} finds out which of them a project has.
 * The report is the same for all.
 *
 * <p><strong>Security.</strong> Running tests executes whatever code the project and its build hold. Where the machine has bubblewrap, it is
 * done in a sandbox: the project can be written, the caches of build tools too, the rest of the machine not, home is empty but for
 * programs and libraries, and there is no network but the loopback unless {@link #withNetwork} allows it. Elsewhere it runs with this
 * process's rights; {@link #isolation} says so. In any case no shell is involved; a model chooses nothing but the tests, by words of
 * checked characters; of the environment only what a build needs is passed on, so that keys and tokens are not; time, output and reports are
 * bounded; and a run that is stopped is killed with all that it started.
 *
 * <p>Immutable. One run goes on at a time, the others wait; two objects for one project know nothing of each other.
 */
public final class ProjectTests {
    /** How long a run may take, unless told otherwise: 5 minutes. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);

    static final String NO_CHOICE = "The choice of tests is not valid: use up to 200 letters, digits, blanks and"
            + " _ . * # $ , : / [ ] > - and begin with none of , : > -";

    private static final String NO_NETWORK =
            "The build had no network; if it has yet to fetch what it needs, allow it one: withNetwork(), or --network.";

    private static final int MAX_LATEST = 120;
    private static final Duration BETWEEN = Duration.ofSeconds(10);

    private final Path project;
    private final TestProgram program;
    private final Settings settings;
    private final Consumer<String> progress;
    private final ReentrantLock running = new ReentrantLock();

    private ProjectTests(Path project, TestProgram program, Settings settings, Consumer<String> progress) {
        this.project = project;
        this.program = program;
        this.settings = settings;
        this.progress = progress;
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
        return new ProjectTests(real(folder), program, Settings.DEFAULT, line -> {});
    }

    private static Path real(Path folder) {
        try {
            // Programs print real paths, which are to be recognized in their output.
            return folder.toRealPath();
        } catch (IOException none) {
            throw new AgentException("There is no project at " + folder.toAbsolutePath() + "; name a folder", none);
        }
    }

    /** These tests with another time for a whole run; when it is up, all that runs is killed. */
    public ProjectTests withTimeout(Duration other) {
        return with(each -> each.withTimeout(other));
    }

    /** These tests run without asking any repository for anything, where the program can be told so: Maven, Gradle, Cargo and Go. */
    public ProjectTests offline() {
        return with(Settings::asOffline);
    }

    /** These tests with a network: builds fetch what they need, and tests reach others. Without a sandbox, they always do. */
    public ProjectTests withNetwork() {
        return with(Settings::withNetwork);
    }

    /** These tests outside of any sandbox, for projects that you would run yourself. */
    public ProjectTests notIsolated() {
        return with(Settings::notIsolated);
    }

    /** These tests run by the program at a path, such as {@code /opt/maven/bin/mvn}: Maven, Gradle, or the Python that has pytest. */
    public ProjectTests withCommand(Path command) {
        return with(each -> each.withCommand(command));
    }

    /** These tests with another local repository than the user's own; Maven's only. */
    public ProjectTests withLocalRepository(Path repository) {
        return with(each -> each.withLocalRepository(repository));
    }

    /** These tests, telling every 10 s that they still run, for how long, and what was printed last. */
    public ProjectTests telling(Consumer<String> listener) {
        return new ProjectTests(project, program, settings, listener);
    }

    /** The same tests of the same project in another folder, such as a copy. */
    public ProjectTests at(Path folder) {
        return new ProjectTests(real(folder), program, program.adapter().elsewhere(project, settings), progress);
    }

    private ProjectTests with(UnaryOperator<Settings> change) {
        return new ProjectTests(project, program, change.apply(settings), progress);
    }

    /** The folder of the project, at its real path. */
    public Path project() {
        return project;
    }

    /** The program that runs them. */
    public TestProgram program() {
        return program;
    }

    /** How long one run may take. */
    Duration timeout() {
        return settings.timeout();
    }

    /** How far what runs is kept from the machine, in words for a person. */
    public String isolation() {
        return TestSandbox.words(settings);
    }

    /** Runs the project's tests and says which failed, why and where. */
    @Tool(
            name = "run_tests",
            value = "Builds the project and runs its tests; tells which failed, what they said, and the lines of code.",
            effect = Effect.IDEMPOTENT,
            timeout = "none",
            sequential = true)
    public ToolResult runTests(
            @Param(
                            "Which tests: a file, a name, or whatever the project's test program takes, such as 'CartTest#addsUp' for"
                                    + " Maven; all if left out")
                    @Nullable
                    String tests)
            throws InterruptedException {
        String chosen = Objects.requireNonNullElse(tests, "").strip();
        if (!program.adapter().takes(chosen)) {
            return ToolResult.failed(NO_CHOICE);
        }
        return ToolResult.text(ReportText.of(run(chosen)));
    }

    /** Whether {@link #run(String)} may take this choice of tests; an empty one is all of them. Programs may want less. */
    public static boolean isChoice(String tests) {
        return tests.isEmpty() || (Choice.WORDS.matcher(tests).matches() && !tests.contains("../"));
    }

    /**
     * Runs tests; failures are in the report.
     *
     * @param tests which, as the program takes them: {@code CartTest#addsUp} for Maven, {@code tests/test_cart.py::test_adds} or a part of a
     *     name for pytest, a file or a part of a name for the others; empty for all
     * @throws IllegalArgumentException if it is no {@linkplain #isChoice choice of tests}, or none that the program takes
     * @throws AgentException if the program cannot be started
     * @throws InterruptedException if the thread was interrupted; all that ran is dead by then
     */
    public TestReport run(String tests) throws InterruptedException {
        if (!program.adapter().takes(tests)) throw new IllegalArgumentException("'" + tests + "' names no tests");
        return run(Choice.of(tests));
    }

    /**
     * Runs these tests; others may run with them, if the program cannot tell them apart.
     *
     * @param tests as a report names them; all if there are none
     * @throws AgentException if the program cannot be started
     * @throws InterruptedException if the thread was interrupted; all that ran is dead by then
     */
    public TestReport run(Collection<TestId> tests) throws InterruptedException {
        return run(Choice.of(List.copyOf(tests)));
    }

    private TestReport run(Choice choice) throws InterruptedException {
        running.lockInterruptibly();
        try {
            return run(choice, program.adapter());
        } catch (IOException notStarted) {
            throw new AgentException(
                    program + " cannot be started in " + project + ": " + notStarted.getMessage()
                            + "; install it, put it on the PATH, or name it with withCommand",
                    notStarted);
        } finally {
            running.unlock();
        }
    }

    private TestReport run(Choice choice, Adapter adapter) throws IOException, InterruptedException {
        try (ScratchFolder scratch = ScratchFolder.create("spindle-tests")) {
            Adapter.Reading reading = adapter.begin(project);
            BuildOutput output = new BuildOutput(adapter.keptOutput(), reading::line);
            adapter.prepare(scratch.path());
            List<String> command = adapter.command(
                    choice, adapter.fitting(project, settings), scratch.path().resolve(Found.REPORT));
            List<String> inside = new TestSandbox(project, scratch.path(), settings).around(command);
            long start = System.nanoTime();
            ChildProcess.Result result = ChildProcess.run(
                    inside,
                    project,
                    adapter.environment(),
                    settings.timeout(),
                    output,
                    new ChildProcess.Watch(BETWEEN, gone -> progress.accept(still(gone, output))));
            Duration duration = Duration.ofNanos(System.nanoTime() - start);
            ConfinedFolder left = ConfinedFolder.of(scratch.path()).withMaxFileBytes(Found.MAX_REPORT_BYTES);
            Found found = reading.read(new Adapter.Left(left, output, result.ended(), result.dump()));
            return report(result.ended(), found, output, duration);
        }
    }

    private String still(Duration gone, BuildOutput output) {
        String latest = QuotedText.line(output.latest().strip(), MAX_LATEST);
        return program + " has run for " + Math.round(gone.toMillis() / 1_000.0) + " s"
                + (latest.isEmpty() ? "" : ": " + latest);
    }

    private TestReport report(ProcessTree.Ended ended, Found found, BuildOutput output, Duration duration) {
        Outcome outcome = outcome(ended, found, output);
        Adapter.Locating locating = program.adapter().locating(project);
        List<TestCase> cases =
                found.cases().stream().map(each -> each.located(locating)).toList();
        BuildErrors errors = new BuildErrors(output.errors(), project);
        List<String> said = new ArrayList<>();
        if (outcome != Outcome.TIMED_OUT && outcome != Outcome.NOT_BUILT) said.addAll(found.problems());
        if (isCut(output)) said.add("The output was too long to be read whole.");
        boolean unexplained = cases.stream().anyMatch(TestReport::isUnexplained);
        boolean hasWords = outcome == Outcome.NOT_BUILT && !output.errors().isEmpty();
        if (hasWords) said.add(errors.said());
        else if (outcome == Outcome.NOT_BUILT || outcome == Outcome.TIMED_OUT || unexplained)
            said.addAll(output.last());
        if (outcome == Outcome.NOT_BUILT && TestSandbox.cutsNetwork(settings)) said.add(NO_NETWORK);
        return new TestReport(
                outcome,
                duration,
                cases,
                outcome == Outcome.NOT_COMPILED ? found.compileErrors() : List.of(),
                errors.withoutRoot(String.join("\n", said)));
    }

    private Outcome outcome(ProcessTree.Ended ended, Found found, BuildOutput output) {
        Counts counts = found.counts();
        if (ended.timedOut()) return Outcome.TIMED_OUT;
        if (ended.exitCode() != 0 && !found.compileErrors().isEmpty()) return Outcome.NOT_COMPILED;
        if (found.crashed()) return Outcome.CRASHED;
        if (counts.failures() + counts.errors() > 0) return Outcome.FAILED;
        if (program.adapter().saysNoTests(ended.exitCode())) return Outcome.NO_TESTS;
        if (ended.exitCode() != 0) return Outcome.NOT_BUILT;
        if (!found.problems().isEmpty() || isCut(output)) return Outcome.NOT_KNOWN;
        return counts.tests() == counts.skipped() ? Outcome.NO_TESTS : Outcome.PASSED;
    }

    private boolean isCut(BuildOutput output) {
        return program.adapter().reportsByOutput() && output.isCut();
    }
}
