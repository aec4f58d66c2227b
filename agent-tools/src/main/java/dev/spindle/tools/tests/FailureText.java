package dev.spindle.tools.tests;

import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.files.UnreadableFileException;
import dev.spindle.tools.tests.TestFailure.Comparison;
import dev.spindle.tools.tests.TestReport.SourceLine;
import dev.spindle.tools.text.QuotedText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** All that is known of one failure, for a model: what the project's code said stands behind a margin. */
final class FailureText {
    private static final int MAX_NAME = 300;
    private static final int MAX_SAID = 16_000;
    private static final int MAX_OUTPUT = 6_000;
    private static final int MAX_OTHERS = 8;
    private static final int AROUND = 3;
    private static final Pattern FRAME = Pattern.compile("\\s*at \\S.*");

    private final ConfinedFolder project;
    private final StringBuilder text = new StringBuilder();

    private FailureText(Path project) {
        this.project = ConfinedFolder.of(project);
    }

    /**
     * The words for one attempt of a test.
     *
     * @param attempt counted from 1; what it said is that of the test's own failure first, then of its other attempts
     */
    static String of(TestCase test, int attempt, Path project) {
        List<TestFailure> all = attempts(test);
        FailureText words = new FailureText(project);
        words.head(test, attempt, all.size());
        words.failure(all.get(attempt - 1));
        words.section("It printed:", test.output(), MAX_OUTPUT);
        return words.text.toString();
    }

    /** Why it failed, each time that it did. */
    static List<TestFailure> attempts(TestCase test) {
        List<TestFailure> all = new ArrayList<>();
        TestFailure failure = test.failure();
        if (failure != null) all.add(failure);
        all.addAll(test.attempts());
        return all;
    }

    private void head(TestCase test, int attempt, int attempts) {
        text.append(QuotedText.line(test.id().toString(), MAX_NAME));
        text.append(test.isFlaky() ? " passed only when it was run again" : " failed");
        text.append(String.format(Locale.ROOT, ", %.3f s", test.time().toMillis() / 1_000.0));
        if (attempts > 1)
            text.append(", failed attempt ").append(attempt).append(" of ").append(attempts);
        text.append(".\n");
    }

    private void failure(TestFailure failure) {
        String colon = failure.type().isEmpty() || failure.message().isEmpty() ? "" : ": ";
        section("It said:", failure.type() + colon + failure.message(), MAX_SAID);
        Comparison comparison = failure.comparison();
        if (comparison != null) section("Expected (-) and actual (+):", difference(comparison), MAX_SAID);
        lines(failure.lines());
        trace(failure);
    }

    private void section(String title, String said, int most) {
        if (said.isBlank()) return;
        text.append(title).append('\n').append(QuotedText.block(said.stripTrailing(), most));
    }

    /** What differs, between what both have at their beginning and at their end. */
    static String difference(Comparison comparison) {
        List<String> expected = comparison.expected().lines().toList();
        List<String> actual = comparison.actual().lines().toList();
        int shorter = Math.min(expected.size(), actual.size());
        int head = 0;
        while (head < shorter && expected.get(head).equals(actual.get(head))) head++;
        int tail = 0;
        while (tail < shorter - head
                && expected.get(expected.size() - 1 - tail).equals(actual.get(actual.size() - 1 - tail))) tail++;
        StringBuilder lines = new StringBuilder();
        put(lines, "  ", expected.subList(Math.max(0, head - AROUND), head));
        put(lines, "- ", expected.subList(head, expected.size() - tail));
        put(lines, "+ ", actual.subList(head, actual.size() - tail));
        int rest = expected.size() - tail;
        put(lines, "  ", expected.subList(rest, Math.min(expected.size(), rest + AROUND)));
        return lines.toString();
    }

    private static void put(StringBuilder lines, String mark, List<String> some) {
        some.forEach(each -> lines.append(mark).append(each).append('\n'));
    }

    private void lines(List<SourceLine> lines) {
        if (lines.isEmpty()) return;
        text.append("The project's own lines, innermost first:\n");
        for (SourceLine line : lines)
            text.append("at ")
                    .append(QuotedText.line(line.file(), MAX_NAME))
                    .append(':')
                    .append(line.line())
                    .append(": ")
                    .append(QuotedText.line(line.text(), MAX_NAME))
                    .append('\n');
        around(lines.get(0));
    }

    private void around(SourceLine line) {
        try {
            List<String> all = project.read(line.file()).lines();
            StringBuilder some = new StringBuilder();
            int last = Math.min(all.size(), line.line() + AROUND);
            for (int at = Math.max(1, line.line() - AROUND); at <= last; at++)
                some.append(at).append(' ').append(all.get(at - 1)).append('\n');
            section("Around the first of them:", some.toString(), MAX_OUTPUT);
        } catch (UnreadableFileException gone) {
            text.append("The file cannot be read any more.\n");
        }
    }

    /** The frames of the project first; of the others, a few. A trace of another form stands as it is. */
    private void trace(TestFailure failure) {
        List<String> frames = failure.trace()
                .lines()
                .filter(line -> FRAME.matcher(line).matches())
                .toList();
        if (frames.isEmpty()) {
            if (!failure.trace().strip().equals(failure.message().strip()))
                section("As it was printed:", failure.trace(), MAX_OUTPUT);
            return;
        }
        List<String> own = frames.stream()
                .filter(frame -> isOwn(frame, failure.lines()))
                .map(String::strip)
                .toList();
        List<String> others = frames.stream()
                .filter(frame -> !isOwn(frame, failure.lines()))
                .map(String::strip)
                .toList();
        section("Frames of the project:", String.join("\n", own), MAX_OUTPUT);
        String more = others.size() > MAX_OTHERS ? "\n… and " + (others.size() - MAX_OTHERS) + " more" : "";
        List<String> first = others.subList(0, Math.min(MAX_OTHERS, others.size()));
        section("Other frames:", String.join("\n", first) + more, MAX_OUTPUT);
    }

    private static boolean isOwn(String frame, List<SourceLine> lines) {
        for (SourceLine line : lines) {
            String name = line.file().substring(line.file().lastIndexOf('/') + 1);
            if (frame.contains(name + ":" + line.line() + ")")) return true;
        }
        return false;
    }
}
