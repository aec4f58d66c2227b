package dev.spindle.tools.tests;

import dev.spindle.tools.tests.TestReport.SourceLine;
import dev.spindle.tools.tests.Triage.Cause;
import dev.spindle.tools.text.QuotedText;
import java.util.List;

/** A triage in few words, for a model: the report, and behind it what is wrong. */
final class TriageText {
    private static final int MAX_CAUSES = 30;
    private static final int MAX_TESTS = 5;
    private static final int MAX_NAME = 300;

    private TriageText() {}

    static String of(Triage triage) {
        StringBuilder text = new StringBuilder(ReportText.of(triage.report()));
        if (triage.causes().isEmpty()) return text.toString();
        text.append("\nCauses: ").append(triage.causes().size());
        text.append(", runs: ").append(triage.runs()).append(".\n");
        triage.causes().stream().limit(MAX_CAUSES).forEach(each -> cause(each, text));
        int more = triage.causes().size() - MAX_CAUSES;
        if (more > 0) text.append("[more causes: ").append(more).append("]\n");
        return text.toString();
    }

    private static void cause(Cause cause, StringBuilder text) {
        text.append("- ").append(cause.kind().words()).append(" (");
        text.append(QuotedText.line(cause.why(), MAX_NAME)).append("): ");
        text.append(QuotedText.line(cause.said(), MAX_NAME)).append('\n');
        if (!cause.lines().isEmpty()) {
            SourceLine line = cause.lines().get(0);
            text.append("  in ")
                    .append(QuotedText.line(line.file(), MAX_NAME))
                    .append(':')
                    .append(line.line());
            text.append(": ").append(QuotedText.line(line.text(), MAX_NAME)).append('\n');
        }
        if (!cause.tests().isEmpty())
            text.append("  fails ").append(names(cause.tests())).append('\n');
    }

    private static String names(List<TestId> tests) {
        List<String> names = tests.stream()
                .limit(MAX_TESTS)
                .map(each -> QuotedText.line(each.toString(), MAX_NAME))
                .toList();
        int more = tests.size() - names.size();
        return String.join(", ", names) + (more > 0 ? " and " + more + " more" : "");
    }
}
