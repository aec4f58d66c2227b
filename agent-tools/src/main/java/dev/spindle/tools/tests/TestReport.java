package dev.spindle.tools.tests;

import java.time.Duration;
import java.util.List;

/**
 * What a run of a project's tests showed.
 *
 * @param outcome how it ended
 * @param counts the tests that ran, of all modules
 * @param duration from start to end of the build, on the clock on the wall
 * @param failed the tests that failed or broke off, in the order of the reports; at most 200
 * @param flaky the tests that passed only when they were run again, with what they said before; at most 200
 * @param compileErrors what kept the code from compiling; at most 50
 * @param buildError what the build said if it failed for another reason, and which reports could not be read; empty if neither
 */
public record TestReport(
        Outcome outcome,
        Counts counts,
        Duration duration,
        List<FailedTest> failed,
        List<FailedTest> flaky,
        List<CompileError> compileErrors,
        String buildError) {
    /** Copies the lists. */
    public TestReport {
        failed = List.copyOf(failed);
        flaky = List.copyOf(flaky);
        compileErrors = List.copyOf(compileErrors);
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
        /** The build went through and no failure is known, but not every report could be read; {@link TestReport#buildError} names them. */
        NOT_KNOWN,
        /** The build went through without running a test. */
        NO_TESTS,
        /** The code does not compile. */
        NOT_COMPILED,
        /** The build failed for another reason; {@link TestReport#buildError} has its words. */
        NOT_BUILT,
        /** The build took too long and was killed. */
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

        /** The counts of both. */
        public Counts plus(Counts other) {
            return new Counts(
                    tests + other.tests, failures + other.failures, errors + other.errors, skipped + other.skipped);
        }
    }

    /**
     * A test that failed, or failed at first.
     *
     * @param className its class, such as {@code shop.CartTest}
     * @param method its name as reported; of a parameterized test, with what it was given
     * @param type the class of what was thrown
     * @param message what it said; empty if nothing
     * @param trace the lines of the project that it was thrown through, innermost first; at most 5
     */
    public record FailedTest(String className, String method, String type, String message, List<SourceLine> trace) {
        /** Copies the trace. */
        public FailedTest {
            trace = List.copyOf(trace);
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
