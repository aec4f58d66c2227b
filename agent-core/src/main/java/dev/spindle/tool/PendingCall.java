package dev.spindle.tool;

import dev.spindle.json.Json;

/**
 * A call that waits for a person. A plain value: keep it, send it, decide days later in another process.
 *
 * @param runId the run to resume with the decision
 * @param path the call's identity, for example {@code 2.0}; calls of child runs are paths, {@code 2.0/0.1}
 * @param tool the tool's name
 * @param arguments what it would be called with
 * @param argumentHash SHA-256 of the arguments in hexadecimal; a decision is bound to it
 * @param inDoubt true if the call was cut short and may have taken effect already; false if it has not started
 */
public record PendingCall(
        String runId, String path, String tool, Json arguments, String argumentHash, boolean inDoubt) {
    /** The same call as a run above knows it. */
    public PendingCall seenFrom(String otherRunId, String otherPath) {
        return new PendingCall(otherRunId, otherPath, tool, arguments, argumentHash, inDoubt);
    }
}
