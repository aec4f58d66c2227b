package dev.spindle.tools.tests;

import dev.spindle.json.Json;
import dev.spindle.tools.tests.TestReport.Outcome;
import dev.spindle.tools.tests.TestReport.SourceLine;
import java.util.List;

/**
 * What became of the tests of a project, sorted by what kind of trouble they are in, and why.
 *
 * @param report the run, into which the repeats are merged: of a test that ran again there are more attempts, and one that then passed is flaky
 * @param causes what is wrong, each once however many tests it fails; the kind that matters most first
 * @param runs how often the project's program was run in all
 */
public record Triage(TestReport report, List<Cause> causes, int runs) {
    /** Copies the causes. */
    public Triage {
        causes = List.copyOf(causes);
    }

    /** What kind of trouble. */
    public enum Kind {
        /** The code does not compile, or cannot be parsed. */
        COMPILATION,
        /** A process that ran tests died. */
        CRASH,
        /** Fails each time, also alone. */
        REAL,
        /** Did not end in its time. */
        TIMEOUT,
        /** Passes alone and fails together with the others. */
        ORDER,
        /** Something that the tests need is not there: a host, a program, a library, a variable, room on the disk. */
        ENVIRONMENT,
        /** Failed, and passed when it ran again. */
        FLAKY;

        /** The kind in words, as "real failure". */
        public String words() {
            return switch (this) {
                case COMPILATION -> "compilation error";
                case CRASH -> "crash";
                case REAL -> "real failure";
                case TIMEOUT -> "timeout";
                case ORDER -> "order-dependent";
                case ENVIRONMENT -> "broken environment";
                case FLAKY -> "flaky";
            };
        }
    }

    /**
     * One thing that is wrong.
     *
     * @param said what was thrown, its first line
     * @param tests those that it fails; none if it is not about tests
     * @param lines the lines of the project that show it, the innermost first; empty if nothing tells
     * @param why how it is known that it is of this kind
     */
    public record Cause(Kind kind, String said, List<TestId> tests, List<SourceLine> lines, String why) {
        /** Copies the lists. */
        public Cause {
            tests = List.copyOf(tests);
            lines = List.copyOf(lines);
        }
    }

    /** Whether nothing failed that anybody should look at: all passed, or only when they ran again. */
    public boolean isOnlyFlaky() {
        boolean couldRun = report.outcome() == Outcome.PASSED || report.outcome() == Outcome.FAILED;
        return couldRun && causes.stream().allMatch(each -> each.kind() == Kind.FLAKY);
    }

    /** The causes and what failed, with the numbers of the rest, as JSON. */
    public Json summary() {
        return ReportJson.of(this, false);
    }

    /** All of it as JSON, with every test. */
    public Json json() {
        return ReportJson.of(this, true);
    }

    /** The triage in few words, for a model or a person; what the project's code said stands behind a margin. */
    public String describe() {
        return TriageText.of(this);
    }
}
