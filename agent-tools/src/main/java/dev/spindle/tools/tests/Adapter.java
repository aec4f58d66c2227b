package dev.spindle.tools.tests;

import dev.spindle.tools.files.ConfinedFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A program that runs tests: how it is called, and what it leaves behind. */
interface Adapter {
    /**
     * The command, program first.
     *
     * @param tests which; empty for all, and never beginning with a hyphen
     * @param report where its report is to be written, if it writes one
     */
    List<String> command(String tests, boolean offline, Path report);

    /** The variables of the environment by which the program finds its own parts. */
    default Set<String> environment() {
        return Set.of();
    }

    /** What of the output is needed to know how the tests ended, in characters; 0 if the report has it all. */
    default int keptOutput() {
        return 0;
    }

    /**
     * Reads what was left behind.
     *
     * @param scratch the folder of the report
     * @param output the lines that were printed, as many as are kept
     */
    Found read(ConfinedFolder scratch, List<String> output);

    /** Whether this exit code says that there was no test to run, and nothing else. */
    default boolean saysNoTests(int exitCode) {
        return false;
    }

    /** The lines of a project in what a failed test said. */
    default List<TestReport.SourceLine> trace(JunitXml.Failure failure, PathFrames frames) {
        return frames.innermostFirst(failure.trace());
    }
}
