package dev.spindle.tools.tests.report;

import dev.spindle.tools.tests.TestCase;
import dev.spindle.tools.tests.TestReport;
import dev.spindle.tools.tests.TestReport.Counts;
import dev.spindle.tools.tests.TestReport.Outcome;
import dev.spindle.tools.tests.Triage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How the tests of a project went in an earlier run.
 *
 * @param ended when it was over
 * @param duration of the run of the tests
 * @param failed the tests that failed, by their names; at most 500
 * @param flaky those that passed only when they were run again; at most 500
 */
public record PastRun(
        Instant ended, Duration duration, Outcome outcome, Counts counts, List<String> failed, List<String> flaky) {
    private static final int MOST = 500;

    /** Copies the names. */
    public PastRun {
        failed = List.copyOf(failed);
        flaky = List.copyOf(flaky);
    }

    /** What is remembered of a triage that ended then. */
    public static PastRun of(Instant ended, Triage triage) {
        TestReport report = triage.report();
        return new PastRun(
                ended,
                report.duration(),
                report.outcome(),
                report.counts(),
                names(report.failed()),
                names(report.flaky()));
    }

    private static List<String> names(List<TestCase> cases) {
        return cases.stream()
                .limit(MOST)
                .map(each -> each.id().toString())
                .distinct()
                .toList();
    }
}
