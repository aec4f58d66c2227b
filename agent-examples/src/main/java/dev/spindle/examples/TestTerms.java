package dev.spindle.examples;

import dev.spindle.tools.tests.TestId;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How tests are run and what is made of them. Kept with the run.
 *
 * @param onlyReal whether flaky tests fail nothing
 * @param fix whether the model may repair what failed, in a copy
 */
record TestTerms(Runs runs, boolean onlyReal, boolean fix, Written written) {
    /** Those of runs that were kept before there were any. */
    static final TestTerms DEFAULT =
            new TestTerms(new Runs(1, null, null, false, List.of(), null), false, false, new Written(List.of(), null));

    /**
     * How they are run.
     *
     * @param repeats how often what failed is run again, alone and with the others
     * @param timeoutSeconds of a whole run of the tests; null for the usual time
     * @param mostSeconds of all runs of the tests together; null, as in runs of before, for the usual time
     * @param network whether builds and tests reach a network
     * @param only which tests, as a report named them; all if there are none
     * @param bisect over how many commits it is searched since when a test fails; null, as in runs of before, for none
     */
    record Runs(
            int repeats,
            @Nullable Long timeoutSeconds,
            @Nullable Long mostSeconds,
            boolean network,
            List<TestId> only,
            @Nullable Integer bisect) {
        private static final long USUAL_SECONDS = 3_600;

        Runs {
            only = List.copyOf(only);
        }

        /** The most that all runs of the tests may take together. */
        Duration most() {
            return Duration.ofSeconds(Objects.requireNonNullElse(mostSeconds, USUAL_SECONDS));
        }
    }

    /**
     * What is written.
     *
     * @param reports files; what they are by their names
     * @param patch the file of a patch that was proved; null for none
     */
    record Written(List<String> reports, @Nullable String patch) {
        Written {
            reports = List.copyOf(reports);
        }
    }
}
