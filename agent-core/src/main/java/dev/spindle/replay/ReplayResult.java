package dev.spindle.replay;

import java.util.List;
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

    /**
     * Where a replay first goes another way than the record.
     *
     * @param position of the recorded event
     * @param kind what differs
     * @param step in words, such as "the request of turn 2"
     * @param recorded what was, in words
     * @param now what is, in words
     * @param causes what has changed and explains it, as far as that can be known
     */
    public record Difference(long position, Kind kind, String step, String recorded, String now, List<String> causes) {
        /** What can differ. */
        public enum Kind {
            /** What the model is asked. */
            REQUEST,
            /** What is found of a tool call, or of a typed answer. */
            ASSESSMENT,
            /** What is done next: asking, assessing, calling or stopping. */
            COURSE
        }

        /** Copies the causes. */
        public Difference {
            causes = List.copyOf(causes);
        }

        /** A sentence for people. */
        @Override
        public String toString() {
            String why = causes.isEmpty() ? "" : " Because of " + String.join("; and of ", causes) + ".";
            return "At event " + position + ", " + step + ": recorded " + recorded + ", now " + now + "." + why;
        }
    }
}
