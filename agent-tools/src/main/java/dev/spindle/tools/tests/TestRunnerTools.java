package dev.spindle.tools.tests;

import dev.spindle.context.AgentException;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolResult;
import dev.spindle.tools.tests.DeclaredTests.Declared;
import dev.spindle.tools.text.QuotedText;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A tool that runs a project's tests and sorts what fails: {@link TestTriage}, for a model that chooses the tests itself.
 *
 * <p>Give the model {@link #failures} besides, which look into what it found. What is said of security at {@link ProjectTests} holds
 * here, too. Thread-safe; one run goes on at a time.
 */
public final class TestRunnerTools {
    private static final int MAX_REPEATS = 10;
    private static final int MAX_TESTS = 300;
    private static final int MAX_NAME = 300;

    private final ProjectTests tests;
    private final FailureTools failures;
    private volatile List<TestId> failed = List.of();

    /** Tools that run these tests. */
    public TestRunnerTools(ProjectTests tests) {
        this.tests = tests;
        this.failures = new FailureTools(tests);
    }

    /** Tools that look into what the last run showed. */
    public FailureTools failures() {
        return failures;
    }

    /** Runs tests and says which failed, why and where, and what kind of trouble it is. */
    @Tool(
            name = "run_tests",
            value =
                    "Builds the project and runs its tests; tells which failed, what they said, the lines of code, and what kind of"
                            + " trouble it is: what fails can be run again to tell flaky tests from others.",
            effect = Effect.IDEMPOTENT,
            timeout = "none",
            sequential = true)
    public ToolResult runTests(
            @Param(
                            "Which tests: a file, a name, or whatever the project's test program takes, such as 'CartTest#addsUp' for"
                                    + " Maven; all if left out")
                    @Nullable
                    String tests,
            @Param(value = "true to run only what failed in the last run", name = "only_failed") @Nullable
                    Boolean onlyFailed,
            @Param("How often what fails is run again, 0 to 10; 0 if left out") @Nullable Integer repeats,
            ToolInvocation invocation)
            throws InterruptedException {
        String chosen = Objects.requireNonNullElse(tests, "").strip();
        boolean again = Boolean.TRUE.equals(onlyFailed);
        int times = Objects.requireNonNullElse(repeats, 0);
        if (!this.tests.program().adapter().takes(chosen)) return ToolResult.failed(ProjectTests.NO_CHOICE);
        if (again && !chosen.isEmpty())
            return ToolResult.failed("tests and only_failed both choose tests; give one of them.");
        if (again && failed.isEmpty())
            return ToolResult.failed("Nothing failed in a run before; run all, or name tests.");
        if (times < 0 || times > MAX_REPEATS)
            return ToolResult.failed("repeats is " + times + "; give 0 to " + MAX_REPEATS);
        return run(sorting(times, invocation.progress()), chosen, again);
    }

    /** Lists the tests that the sources declare, at most 300, with their files and lines. */
    @Tool(
            name = "list_tests",
            value = "Lists the tests that the project's sources declare, as file:line: name; nothing is run.",
            effect = Effect.READ)
    public ToolResult listTests(
            @Param("A part of the names or files wanted, such as 'Cart'; all if left out") @Nullable String containing)
            throws InterruptedException {
        String wanted = small(Objects.requireNonNullElse(containing, ""));
        List<Declared> found = new DeclaredTests(tests.project())
                .all().stream()
                        .filter(each -> small(each.file() + ":" + each.name()).contains(wanted))
                        .toList();
        if (found.isEmpty())
            return ToolResult.text(
                    "The sources declare no test" + (wanted.isEmpty() ? "." : " whose name or file contains that."));
        StringBuilder text = new StringBuilder();
        found.stream()
                .limit(MAX_TESTS)
                .forEach(each -> text.append(QuotedText.line(each.file(), MAX_NAME))
                        .append(':')
                        .append(each.line())
                        .append(": ")
                        .append(QuotedText.line(each.name(), MAX_NAME))
                        .append('\n'));
        if (found.size() > MAX_TESTS)
            text.append("[more tests: ").append(found.size() - MAX_TESTS).append("; name a part of them]\n");
        return ToolResult.text(text.toString());
    }

    private TestTriage sorting(int times, Consumer<String> progress) {
        return TestTriage.of(tests).repeating(times).telling(progress);
    }

    private ToolResult run(TestTriage sorting, String chosen, boolean again) throws InterruptedException {
        try {
            Triage triage = again ? sorting.run(failed) : sorting.run(chosen);
            failures.show(triage.report());
            failed = triage.report().failed().stream().map(TestCase::id).toList();
            return ToolResult.text(triage.describe());
        } catch (AgentException notStarted) {
            return ToolResult.failed(String.valueOf(notStarted.getMessage()));
        }
    }

    private static String small(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
