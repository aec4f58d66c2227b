package dev.spindle.examples;

/** What processes exit with. */
final class ExitCode {
    /** The question was answered; all tests passed. */
    static final int GOOD = 0;

    /** There is no answer; tests failed. */
    static final int FAILED = 1;

    /** A limit stopped the run. */
    static final int LIMIT = 3;

    /** Calls wait for a person. */
    static final int WAITING = 4;

    /** The tests could not run. */
    static final int NOT_RUN = 5;

    private ExitCode() {}
}
