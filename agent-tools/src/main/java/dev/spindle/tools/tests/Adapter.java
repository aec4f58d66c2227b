package dev.spindle.tools.tests;

import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.process.ProcessTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A program that runs tests: how it is called, and what it leaves behind. */
interface Adapter {
    /**
     * The command, program first.
     *
     * @param report where its report is to be written, if it writes one
     */
    List<String> command(Choice choice, Settings settings, Path report);

    /** Whether words are a choice of tests. */
    default boolean takes(String words) {
        return ProjectTests.isChoice(words);
    }

    /** The settings, as they are for a project. */
    default Settings fitting(Path project, Settings settings) {
        return settings;
    }

    /** The settings for a copy of a project, which lacks what is installed in it and is in no repository. */
    default Settings elsewhere(Path project, Settings settings) {
        return settings;
    }

    /** The variables of the environment by which the program finds its own parts. */
    default Set<String> environment() {
        return Set.of();
    }

    /** What of the output is needed to know how the tests ended, in characters; 0 if the report has it all. */
    default int keptOutput() {
        return 0;
    }

    /** Whether the output is the report: if it is cut, it is not known how the tests ended. */
    default boolean reportsByOutput() {
        return false;
    }

    /**
     * Writes what the command needs besides the project.
     *
     * @param scratch the folder of the report
     */
    default void prepare(Path scratch) throws IOException {}

    /** Begins to read a run of a project at its real path, before it starts. */
    Reading begin(Path project);

    /** Whether this exit code says that there was no test to run, and nothing else. */
    default boolean saysNoTests(int exitCode) {
        return false;
    }

    /** Reads one run. */
    @FunctionalInterface
    interface Reading {
        /** Is told each line that is printed. */
        default void line(String line) {}

        /** Reads what was left behind. */
        Found read(Left left);
    }

    /**
     * What a run left behind.
     *
     * @param scratch the folder of the report
     * @param output what was printed
     * @param dump what its processes were doing when their time was up; empty if it was not, or nobody knows
     */
    record Left(ConfinedFolder scratch, BuildOutput output, ProcessTree.Ended ended, String dump) {
        /** The lines that were printed, as many as are kept. */
        List<String> lines() {
            return output.kept();
        }

        boolean diedOfSignal() {
            return !ended.timedOut() && ended.exitCode() > 128 && ended.exitCode() < 160;
        }
    }

    /** Finds the lines of a project in what a test said. */
    @FunctionalInterface
    interface Locating {
        List<TestReport.SourceLine> lines(String home, ReadCase.Failure failure);
    }

    /** Looks for lines in a project at its real path. */
    default Locating locating(Path project) {
        PathFrames frames = new PathFrames(project);
        return (home, failure) -> frames.innermostFirst(failure.trace());
    }
}
