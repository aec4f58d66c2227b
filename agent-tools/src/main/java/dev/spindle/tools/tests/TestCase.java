package dev.spindle.tools.tests;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One test of a run, and how it ended.
 *
 * @param id which test
 * @param time how long it took, as its program says; zero if it does not say
 * @param failure why it did not pass; null if it passed or was left out
 * @param attempts what its other attempts said, if it was run more than once: each of them is a failure
 * @param output what it printed, in part, where it did not pass and its program tells
 */
public record TestCase(
        TestId id,
        Status status,
        Duration time,
        @Nullable TestFailure failure,
        List<TestFailure> attempts,
        String output) {
    /** Copies the attempts. */
    public TestCase {
        attempts = List.copyOf(attempts);
    }

    /** How a test ended. */
    public enum Status {
        /** It passed, perhaps not at once. */
        PASSED,
        /** An assertion failed. */
        FAILED,
        /** Something else went wrong. */
        ERROR,
        /** It was not run on purpose. */
        SKIPPED
    }

    /** Whether it failed or broke off. */
    public boolean isFailed() {
        return status == Status.FAILED || status == Status.ERROR;
    }

    /** Whether it passed only when it was run again. */
    public boolean isFlaky() {
        return status == Status.PASSED && !attempts.isEmpty();
    }

    /** Why it failed, or why it did at first; null if it never did. */
    public @Nullable TestFailure firstFailure() {
        if (failure != null) return failure;
        return attempts.isEmpty() ? null : attempts.get(0);
    }

    TestCase with(Status other, @Nullable TestFailure why, List<TestFailure> more) {
        return new TestCase(id, other, time, why, more, output);
    }
}
