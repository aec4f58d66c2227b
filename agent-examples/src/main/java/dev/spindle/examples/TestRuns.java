package dev.spindle.examples;

import dev.spindle.context.AgentException;
import dev.spindle.json.Json;
import dev.spindle.run.RunResult;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolResult;
import dev.spindle.tools.tests.FailureTools;
import dev.spindle.tools.tests.ProjectTests;
import dev.spindle.tools.tests.TestBisect;
import dev.spindle.tools.tests.TestBisect.Since;
import dev.spindle.tools.tests.TestId;
import dev.spindle.tools.tests.TestReport;
import dev.spindle.tools.tests.TestReport.Outcome;
import dev.spindle.tools.tests.TestTriage;
import dev.spindle.tools.tests.Triage;
import dev.spindle.tools.text.QuotedText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A tool that runs the tests that a person chose, and remembers what it saw.
 *
 * <p>The model reads the report, and the exit code is taken from it, so that no words of the model can turn a failure into a
 * success. The model has no choice of tests for the same reason.
 */
final class TestRuns implements Findings {
    /** Outcomes of which the numbers and the causes tell all. */
    private static final Set<Outcome> KNOWN = Set.of(Outcome.PASSED, Outcome.FAILED, Outcome.NOT_KNOWN);

    private static final int MOST_CAUSES = 30;
    private static final int MOST_WORDS = 1_000;
    private static final int MOST_ERROR = 4_000;

    private final ProjectTests tests;
    private final String filter;
    private final TestTerms terms;
    private final @Nullable FixTools fixing;
    private final FailureTools failures;
    private final TestMemory memory;
    private final TimeOfRuns time;
    private volatile String problem = "the agent did not run the tests";

    /**
     * Tests of a project.
     *
     * @param time for all runs of them
     * @param fixing what repairs them; null if nothing may
     */
    TestRuns(
            ProjectTests tests,
            String filter,
            TestTerms terms,
            TestMemory memory,
            TimeOfRuns time,
            @Nullable FixTools fixing) {
        this.tests = tests;
        this.failures = new FailureTools(tests);
        this.memory = memory;
        this.time = time;
        this.fixing = fixing;
        this.filter = filter;
        this.terms = terms;
    }

    /** Tools that look into what the last run showed. */
    FailureTools failures() {
        return failures;
    }

    /** Remembers what is kept of a run. */
    void keptIn(KeptTests kept, String runId) {
        memory.keptIn(kept, runId);
        Triage last = memory.last();
        if (last != null) failures.show(last.report());
    }

    @Tool(
            name = "run_tests",
            value = "Builds the project and runs its tests, those that fail again; tells which failed, what they said,"
                    + " the lines of code, and what kind of trouble it is.",
            effect = Effect.IDEMPOTENT,
            timeout = "none",
            sequential = true)
    ToolResult runTests(ToolInvocation invocation) throws InterruptedException {
        if (time.isUp())
            return ToolResult.failed(
                    "The time for all runs of the tests (--max-time) is up. Say what you have learned.");
        problem = tests.program() + " was stopped before it had a report";
        try {
            Triage triage = time.spend(most -> triage(most, invocation));
            failures.show(triage.report());
            memory.add(invocation.id().toString(), triage);
            if (fixing != null) fixing.begin(triage);
            return ToolResult.text(triage.describe() + bisected(triage, invocation));
        } catch (AgentException notStarted) {
            problem = String.valueOf(notStarted.getMessage());
            return ToolResult.failed(problem);
        }
    }

    private Triage triage(Duration most, ToolInvocation invocation) throws InterruptedException {
        TestTriage sorting = TestTriage.of(tests)
                .repeating(terms.runs().repeats())
                .within(most)
                .telling(invocation.progress());
        List<TestId> only = terms.runs().only();
        return only.isEmpty() ? sorting.run(filter) : sorting.run(only);
    }

    /** Since when tests fail, for the model; empty if that was not to be searched for, or nothing failed. */
    private String bisected(Triage triage, ToolInvocation invocation) throws InterruptedException {
        Integer commits = terms.runs().bisect();
        if (commits == null) return "";
        List<Since> since = time.spend(most -> TestBisect.search(tests, triage, commits, most, invocation.progress()));
        memory.add(since);
        return String.join("\n", sinceLines());
    }

    private List<String> sinceLines() {
        return memory.since().stream()
                .map(each -> QuotedText.line("- " + each.test() + ": " + each.words(), MOST_WORDS))
                .toList();
    }

    /** These, with the reports written that were asked for: of the last run. */
    TestRuns written(TestReports reports, RunResult result) {
        Triage last = memory.last();
        if (last != null) reports.write(last, memory, result);
        if (fixing != null) fixing.write();
        return this;
    }

    @Override
    public List<String> lines(RunResult result) {
        if (result.isPaused()) return List.of();
        List<Triage> triages = memory.triages();
        if (triages.isEmpty()) return List.of("No tests ran: " + problem + ".");
        // Nobody has said yet what the reports say.
        List<String> lines = new ArrayList<>();
        for (Triage each : triages) lines.addAll(result.isAnswered() ? inShort(each) : List.of(each.describe()));
        lines.addAll(sinceLines());
        if (fixing != null) lines.addAll(fixing.lines());
        return lines;
    }

    private List<String> inShort(Triage triage) {
        TestReport report = triage.report();
        TestReport.Counts counts = report.counts();
        int again = report.flaky().size();
        String flaky = again == 0 ? "" : ", flaky (passed only when run again): " + again;
        List<String> lines = new ArrayList<>();
        if (!KNOWN.contains(report.outcome()))
            lines.add(report.describe().lines().findFirst().orElseThrow());
        lines.add("Tests: " + counts.tests() + ", failures: " + counts.failures() + ", errors: " + counts.errors()
                + ", skipped: " + counts.skipped() + flaky);
        triage.causes().stream().limit(MOST_CAUSES).map(TestRuns::line).forEach(lines::add);
        if (triage.causes().size() > MOST_CAUSES) lines.add((triage.causes().size() - MOST_CAUSES) + " more causes");
        if (report.outcome() == Outcome.NOT_KNOWN)
            lines.add("It is not known whether all tests passed:\n"
                    + QuotedText.block(report.buildError(), MOST_ERROR).stripTrailing());
        if (!triage.causes().isEmpty()) lines.add("Tests ran " + tests.isolation() + ".");
        if (passesByTerms(triage)) lines.add("Only flaky tests failed, which --fail-on=real lets pass.");
        return lines;
    }

    private static String line(Triage.Cause cause) {
        String place = cause.lines().isEmpty()
                ? ""
                : " at " + cause.lines().get(0).file() + ":"
                        + cause.lines().get(0).line();
        String first = cause.tests().isEmpty() ? "" : " " + cause.tests().get(0);
        String more = cause.tests().size() > 1 ? " and " + (cause.tests().size() - 1) + " more" : "";
        String tests = first.isEmpty() ? "" : ":" + first + more;
        String words = cause.kind().words() + place + tests + ": " + cause.said() + " (" + cause.why() + ")";
        return "- " + QuotedText.line(words, MOST_WORDS);
    }

    @Override
    public Map<String, Json> fields() {
        return Map.of(
                "testReports",
                Json.of(memory.triages().stream().map(Triage::summary).toList()),
                "failingSince",
                Json.of(memory.since()));
    }

    @Override
    public int exitCode(RunResult result) {
        if (result.isPaused()) return ExitCode.WAITING;
        if (result.stopReason().isLimit()) return ExitCode.LIMIT;
        int worst = ExitCode.GOOD;
        List<Triage> triages = memory.triages();
        for (Triage each : triages) worst = Math.max(worst, exitCode(each));
        if (triages.stream().anyMatch(each -> exitCode(each) == ExitCode.FAILED)) return ExitCode.FAILED;
        return triages.isEmpty() ? ExitCode.NOT_RUN : worst;
    }

    private int exitCode(Triage triage) {
        return switch (triage.report().outcome()) {
            case PASSED -> ExitCode.GOOD;
            case FAILED -> passesByTerms(triage) ? ExitCode.GOOD : ExitCode.FAILED;
            // A test that hangs or takes its process with it has been run, and has failed.
            case TIMED_OUT, CRASHED -> triage.causes().isEmpty() ? ExitCode.NOT_RUN : ExitCode.FAILED;
            case NOT_KNOWN, NO_TESTS, NOT_COMPILED, NOT_BUILT -> ExitCode.NOT_RUN;
        };
    }

    private boolean passesByTerms(Triage triage) {
        return terms.onlyReal() && triage.report().outcome() == Outcome.FAILED && triage.isOnlyFlaky();
    }
}
