package dev.spindle.tool;

import dev.spindle.json.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call that waits for a person. A plain value: write it as {@code Json.of(call)}, send it, decide days later in another process.
 *
 * @param runId the run to resume with the decision
 * @param path the call's identity, for example {@code 2.0}; calls of child runs are paths, {@code 2.0/0.1}
 * @param tool the tool's name
 * @param arguments what it would be called with
 * @param argumentHash SHA-256 of the arguments in hexadecimal; a decision is bound to it
 * @param inDoubt true if the call was cut short and may have taken effect already; false if it has not started
 * @param expires until when it can be decided; null for ever
 * @param asking which time the person is asked: the position of the event that asks, in the journal of the run that makes the call;
 *     null only in what older versions have recorded
 * @param refusal why the last decision about it was refused, for the person; null if none was
 */
public record PendingCall(
        String runId,
        String path,
        String tool,
        Json arguments,
        String argumentHash,
        boolean inDoubt,
        @Nullable Instant expires,
        @Nullable Long asking,
        @Nullable String refusal) {
    /** The same call as a run above knows it. */
    public PendingCall seenFrom(String otherRunId, String otherPath) {
        return new PendingCall(otherRunId, otherPath, tool, arguments, argumentHash, inDoubt, expires, asking, refusal);
    }

    /** The same call, after a decision about it was refused. */
    public PendingCall refused(String why) {
        return new PendingCall(runId, path, tool, arguments, argumentHash, inDoubt, expires, asking, why);
    }

    /** Whether it can no longer be decided at an instant. */
    public boolean isExpired(Instant now) {
        return expires != null && !now.isBefore(expires);
    }
}
