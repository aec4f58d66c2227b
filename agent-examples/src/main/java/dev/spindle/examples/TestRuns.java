package dev.spindle.examples;

import dev.spindle.context.AgentException;
import dev.spindle.json.Json;
import dev.spindle.run.RunResult;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolResult;
import dev.spindle.tools.tests.ProjectTests;
import dev.spindle.tools.tests.TestReport;
import dev.spindle.tools.tests.TestReport.Outcome;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A tool that runs the tests that a person chose, and remembers what it saw.
 *
 * <p>The model reads the report, and the exit code is taken from it, so that no words of the model can turn a failure into a
 * success. The model has no choice of tests for the same reason.
 */
final class TestRuns implements Findings {
    private final ProjectTests tests;
    private final String filter;
    private final List<TestReport> reports = new CopyOnWriteArrayList<>();
    private volatile String problem = "the agent did not run the tests";

    TestRuns(ProjectTests tests, String filter) {
        this.tests = tests;
        this.filter = filter;
    }

    @Tool(
            name = "run_tests",
            value = "Builds the project and runs its tests; tells which failed, what they said, and the lines of code.",
            effect = Effect.IDEMPOTENT,
            timeout = "none",
            sequential = true)
    ToolResult runTests() throws InterruptedException {
        problem = tests.program() + " was stopped before it had a report";
        try {
            TestReport report = tests.run(filter);
            reports.add(report);
            return ToolResult.text(report.describe());
        } catch (AgentException notStarted) {
            problem = String.valueOf(notStarted.getMessage());
            return ToolResult.failed(problem);
        }
    }

    @Override
    public List<String> lines(RunResult result) {
        if (result.isPaused()) return List.of();
        if (reports.isEmpty()) return List.of("No tests ran: " + problem + ".");
        // Nobody has said yet what the reports say.
        if (!result.isAnswered())
            return reports.stream().map(TestReport::describe).toList();
        return reports.stream().map(TestRuns::inShort).toList();
    }

    private static String inShort(TestReport report) {
        TestReport.Counts counts = report.counts();
        String flaky = report.flaky().isEmpty()
                ? ""
                : ", flaky (passed only when run again): " + report.flaky().size();
        String unknown = report.outcome() == Outcome.NOT_KNOWN
                ? "\nIt is not known whether all tests passed:\n" + report.buildError()
                : "";
        return "Tests: " + counts.tests() + ", failures: " + counts.failures() + ", errors: " + counts.errors()
                + ", skipped: " + counts.skipped() + flaky + unknown;
    }

    @Override
    public Map<String, Json> fields() {
        return Map.of("testReports", Json.of(reports));
    }

    @Override
    public int exitCode(RunResult result) {
        if (result.isPaused()) return ExitCode.WAITING;
        if (result.stopReason().isLimit()) return ExitCode.LIMIT;
        if (reports.stream().anyMatch(report -> report.outcome() == Outcome.FAILED)) return ExitCode.FAILED;
        boolean allPassed = reports.stream().allMatch(report -> report.outcome() == Outcome.PASSED);
        return allPassed && !reports.isEmpty() ? ExitCode.GOOD : ExitCode.NOT_RUN;
    }
}
