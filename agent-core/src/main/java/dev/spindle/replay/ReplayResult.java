package dev.spindle.replay;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of a replay.
 *
 * @param runId the run
 * @param requests how many requests to the model were compared
 * @param assessments how many tool calls and typed answers were looked at again
 * @param first the first difference; null if there is none
 */
public record ReplayResult(
        String runId,
        int requests,
        int assessments,
        @Nullable Difference first) {
    /** Whether the program still does what it did. */
    public boolean isSame() {
        return first == null;
    }

    /** The first difference; what would follow it is not known, since the model was not asked. */
    public Optional<Difference> findDifference() {
        return Optional.ofNullable(first);
    }

    /** A sentence for people. */
    @Override
    public String toString() {
        String compared = requests + " requests and " + assessments + " assessments compared";
        return first == null
                ? "Run '" + runId + "' goes as it went: " + compared + "."
                : "Run '" + runId + "' goes another way (" + compared + "). " + first;
    }
}
