package dev.spindle.tools.tests;

import dev.spindle.tools.tests.TestReport.SourceLine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a test did not pass, in one attempt.
 *
 * @param type the class of what was thrown; empty if that is not known
 * @param message what it said, with all its lines; empty if nothing
 * @param comparison what was expected and what was there, if the message says so
 * @param trace where it was thrown, as printed, in part
 * @param lines the lines of the project that it was thrown through, innermost first; at most 5
 */
public record TestFailure(
        String type, String message, @Nullable Comparison comparison, String trace, List<SourceLine> lines) {
    private static final int MAX_MESSAGE = 16_000;
    private static final int MAX_TRACE = 16_000;

    /** Copies the lines. */
    public TestFailure {
        lines = List.copyOf(lines);
    }

    /** What was expected and what was there. */
    public record Comparison(String expected, String actual) {}

    static TestFailure of(String type, String message, String trace, List<SourceLine> lines) {
        String kept = cut(message, MAX_MESSAGE);
        return new TestFailure(type, kept, Comparisons.in(kept), cut(trace, MAX_TRACE), lines);
    }

    private static String cut(String text, int most) {
        return text.length() > most ? text.substring(0, most) + "…" : text;
    }
}
