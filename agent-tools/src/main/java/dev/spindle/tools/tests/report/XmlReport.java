package dev.spindle.tools.tests.report;

import dev.spindle.tools.tests.TestCase;
import dev.spindle.tools.tests.TestFailure;
import dev.spindle.tools.tests.TestReport;
import dev.spindle.tools.tests.TestReport.Outcome;
import dev.spindle.tools.tests.Triage;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The XML of JUnit, with the words of Surefire for tests that were run more than once. */
final class XmlReport {
    private final XMLStreamWriter xml;

    private XmlReport(XMLStreamWriter xml) {
        this.xml = xml;
    }

    static String of(Triage triage, String title) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            new XmlReport(xml).write(triage, title);
            xml.close();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("a text cannot fail to be written", impossible);
        }
        return text.append('\n').toString();
    }

    private void write(Triage triage, String title) throws XMLStreamException {
        TestReport report = triage.report();
        xml.writeStartDocument("UTF-8", "1.0");
        start("testsuites", title, report.cases(), isBroken(report) ? 1 : 0);
        time(report.duration());
        Map<String, List<TestCase>> suites = new LinkedHashMap<>();
        report.cases()
                .forEach(each -> suites.computeIfAbsent(each.id().suite(), none -> new ArrayList<>())
                        .add(each));
        for (Map.Entry<String, List<TestCase>> suite : suites.entrySet()) {
            start("testsuite", suite.getKey(), suite.getValue(), 0);
            time(suite.getValue().stream().map(TestCase::time).reduce(Duration.ZERO, Duration::plus));
            for (TestCase each : suite.getValue()) test(each);
            xml.writeEndElement();
        }
        if (isBroken(report)) broken(report);
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    /** Whether something is wrong that no test tells. */
    private static boolean isBroken(TestReport report) {
        boolean ended = report.outcome() == Outcome.PASSED || report.outcome() == Outcome.FAILED;
        return !ended && report.failed().isEmpty();
    }

    /** What ended otherwise than by its tests: a report without a failure would pass for one that is good. */
    private void broken(TestReport report) throws XMLStreamException {
        xml.writeStartElement("testsuite");
        attribute("name", "build");
        attribute("tests", "1");
        attribute("errors", "1");
        xml.writeStartElement("testcase");
        attribute("classname", "build");
        attribute("name", "build");
        xml.writeStartElement("error");
        attribute("type", report.outcome().name());
        StringBuilder said = new StringBuilder();
        report.compileErrors()
                .forEach(each -> said.append(each.file() + ":" + each.line() + ": " + each.message() + "\n"));
        xml.writeCharacters(clean(said.append(report.buildError()).toString()));
        for (int open = 0; open < 3; open++) xml.writeEndElement();
    }

    private void start(String element, String name, List<TestCase> cases, int broken) throws XMLStreamException {
        xml.writeCharacters("\n");
        xml.writeStartElement(element);
        attribute("name", name);
        Map<TestCase.Status, Long> counts =
                cases.stream().collect(Collectors.groupingBy(TestCase::status, Collectors.counting()));
        attribute("tests", String.valueOf(cases.size() + broken));
        attribute("failures", String.valueOf(counts.getOrDefault(TestCase.Status.FAILED, 0L)));
        attribute("errors", String.valueOf(counts.getOrDefault(TestCase.Status.ERROR, 0L) + broken));
        attribute("skipped", String.valueOf(counts.getOrDefault(TestCase.Status.SKIPPED, 0L)));
    }

    private void test(TestCase test) throws XMLStreamException {
        xml.writeCharacters("\n");
        xml.writeStartElement("testcase");
        attribute("classname", test.id().suite());
        attribute("name", test.id().name() + test.id().parameter());
        time(test.time());
        TestFailure failure = test.failure();
        if (failure != null) failure(test.status() == TestCase.Status.ERROR ? "error" : "failure", failure);
        String again = test.isFlaky() ? "flakyFailure" : "rerunFailure";
        for (TestFailure each : test.attempts()) failure(again, each);
        if (test.status() == TestCase.Status.SKIPPED) xml.writeEmptyElement("skipped");
        if (!test.output().isEmpty()) {
            xml.writeStartElement("system-out");
            xml.writeCharacters(clean(test.output()));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private void failure(String element, TestFailure failure) throws XMLStreamException {
        xml.writeStartElement(element);
        attribute("message", failure.message());
        attribute("type", failure.type());
        xml.writeCharacters(clean(failure.trace()));
        xml.writeEndElement();
    }

    private void time(Duration time) throws XMLStreamException {
        attribute("time", String.format(Locale.ROOT, "%.3f", time.toMillis() / 1_000.0));
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, clean(value));
    }

    /** Without the characters that XML has not, or nobody sees. */
    private static String clean(String text) {
        String seen = SeenText.of(text.replace("\r\n", "\n").replace('\r', '\n'));
        StringBuilder clean = new StringBuilder(seen.length());
        seen.codePoints().forEach(c -> clean.appendCodePoint(isInXml(c) ? c : 0xFFFD));
        return clean.toString();
    }

    private static boolean isInXml(int c) {
        boolean isSpace = c == '\t' || c == '\n' || c == '\r';
        return isSpace || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
    }
}
