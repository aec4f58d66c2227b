package dev.spindle.tools.tests;

import dev.spindle.tools.tests.TestCase.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One test as its report has it, before its lines are looked for.
 *
 * @param home where in the project it is: the folder of its module, ended by {@code /}, or empty
 * @param failures what its attempts said; of one that did not pass, why not stands first
 */
record ReadCase(TestId id, String home, Status status, Duration time, List<Failure> failures, String output) {
    private static final Pattern FRAME = Pattern.compile("\\s+at \\S.*");

    /** What a report makes of a time, which many can be summed up of. */
    private static final Duration LONGEST = Duration.ofDays(365);

    ReadCase {
        if (time.isNegative()) time = Duration.ZERO;
        if (time.compareTo(LONGEST) > 0) time = LONGEST;
        failures = List.copyOf(failures);
    }

    /** A test that did not pass, of which nothing but its words is known. */
    static ReadCase broken(TestId id, Failure failure) {
        return new ReadCase(id, "", Status.ERROR, Duration.ZERO, List.of(failure), "");
    }

    /** What was thrown, and its trace as printed. */
    record Failure(String type, String message, String trace) {
        /**
         * The message with its lines: some writers of reports put blanks in the place of line ends into the attribute, but none into
         * the trace.
         */
        String wholeMessage() {
            String head = trace.lines()
                    .takeWhile(line -> !FRAME.matcher(line).matches())
                    .collect(Collectors.joining("\n"));
            String said = head.startsWith(type + ":") ? head.substring(type.length() + 1) : head;
            return words(said).equals(words(message)) ? said.strip() : message;
        }

        private static List<String> words(String text) {
            return List.of(text.strip().split("\\s+"));
        }
    }

    boolean isFailed() {
        return status == Status.FAILED || status == Status.ERROR;
    }

    /** The first that was thrown; null if nothing was. */
    @Nullable
    Failure first() {
        return failures.isEmpty() ? null : failures.get(0);
    }

    ReadCase as(TestId other) {
        return new ReadCase(other, home, status, time, failures, output);
    }

    ReadCase at(String place) {
        return new ReadCase(id, place, status, time, failures, output);
    }

    /** The same, which had failed before. */
    ReadCase after(List<Failure> before) {
        List<Failure> all = new ArrayList<>(before);
        all.addAll(failures);
        return new ReadCase(id, home, status, time, all, output);
    }

    /** The same with its failures told otherwise. */
    ReadCase telling(UnaryOperator<Failure> told) {
        List<Failure> all = failures.stream().map(told).toList();
        return new ReadCase(id, home, status, time, all, output);
    }

    /** The same as users see it, with the lines of the project that its traces name. */
    TestCase located(Adapter.Locating locating) {
        List<TestFailure> all = new ArrayList<>();
        for (Failure each : failures)
            all.add(TestFailure.of(each.type(), each.message(), each.trace(), locating.lines(home, each)));
        boolean failed = isFailed() && !all.isEmpty();
        return new TestCase(
                id, status, time, failed ? all.get(0) : null, failed ? all.subList(1, all.size()) : all, output);
    }
}
