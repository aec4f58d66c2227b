package dev.spindle.tools.tests.report;

import dev.spindle.tools.tests.TestCase;
import dev.spindle.tools.tests.TestFailure;
import dev.spindle.tools.tests.TestReport.Counts;
import dev.spindle.tools.tests.Triage;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a page shows over time: the last runs, the suites of this one in their order, and which tests are not to be relied on. */
final class HtmlHistory {
    private static final int MOST_SUITES = 60;
    private static final int MOST_FLAKY = 500;
    private static final int BAR = 300;
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Triage triage;
    private final List<PastRun> past;
    private final HtmlText html;

    HtmlHistory(Triage triage, List<PastRun> past, HtmlText html) {
        this.triage = triage;
        this.past = past;
        this.html = html;
    }

    /** How the last runs went, and this one. */
    void runs() {
        if (past.isEmpty()) return;
        List<PastRun> all = new ArrayList<>(past);
        all.add(PastRun.of(Instant.EPOCH, triage));
        int most = Math.max(
                1, all.stream().mapToInt(each -> each.counts().tests()).max().orElse(1));
        html.raw("<h2 id=\"history\">Last runs: ")
                .text(String.valueOf(past.size()))
                .raw("</h2>\n<table><thead><tr>");
        head("ended", "outcome");
        heads("tests", "failed", "flaky", "seconds");
        html.raw("<th scope=\"col\">passed, flaky, failed</th></tr></thead><tbody>\n");
        for (PastRun each : all) run(each, most);
        html.raw("</tbody></table>\n");
    }

    private void run(PastRun run, int most) {
        Counts counts = run.counts();
        boolean isThis = run.ended().equals(Instant.EPOCH);
        int failed = counts.failures() + counts.errors();
        int flaky = Math.min(run.flaky().size(), counts.passed());
        html.raw("<tr>").element("td", isThis ? "this run" : MINUTE.format(run.ended()));
        html.element("td", run.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        numbers(String.valueOf(counts.tests()), String.valueOf(failed), String.valueOf(flaky), seconds(run.duration()));
        html.raw("<td>");
        bars(most, 0, new Bar("PASSED", counts.passed() - flaky), new Bar("FLAKY", flaky), new Bar("FAILED", failed));
        html.raw("</td></tr>\n");
    }

    /** The suites of this run one after the other, as their programs told them, and how long each took. */
    void timeline() {
        Map<String, Suite> suites = new LinkedHashMap<>();
        double start = 0;
        for (TestCase each : triage.report().cases()) {
            double begun = start;
            Suite suite = suites.computeIfAbsent(each.id().suite(), name -> new Suite(name, begun));
            suite.add(each);
            start += each.time().toMillis();
        }
        if (start == 0) return;
        double whole = start;
        List<Suite> longest = suites.values().stream()
                .sorted((one, other) -> Double.compare(other.millis(), one.millis()))
                .limit(MOST_SUITES)
                .sorted((one, other) -> Double.compare(one.start, other.start))
                .toList();
        html.raw("<details>\n<summary>Timeline of ")
                .text(String.valueOf(suites.size()))
                .raw(" suites");
        if (suites.size() > longest.size()) html.text(", the longest " + longest.size());
        html.raw("</summary>\n<table><thead><tr>");
        head("suite");
        heads("tests", "failed", "seconds");
        html.raw("<th scope=\"col\">when</th></tr></thead><tbody>\n");
        for (Suite each : longest) each.row(whole);
        html.raw("</tbody></table>\n</details>\n");
    }

    private final class Suite {
        private final String name;
        private final double start;
        private double passed;
        private double failed;
        private int tests;
        private int failures;

        Suite(String name, double start) {
            this.name = name;
            this.start = start;
        }

        void add(TestCase test) {
            tests++;
            if (test.isFailed()) {
                failures++;
                failed += test.time().toMillis();
            } else passed += test.time().toMillis();
        }

        double millis() {
            return passed + failed;
        }

        void row(double whole) {
            html.raw("<tr>").element("td", name.isEmpty() ? "(none)" : name);
            numbers(String.valueOf(tests), String.valueOf(failures), seconds(Duration.ofMillis((long) millis())));
            html.raw("<td>");
            bars(whole, start, new Bar("PASSED", passed), new Bar("FAILED", failed));
            html.raw("</td></tr>\n");
        }
    }

    /** How often a test went which way. */
    private static final class Tally {
        private int failed;
        private int flaky;
    }

    /** Tests that passed and failed without a reason that anybody knows: in this run, and in those before. */
    void flaky() {
        Map<String, TestCase> now = new LinkedHashMap<>();
        triage.report().flaky().forEach(each -> now.put(each.id().toString(), each));
        Map<String, Tally> tallies = new LinkedHashMap<>();
        now.keySet().forEach(name -> tallies.put(name, new Tally()));
        for (PastRun run : past) {
            run.flaky().forEach(name -> tallies.computeIfAbsent(name, none -> new Tally()).flaky++);
            run.failed().forEach(name -> tallies.computeIfAbsent(name, none -> new Tally()).failed++);
        }
        tallies.entrySet().removeIf(each -> !now.containsKey(each.getKey()) && each.getValue().flaky == 0);
        if (tallies.isEmpty()) return;
        html.raw("<h2 id=\"flaky\">Flaky: ")
                .text(String.valueOf(tallies.size()))
                .raw("</h2>\n<table><thead><tr>");
        head("test");
        heads("failed attempts now", "flaky before", "failed before");
        head("said");
        html.raw("</tr></thead><tbody>\n");
        tallies.entrySet().stream().limit(MOST_FLAKY).forEach(each -> flaky(each, now.get(each.getKey())));
        html.raw("</tbody></table>\n");
    }

    private void flaky(Map.Entry<String, Tally> tally, @Nullable TestCase now) {
        String of = past.isEmpty() ? "" : " of " + past.size();
        html.raw("<tr>").element("td", tally.getKey());
        numbers(
                String.valueOf(now == null ? 0 : now.attempts().size()),
                tally.getValue().flaky + of,
                tally.getValue().failed + of);
        TestFailure said = now == null ? null : now.attempts().get(0);
        html.element("td", said == null ? "" : said.type() + ": " + said.message())
                .raw("</tr>\n");
    }

    private record Bar(String kind, double length) {}

    /** Bars in a row, drawn by attributes alone: the page's policy takes no style but its own. */
    private void bars(double whole, double start, Bar... bars) {
        html.raw("<svg width=\"" + BAR + "\" height=\"12\" aria-hidden=\"true\">");
        double at = start;
        for (Bar each : bars) {
            if (each.length() > 0)
                html.raw(String.format(
                        Locale.ROOT,
                        "<rect class=\"%s\" x=\"%.1f\" width=\"%.1f\" height=\"12\"/>",
                        each.kind(),
                        at / whole * BAR,
                        Math.max(1, each.length() / whole * BAR)));
            at += each.length();
        }
        html.raw("</svg>");
    }

    private void head(String... names) {
        for (String each : names) html.raw("<th scope=\"col\">").text(each).raw("</th>");
    }

    private void heads(String... names) {
        for (String each : names)
            html.raw("<th scope=\"col\" class=\"n\">").text(each).raw("</th>");
    }

    private void numbers(String... numbers) {
        for (String each : numbers) html.raw("<td class=\"n\">").text(each).raw("</td>");
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f", time.toMillis() / 1_000.0);
    }
}
