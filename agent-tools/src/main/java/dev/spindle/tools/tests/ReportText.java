package dev.spindle.tools.tests;

import dev.spindle.tools.tests.TestReport.CompileError;
import dev.spindle.tools.tests.TestReport.Counts;
import dev.spindle.tools.tests.TestReport.SourceLine;
import dev.spindle.tools.text.QuotedText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** A test report in few words, for a model. What the project's code said stands behind a margin, and cannot pass for the report. */
final class ReportText {
    private static final int MAX_FAILED = 20;
    private static final int MAX_COMPILE_ERRORS = 20;
    private static final int MAX_NAME = 300;
    private static final int MAX_MESSAGE = 4_000;
    private static final int MAX_BUILD_ERROR = 4_000;

    private final StringBuilder text = new StringBuilder();

    private ReportText() {}

    /** The words for a report. */
    static String of(TestReport report) {
        ReportText words = new ReportText();
        words.summary(report);
        report.compileErrors().stream().limit(MAX_COMPILE_ERRORS).forEach(words::compileError);
        words.more(report.compileErrors().size() - MAX_COMPILE_ERRORS, "compile errors");
        List<TestCase> failed = report.failed();
        for (int i = 0; i < Math.min(MAX_FAILED, failed.size()); i++) words.failedTest(i + 1, failed.get(i));
        words.more(failed.size() - MAX_FAILED, "failed tests");
        words.flakyTests(report.flaky());
        words.text.append(QuotedText.block(report.buildError(), MAX_BUILD_ERROR));
        return words.text.toString();
    }

    private void summary(TestReport report) {
        Counts counts = report.counts();
        text.append(headline(report.outcome())).append(' ');
        int flaky = report.flaky().size();
        if (counts.tests() > 0) {
            text.append("Tests: ").append(counts.tests());
            text.append(", failed: ").append(counts.failures());
            text.append(", broken off by an error: ").append(counts.errors());
            text.append(", skipped: ").append(counts.skipped());
            if (flaky > 0) text.append(", flaky: ").append(flaky);
            text.append(' ');
        }
        text.append("(").append(seconds(report.duration())).append(").\n");
    }

    private static String headline(TestReport.Outcome outcome) {
        return switch (outcome) {
            case PASSED -> "All tests passed.";
            case FAILED -> "Tests failed.";
            case CRASHED -> "A process that ran tests died, and its other tests are not known.";
            case NOT_KNOWN -> "It is not known whether all tests passed: not every report could be read.";
            case NO_TESTS -> "No test ran. Check the names of the tests that you chose.";
            case NOT_COMPILED -> "The code does not compile.";
            case NOT_BUILT -> "The build failed.";
            case TIMED_OUT -> "The build took too long and was killed; choose fewer tests, or look for one that hangs.";
        };
    }

    private void compileError(CompileError error) {
        text.append(QuotedText.line(error.file(), MAX_NAME))
                .append(':')
                .append(error.line())
                .append('\n');
        text.append(QuotedText.block(error.message(), MAX_MESSAGE));
    }

    private void failedTest(int number, TestCase failed) {
        text.append('\n')
                .append(number)
                .append(") ")
                .append(QuotedText.line(failed.id().toString(), MAX_NAME))
                .append('\n');
        TestFailure failure = failed.failure();
        if (failure == null) return;
        text.append(QuotedText.block(said(failure), MAX_MESSAGE));
        failure.lines().forEach(this::sourceLine);
    }

    private static String said(TestFailure failure) {
        String colon = failure.type().isEmpty() || failure.message().isEmpty() ? "" : ": ";
        return failure.type() + colon + failure.message();
    }

    private void flakyTests(List<TestCase> flaky) {
        if (flaky.isEmpty()) return;
        text.append("\nTests that passed only when they were run again: ")
                .append(flaky.size())
                .append('\n');
        for (TestCase each : flaky.subList(0, Math.min(MAX_FAILED, flaky.size()))) {
            String said = each.id() + " at first: " + said(each.attempts().get(0));
            text.append(QuotedText.block(said, MAX_MESSAGE));
        }
        more(flaky.size() - MAX_FAILED, "tests of this kind");
    }

    private void sourceLine(SourceLine line) {
        text.append("at ")
                .append(QuotedText.line(line.file(), MAX_NAME))
                .append(':')
                .append(line.line());
        text.append(": ").append(QuotedText.line(line.text(), MAX_NAME)).append('\n');
    }

    private void more(int count, String what) {
        if (count > 0)
            text.append("[more ").append(what).append(": ").append(count).append("]\n");
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1_000.0);
    }
}
