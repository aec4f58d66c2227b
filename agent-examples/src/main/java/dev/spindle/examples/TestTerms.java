package dev.spindle.examples;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How tests are run and what is made of them. Kept with the run.
 *
 * @param repeats how often what failed is run again, alone and with the others
 * @param timeoutSeconds of a whole run of the tests; null for the usual time
 * @param network whether builds and tests reach a network
 * @param onlyReal whether flaky tests fail nothing
 * @param reports files that are written; what they are by their names
 * @param fix whether the model may repair what failed, in a copy
 * @param patch the file that a proved patch is written to; null for none
 */
record TestTerms(
        int repeats,
        @Nullable Long timeoutSeconds,
        boolean network,
        boolean onlyReal,
        List<String> reports,
        boolean fix,
        @Nullable String patch) {
    /** Those of runs that were kept before there were any. */
    static final TestTerms DEFAULT = new TestTerms(1, null, false, false, List.of(), false, null);

    TestTerms {
        reports = List.copyOf(reports);
    }
}
