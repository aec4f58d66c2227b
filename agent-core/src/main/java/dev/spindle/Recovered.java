package dev.spindle;

import dev.spindle.run.RunResult;

/** What came of one unfinished run when {@link Agents#recover} went on with it. */
public sealed interface Recovered {
    /** The run. */
    String runId();

    /** It went on, and this is its result: it may have answered, stopped or wait for a person again. */
    record WentOn(RunResult result) implements Recovered {
        @Override
        public String runId() {
            return result.runId();
        }
    }

    /** Somebody else drives it; it was left alone. */
    record DrivenElsewhere(String runId) implements Recovered {}

    /** No agent was named for it; it was left alone. */
    record Unclaimed(String runId) implements Recovered {}

    /**
     * It could not go on: its events cannot be read or written, or its agent threw what no agent should.
     *
     * @param why for the operator
     */
    record Failed(String runId, RuntimeException why) implements Recovered {}
}
