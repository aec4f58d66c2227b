package dev.spindle.tools.tests.report;

import dev.spindle.json.Json;
import dev.spindle.tools.tests.TestCase;
import dev.spindle.tools.tests.TestFailure;
import dev.spindle.tools.tests.TestId;
import dev.spindle.tools.tests.TestReport;
import dev.spindle.tools.tests.TestReport.SourceLine;
import dev.spindle.tools.tests.Triage;
import dev.spindle.tools.tests.Triage.Cause;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * One page that needs nothing but itself. Its policy runs the one script and takes the one style of this program, by their hashes: whatever
 * tests are named or say, it is text.
 */
final class HtmlReport {
    private static final int MOST_CAUSES = 500;
    private static final int MOST_TESTS = 50;
    private static final int MOST_SLOW = 20;
    private static final int MOST_STEPS = 200;
    private static final String STYLE = resource("report.css");
    private static final String SCRIPT = resource("report.js");

    private final Triage triage;
    private final Background background;
    private final HtmlText html = new HtmlText();
    private final Map<TestId, TestCase> byId = new HashMap<>();

    private HtmlReport(Triage triage, Background background) {
        this.triage = triage;
        this.background = background;
        triage.report().cases().forEach(each -> byId.putIfAbsent(each.id(), each));
    }

    static String of(Triage triage, Background background) {
        return new HtmlReport(triage, background).page(background.title());
    }

    private String page(String title) {
        html.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-")
                .raw(hash(STYLE))
                .raw("'; script-src 'sha256-")
                .raw(hash(SCRIPT))
                .raw("'; base-uri 'none'; form-action 'none'\">\n");
        html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.element("title", "Tests of " + title)
                .raw("\n<style>")
                .raw(STYLE)
                .raw("</style>\n</head>\n<body>\n<main>\n");
        html.element("h1", "Tests of " + title).raw("\n");
        numbers();
        causes();
        account();
        HtmlHistory history = new HtmlHistory(triage, background.past(), html);
        history.flaky();
        history.runs();
        history.timeline();
        slowest();
        all();
        html.raw("</main>\n<script>").raw(SCRIPT).raw("</script>\n</body>\n</html>\n");
        return html.toString();
    }

    private void numbers() {
        TestReport report = triage.report();
        TestReport.Counts counts = report.counts();
        html.raw("<dl>");
        number("outcome", words(report.outcome().name()));
        number("tests", counts.tests());
        number("passed", counts.passed());
        number("failed", counts.failures());
        number("errors", counts.errors());
        number("skipped", counts.skipped());
        number("flaky", report.flaky().size());
        number("time", seconds(report.duration()));
        number("runs", triage.runs());
        if (!background.isolation().isEmpty()) number("isolation", background.isolation());
        html.raw("</dl>\n");
        if (!report.buildError().isBlank())
            html.element("h2", "What the build said").element("pre", report.buildError());
    }

    private void number(String name, Object value) {
        html.raw("<div>")
                .element("dt", name)
                .element("dd", String.valueOf(value))
                .raw("</div>");
    }

    private void causes() {
        List<Cause> causes = triage.causes();
        if (causes.isEmpty()) return;
        html.raw("<h2 id=\"causes\">What is wrong: ")
                .text(String.valueOf(causes.size()))
                .raw("</h2>\n");
        causes.stream().limit(MOST_CAUSES).forEach(this::cause);
        if (causes.size() > MOST_CAUSES) html.element("p", "and " + (causes.size() - MOST_CAUSES) + " more");
    }

    private void cause(Cause cause) {
        html.raw("<details open>\n<summary>")
                .element("strong", cause.kind().words())
                .raw(" ")
                .element("code", cause.said());
        html.raw("</summary>\n").element("p", "How it is known: " + cause.why() + ".");
        if (!cause.lines().isEmpty()) lines(cause.lines());
        TestCase first = cause.tests().isEmpty() ? null : byId.get(cause.tests().get(0));
        TestFailure failure = first == null ? null : first.firstFailure();
        if (failure != null) failure(failure);
        if (!cause.tests().isEmpty()) {
            html.element("p", "Tests: " + cause.tests().size()).raw("<ul>");
            cause.tests().stream()
                    .limit(MOST_TESTS)
                    .forEach(id -> html.raw("<li><code>").text(id.toString()).raw("</code></li>"));
            html.raw("</ul>\n");
        }
        html.raw("</details>\n");
    }

    private void failure(TestFailure failure) {
        html.element("pre", failure.message());
        TestFailure.Comparison comparison = failure.comparison();
        if (comparison != null) {
            html.raw("<div class=\"side\"><div>expected").element("pre", comparison.expected());
            html.raw("</div><div>actual").element("pre", comparison.actual()).raw("</div></div>\n");
        }
        html.raw("<details>\n<summary>Trace</summary>\n")
                .element("pre", failure.trace())
                .raw("</details>\n");
    }

    private void lines(List<SourceLine> lines) {
        html.raw("<pre>");
        for (SourceLine each : lines) {
            String link = background.link(each.file(), each.line());
            if (!link.isEmpty()) html.raw("<a href=\"").text(link).raw("\">");
            html.text(each.file() + ":" + each.line());
            if (!link.isEmpty()) html.raw("</a>");
            html.text(": " + each.text() + "\n");
        }
        html.raw("</pre>\n");
    }

    /** What an agent did, in its order: by what it came to its answer. */
    private void account() {
        if (background.account().isEmpty() && background.answer().isBlank()) return;
        html.raw("<h2 id=\"agent\">What the agent did</h2>\n<ol>");
        background.account().stream()
                .limit(MOST_STEPS)
                .forEach(step -> html.raw("<li><code>").text(step).raw("</code></li>\n"));
        html.raw("</ol>\n");
        if (!background.answer().isBlank())
            html.element("pre", background.answer()).raw("\n");
    }

    private void slowest() {
        List<TestCase> slow = triage.report().cases().stream()
                .filter(each -> !each.time().isZero())
                .sorted(Comparator.comparing(TestCase::time).reversed())
                .limit(MOST_SLOW)
                .toList();
        if (slow.isEmpty()) return;
        html.raw("<details>\n<summary>Slowest tests</summary>\n<table><tbody>\n");
        for (TestCase each : slow) {
            html.raw("<tr>").element("td", each.id().toString());
            html.raw("<td class=\"n\">").text(seconds(each.time())).raw("</td></tr>\n");
        }
        html.raw("</tbody></table>\n</details>\n");
    }

    private void all() {
        html.raw("<h2>All tests</h2>\n<form id=\"filter\">");
        html.raw("<label for=\"words\">Name contains<input id=\"words\" type=\"search\" autocomplete=\"off\"></label>");
        html.raw("<label for=\"status\">Status<select id=\"status\"><option value=\"\">all</option>");
        for (String each : List.of("FAILED", "ERROR", "FLAKY", "SKIPPED", "PASSED"))
            html.raw("<option value=\"" + each + "\">" + words(each) + "</option>");
        html.raw("</select></label><span id=\"count\" role=\"status\"></span></form>\n");
        html.raw("<table><thead><tr><th scope=\"col\">status</th><th scope=\"col\">test</th>");
        html.raw("<th scope=\"col\" class=\"n\">seconds</th></tr></thead><tbody id=\"rows\"></tbody></table>\n");
        html.raw("<button id=\"more\" type=\"button\" hidden>Show more</button>\n");
        html.raw("<noscript>The list of all tests needs scripts.</noscript>\n");
        html.raw("<script id=\"tests\" type=\"application/json\">").raw(data()).raw("</script>\n");
    }

    /** The tests as an array of arrays, in which nothing can end the element that it stands in. */
    private String data() {
        StringBuilder data = new StringBuilder("[");
        for (TestCase each : triage.report().cases()) {
            if (data.length() > 1) data.append(",\n");
            String status = each.isFlaky() ? "FLAKY" : each.status().name();
            data.append('[').append(Json.of(SeenText.of(each.id().toString())).text());
            data.append(",\"")
                    .append(status)
                    .append("\",")
                    .append(each.time().toMillis())
                    .append(']');
        }
        return data.append(']').toString().replace("<", "\\u003c");
    }

    private static String words(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f s", time.toMillis() / 1_000.0);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static String resource(String name) {
        try (InputStream stream = Objects.requireNonNull(HtmlReport.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
