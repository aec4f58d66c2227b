package dev.spindle.tools.json;

import java.time.Duration;

/**
 * How much a query may use. Immutable.
 *
 * @param maxSteps how many values are looked at, however a query multiplies them
 * @param maxResults the most results
 * @param maxCharacters how many characters of results are shown
 * @param timeout how long a query may take
 */
public record JsonPolicy(int maxSteps, int maxResults, int maxCharacters, Duration timeout) {
    /** 5,000,000 steps, 1,000 results, 40,000 characters, 5 seconds. */
    public static final JsonPolicy DEFAULT = new JsonPolicy(5_000_000, 1_000, 40_000, Duration.ofSeconds(5));

    /** Checks that there is room for something. */
    public JsonPolicy {
        if (maxSteps < 1 || maxResults < 1 || maxCharacters < 1 || timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("Steps, results, characters and time must be positive, not " + maxSteps
                    + ", " + maxResults + ", " + maxCharacters + ", " + timeout);
        }
    }

    /** This policy with other bounds for what is shown. */
    public JsonPolicy withBounds(int results, int characters) {
        return new JsonPolicy(maxSteps, results, characters, timeout);
    }

    /** This policy with other bounds for the work of a query. */
    public JsonPolicy withWork(int steps, Duration longest) {
        return new JsonPolicy(steps, maxResults, maxCharacters, longest);
    }
}
