package dev.spindle.tools.tests;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run of a project's tests showed.
 *
 * @param outcome how it ended
 * @param duration from start to end of the run, on the clock on the wall
 * @param cases all tests, in the order of the reports; at most 200,000
 * @param compileErrors what kept the code from compiling; at most 50
 * @param buildError what the build said if it failed for another reason, and which reports could not be read; empty if neither
 */
public record TestReport(
        Outcome outcome, Duration duration, List<TestCase> cases, List<CompileError> compileErrors, String buildError) {
    /** Copies the lists. */
    public TestReport {
        cases = List.copyOf(cases);
        compileErrors = List.copyOf(compileErrors);
    }

    /** How many tests ran, and how they ended. */
    public Counts counts() {
        return Counts.of(cases);
    }

    /** The tests that failed or broke off. */
    public List<TestCase> failed() {
        return cases.stream().filter(TestCase::isFailed).toList();
    }

    static boolean isUnexplained(TestCase test) {
        TestFailure failure = test.failure();
        return failure != null && failure.lines().isEmpty();
    }

    /** The tests by their names, of which programs may give several the same: of these, one that did not pass. */
    Map<TestId, TestCase> worstById() {
        Map<TestId, TestCase> worst = new LinkedHashMap<>();
        for (TestCase each : cases)
            worst.merge(each.id(), each, (one, other) -> other.isFailed() && !one.isFailed() ? other : one);
        return worst;
    }

    /** The tests that passed only when they were run again. */
    public List<TestCase> flaky() {
        return cases.stream().filter(TestCase::isFlaky).toList();
    }

    /** The report in few words, for a model or a person; what the project's code said stands behind a margin. */
    public String describe() {
        return ReportText.of(this);
    }

    /** How a run ended. */
    public enum Outcome {
        /** Tests ran, all their reports were read, and none failed. */
        PASSED,
        /** Tests ran, and some failed. */
        FAILED,
        /** A process that ran tests died; which of them would have passed is not known. */
        CRASHED,
        /** The build went through and no failure is known, but not every report could be read; {@link TestReport#buildError} names them. */
        NOT_KNOWN,
        /** The build went through without running a test: there was none, or all were skipped. */
        NO_TESTS,
        /** The code does not compile. */
        NOT_COMPILED,
        /** The build failed for another reason; {@link TestReport#buildError} has its words. */
        NOT_BUILT,
        /** The run took too long and was killed. */
        TIMED_OUT
    }

    /**
     * How many tests ran, and how many of them did not pass.
     *
     * @param tests all, skipped ones too
     * @param failures those whose assertion failed
     * @param errors those that threw something else
     * @param skipped those that were not run on purpose
     */
    public record Counts(int tests, int failures, int errors, int skipped) {
        /** No test. */
        public static final Counts NONE = new Counts(0, 0, 0, 0);

        static Counts of(List<TestCase> cases) {
            return new Counts(
                    cases.size(),
                    count(cases, TestCase.Status.FAILED),
                    count(cases, TestCase.Status.ERROR),
                    count(cases, TestCase.Status.SKIPPED));
        }

        private static int count(List<TestCase> cases, TestCase.Status status) {
            return (int) cases.stream().filter(each -> each.status() == status).count();
        }

        /** Those that did not fail and were not skipped. */
        public int passed() {
            return tests - failures - errors - skipped;
        }
    }

    /**
     * A line of the project's sources.
     *
     * @param file the path relative to the project, with {@code /} between the names
     * @param line counted from 1
     * @param text the line as it is now, without indentation; empty if it is no longer there
     */
    public record SourceLine(String file, int line, String text) {}

    /**
     * An error of the compiler.
     *
     * @param file the path relative to the project, with {@code /} between the names
     * @param line counted from 1
     * @param message the compiler's words, with their details
     */
    public record CompileError(String file, int line, String message) {}
}
