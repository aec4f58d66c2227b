package dev.spindle.tools.tests;

import dev.spindle.json.Json;
import dev.spindle.tools.tests.TestReport.CompileError;
import dev.spindle.tools.tests.TestReport.Counts;
import dev.spindle.tools.tests.TestReport.SourceLine;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A test report as JSON, for programs. */
final class ReportJson {
    private ReportJson() {}

    /** What failed or did at first, and the numbers of the rest; or all tests besides. */
    static Json of(Triage triage, boolean whole) {
        TestReport report = triage.report();
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("outcome", Json.of(report.outcome().name()));
        fields.put("counts", counts(report));
        fields.put("seconds", seconds(report.duration()));
        fields.put("runs", Json.of(triage.runs()));
        fields.put(
                "causes", array(triage.causes().stream().map(ReportJson::cause).toList()));
        fields.put("failed", cases(report.failed()));
        fields.put("flaky", cases(report.flaky()));
        fields.put(
                "compileErrors",
                array(report.compileErrors().stream()
                        .map(ReportJson::compileError)
                        .toList()));
        fields.put("buildError", Json.of(report.buildError()));
        if (whole) fields.put("cases", cases(report.cases()));
        return Json.object(fields);
    }

    private static Json cause(Triage.Cause cause) {
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("kind", Json.of(cause.kind().name()));
        fields.put("why", Json.of(cause.why()));
        fields.put("said", Json.of(cause.said()));
        fields.put("lines", array(cause.lines().stream().map(ReportJson::line).toList()));
        fields.put(
                "tests",
                array(cause.tests().stream().map(id -> Json.object(id(id))).toList()));
        return Json.object(fields);
    }

    private static Json counts(TestReport report) {
        Counts counts = report.counts();
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("tests", Json.of(counts.tests()));
        fields.put("passed", Json.of(counts.passed()));
        fields.put("failures", Json.of(counts.failures()));
        fields.put("errors", Json.of(counts.errors()));
        fields.put("skipped", Json.of(counts.skipped()));
        fields.put("flaky", Json.of(report.flaky().size()));
        return Json.object(fields);
    }

    private static Json cases(List<TestCase> cases) {
        return array(cases.stream().map(ReportJson::test).toList());
    }

    private static Json test(TestCase test) {
        Map<String, Json> fields = new LinkedHashMap<>(id(test.id()));
        fields.put("status", Json.of(test.status().name()));
        fields.put("seconds", seconds(test.time()));
        TestFailure failure = test.failure();
        if (failure != null) fields.put("failure", failure(failure));
        if (!test.attempts().isEmpty())
            fields.put(
                    "attempts",
                    array(test.attempts().stream().map(ReportJson::failure).toList()));
        if (!test.output().isEmpty()) fields.put("output", Json.of(test.output()));
        return Json.object(fields);
    }

    static Map<String, Json> id(TestId id) {
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("suite", Json.of(id.suite()));
        fields.put("name", Json.of(id.name()));
        if (!id.parameter().isEmpty()) fields.put("parameter", Json.of(id.parameter()));
        return fields;
    }

    private static Json failure(TestFailure failure) {
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("type", Json.of(failure.type()));
        fields.put("message", Json.of(failure.message()));
        TestFailure.Comparison comparison = failure.comparison();
        if (comparison != null) {
            fields.put("expected", Json.of(comparison.expected()));
            fields.put("actual", Json.of(comparison.actual()));
        }
        fields.put("lines", array(failure.lines().stream().map(ReportJson::line).toList()));
        fields.put("trace", Json.of(failure.trace()));
        return Json.object(fields);
    }

    static Json line(SourceLine line) {
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("file", Json.of(line.file()));
        fields.put("line", Json.of(line.line()));
        fields.put("text", Json.of(line.text()));
        return Json.object(fields);
    }

    private static Json compileError(CompileError error) {
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("file", Json.of(error.file()));
        fields.put("line", Json.of(error.line()));
        fields.put("message", Json.of(error.message()));
        return Json.object(fields);
    }

    static Json seconds(Duration duration) {
        return Json.of(duration.toMillis() / 1_000.0);
    }

    static Json array(List<Json> items) {
        return Json.of(items);
    }
}
