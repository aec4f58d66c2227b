package dev.spindle.tools.tests.report;

import dev.spindle.tools.tests.TestId;
import dev.spindle.tools.tests.TestReport;
import dev.spindle.tools.tests.Triage;
import dev.spindle.tools.tests.Triage.Cause;
import dev.spindle.tools.tests.Triage.Kind;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A page of Markdown. What tests said stands in code, which it cannot leave. */
final class MarkdownReport {
    private static final int MOST = 50;
    private static final int MOST_TESTS = 10;

    private MarkdownReport() {}

    static String of(Triage triage, Background background) {
        TestReport report = triage.report();
        TestReport.Counts counts = report.counts();
        StringBuilder text = new StringBuilder("# Tests of ")
                .append(code(background.title()))
                .append("\n\n");
        text.append(
                "| outcome | tests | passed | failed | errors | skipped | flaky | time |\n|---|--:|--:|--:|--:|--:|--:|--:|\n");
        text.append(String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %d | %d | %d | %.1f s |%n",
                report.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                counts.tests(),
                counts.passed(),
                counts.failures(),
                counts.errors(),
                counts.skipped(),
                report.flaky().size(),
                report.duration().toMillis() / 1_000.0));
        if (!background.isolation().isEmpty())
            text.append("\nTests ran ").append(code(background.isolation())).append(".\n");
        build(report, text);
        for (Kind kind : Kind.values()) section(kind, triage.causes(), text);
        return text.toString().replace("\r\n", "\n");
    }

    /** What the build said, where the tests do not tell all. */
    private static void build(TestReport report, StringBuilder text) {
        if (report.buildError().isBlank()) return;
        text.append("\n## What the build said\n\n");
        List<String> lines =
                report.buildError().lines().filter(line -> !line.isBlank()).toList();
        for (String each : lines.subList(0, Math.min(MOST, lines.size())))
            text.append(code(each)).append("  \n");
        if (lines.size() > MOST) text.append("and ").append(lines.size() - MOST).append(" more lines\n");
    }

    private static void section(Kind kind, List<Cause> causes, StringBuilder text) {
        List<Cause> ofKind = causes.stream().filter(each -> each.kind() == kind).toList();
        if (ofKind.isEmpty()) return;
        text.append("\n## ")
                .append(kind.words())
                .append(": ")
                .append(ofKind.size())
                .append("\n\n");
        for (Cause each : ofKind.subList(0, Math.min(MOST, ofKind.size()))) cause(each, text);
        if (ofKind.size() > MOST)
            text.append("- and ").append(ofKind.size() - MOST).append(" more\n");
    }

    private static void cause(Cause cause, StringBuilder text) {
        text.append("- ")
                .append(code(cause.said().isEmpty() ? cause.kind().words() : cause.said()))
                .append("  \n");
        for (TestReport.SourceLine line : cause.lines())
            text.append("  at ")
                    .append(code(line.file() + ":" + line.line()))
                    .append(": ")
                    .append(code(line.text()))
                    .append("  \n");
        text.append("  how it is known: ").append(code(cause.why())).append('\n');
        if (!cause.tests().isEmpty())
            text.append("  tests: ").append(names(cause.tests())).append('\n');
    }

    private static String names(List<TestId> tests) {
        String names = tests.stream()
                .limit(MOST_TESTS)
                .map(each -> code(each.toString()))
                .collect(Collectors.joining(", "));
        return tests.size() > MOST_TESTS ? names + " and " + (tests.size() - MOST_TESTS) + " more" : names;
    }

    /** A span of code, fenced by more of its marks than the text has in a row. */
    private static String code(String text) {
        String line = SeenText.of(text.replaceAll("\\p{Cntrl}", " ")).strip();
        if (line.isEmpty()) return "";
        int longest = 0;
        int run = 0;
        for (int i = 0; i < line.length(); i++) {
            run = line.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        String fence = "`".repeat(longest + 1);
        return longest == 0 ? fence + line + fence : fence + " " + line + " " + fence;
    }
}
