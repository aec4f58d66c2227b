package dev.spindle.tools.tests.report;

import dev.spindle.tools.tests.TestReport;
import dev.spindle.tools.tests.TestReport.Outcome;
import dev.spindle.tools.tests.Triage;
import dev.spindle.tools.tests.Triage.Cause;
import dev.spindle.tools.tests.Triage.Kind;

/** Commands of GitHub's runners. What tests said is quoted, so that it can be no command of its own. */
final class GithubReport {
    /** GitHub shows ten of each level and step. */
    private static final int MOST = 50;

    private GithubReport() {}

    static String of(Triage triage) {
        StringBuilder text = new StringBuilder();
        triage.causes().stream().limit(MOST).forEach(each -> remark(each, text));
        if (text.isEmpty() && !isAllRight(triage.report().outcome()))
            text.append("::error title=tests::")
                    .append(value(headline(triage.report())))
                    .append('\n');
        return text.toString();
    }

    private static boolean isAllRight(Outcome outcome) {
        return outcome == Outcome.PASSED || outcome == Outcome.FAILED;
    }

    /** What is wrong where no test says so, such as that none ran. */
    private static String headline(TestReport report) {
        String first = report.describe().lines().findFirst().orElse("");
        return report.buildError().isBlank() ? first : first + "\n" + report.buildError();
    }

    private static void remark(Cause cause, StringBuilder text) {
        text.append(cause.kind() == Kind.FLAKY ? "::warning " : "::error ");
        if (!cause.lines().isEmpty()) {
            TestReport.SourceLine line = cause.lines().get(0);
            text.append("file=").append(property(line.file()));
            text.append(",line=").append(line.line()).append(',');
        }
        String first = cause.tests().isEmpty() ? "" : ": " + cause.tests().get(0);
        String more = cause.tests().size() > 1 ? " and " + (cause.tests().size() - 1) + " more" : "";
        text.append("title=").append(property(cause.kind().words() + first + more));
        text.append("::").append(value(cause.said() + " (" + cause.why() + ")")).append('\n');
    }

    private static String value(String text) {
        String seen = SeenText.of(text.replace("\r\n", "\n").replace('\r', '\n'));
        return seen.replace("%", "%25").replace("\n", "%0A");
    }

    private static String property(String text) {
        return value(text).replace(":", "%3A").replace(",", "%2C");
    }
}
