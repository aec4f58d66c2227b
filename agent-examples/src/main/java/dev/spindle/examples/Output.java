package dev.spindle.examples;

import dev.spindle.run.RunListener;
import dev.spindle.run.RunResult;

/** Prints a run while it goes on, and what came of it. Thread-safe, since tools tell of their progress on their own threads. */
interface Output extends RunListener {
    /** Prints what came of the run, and of calls that wait what they would do. */
    void finish(RunResult result, Findings findings, Foresight foresight);
}
