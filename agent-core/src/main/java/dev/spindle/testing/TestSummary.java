package dev.spindle.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sums up a report of a test run: what failed, what was said, and the line of code.
 *
 * <p>Reads reports in which a failed test is numbered, {@code 1) shop.CartTest.addsUp}, what was thrown follows behind a margin, and
 * then come the places, {@code at src/test/java/shop/CartTest.java:12: assertEquals(3, sum)}.
 */
final class TestSummary {
    private static final int MOST_FAILURES = 10;
    private static final int LONGEST = 400;
    private static final int LONGEST_MESSAGE = 4_000;
    private static final String MARGIN = "| ";
    private static final String PLACE = "at ";

    private final List<Failure> failures = new ArrayList<>();
    private String headline = "";

    private TestSummary() {}

    private static final class Failure {
        private final String test;
        private final StringBuilder said = new StringBuilder();
        private String place = "";
        private boolean complete;

        private Failure(String test) {
            this.test = test;
        }
    }

    /** The summary; empty if the result is no report of tests. */
    static Optional<String> of(String tool, String result) {
        if (!Words.stems(tool).contains("test")) return Optional.empty();
        TestSummary summary = new TestSummary();
        result.lines().forEach(summary::take);
        return summary.failures.isEmpty() ? Optional.empty() : Optional.of(summary.words());
    }

    private void take(String line) {
        if (headline.isEmpty()) headline = bounded(line.strip());
        Optional<String> test = numbered(line);
        if (test.isPresent()) {
            failures.add(new Failure(test.get()));
        } else if (!failures.isEmpty()) {
            takeDetail(line, failures.get(failures.size() - 1));
        }
    }

    /** A message may have many lines, up to the first place, which is the innermost. */
    private static void takeDetail(String line, Failure failure) {
        failure.complete |= line.isBlank() || line.startsWith(PLACE);
        if (line.startsWith(MARGIN) && !failure.complete && failure.said.length() < LONGEST_MESSAGE) {
            failure.said.append("\n  ").append(bounded(line.substring(MARGIN.length())));
        }
        if (line.startsWith(PLACE) && failure.place.isEmpty()) failure.place = bounded(line.substring(PLACE.length()));
    }

    private static Optional<String> numbered(String line) {
        int end = 0;
        while (end < line.length() && Character.isDigit(line.charAt(end))) end++;
        boolean isNumbered = end > 0 && line.startsWith(") ", end);
        return isNumbered ? Optional.of(bounded(line.substring(end + 2).strip())) : Optional.empty();
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    private String words() {
        StringBuilder words = new StringBuilder(headline);
        for (Failure failure : failures.subList(0, Math.min(MOST_FAILURES, failures.size()))) {
            words.append("\n\n").append(failure.test).append(" failed.");
            words.append(failure.said);
            if (!failure.place.isEmpty()) words.append("\n  at ").append(failure.place);
        }
        int more = failures.size() - MOST_FAILURES;
        return more > 0
                ? words.append("\n\n… and ").append(more).append(" more.").toString()
                : words.toString();
    }
}
