package dev.spindle.tools.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.spindle.tools.tests.ReadCase.Failure;
import dev.spindle.tools.tests.TestReport.Counts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JunitXmlTest {
    @Test
    void everyKindOfEndIsCounted() throws Exception {
        JunitXml report = JunitXml.parse("""
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite name="a.B" tests="99">
                  <properties><property name="x" value="y"/></properties>
                  <testcase name="passes" classname="a.B" time="0.1"/>
                  <testcase name="isSkipped" classname="a.B"><skipped message="later"/></testcase>
                  <testcase name="fails" classname="a.B">
                    <failure message="not &lt;5&gt;" type="x.Failed"><![CDATA[x.Failed: not 5
                	at a.B.fails(B.java:3)]]></failure>
                    <system-out>noise</system-out>
                  </testcase>
                  <testcase name="" classname="a.B"><error type="x.Broken">trace</error></testcase>
                  <testcase name="isFlaky" classname="a.B"><flakyFailure message="once"/></testcase>
                </testsuite>
                """);

        assertThat(counts(report)).isEqualTo(new Counts(5, 1, 1, 1));
        assertThat(failures(report)).hasSize(2);
        assertThat(failures(report).get(0).message()).isEqualTo("not <5>");
        assertThat(failures(report).get(0).trace()).contains("at a.B.fails(B.java:3)");
        assertThat(failures(report).get(1).message()).isEmpty();
    }

    @Test
    void externalEntityIsAnError(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "the secret");
        String xml = "<!DOCTYPE x [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]><testsuite><testcase name=\"&e;\">"
                + "<failure message=\"m\">&e;</failure></testcase></testsuite>";

        assertThatThrownBy(() -> JunitXml.parse(xml))
                .isInstanceOf(XMLStreamException.class)
                .hasMessageNotContaining("the secret");
    }

    @Test
    void entitiesThatMultiplyAreAnError() {
        StringBuilder xml = new StringBuilder("<!DOCTYPE x [<!ENTITY a0 \"ha\">");
        for (int i = 1; i < 40; i++) {
            xml.append("<!ENTITY a" + i + " \"&a" + (i - 1) + ";&a" + (i - 1) + ";\">");
        }
        xml.append("]><testsuite><testcase><failure>&a39;</failure></testcase></testsuite>");

        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThatThrownBy(() -> JunitXml.parse(xml.toString())).isInstanceOf(XMLStreamException.class));
    }

    @Test
    void cutReportIsAnError() {
        assertThatThrownBy(() -> JunitXml.parse("<testsuite><testcase name=\"a\"><failure>"))
                .isInstanceOf(XMLStreamException.class);
        assertThatThrownBy(() -> JunitXml.parse("")).isInstanceOf(XMLStreamException.class);
        assertThatThrownBy(() -> JunitXml.parse("no xml")).isInstanceOf(XMLStreamException.class);
    }

    @Test
    void deepReportIsAnError() {
        String deep = "<a>".repeat(200_000) + "</a>".repeat(200_000);

        assertThatThrownBy(() -> JunitXml.parse("<testsuite><testcase>" + deep + "</testcase></testsuite>"))
                .isInstanceOf(XMLStreamException.class);
        assertThatThrownBy(
                        () -> JunitXml.parse("<testsuite><testcase><error>" + deep + "</error></testcase></testsuite>"))
                .isInstanceOf(XMLStreamException.class);
    }

    @Test
    void endlessTraceIsKeptInPart() throws Exception {
        String xml = "<testsuite><testcase><failure>" + "&lt;".repeat(500_000) + "</failure></testcase></testsuite>";

        assertThat(failures(JunitXml.parse(xml)).get(0).trace()).isEqualTo("<".repeat(64_000));
    }

    @Test
    void testThatPassedWhenItRanAgainIsFlaky() throws Exception {
        JunitXml report = JunitXml.parse("""
                <testsuite failures="0" errors="0" flakes="1">
                  <testcase name="a" classname="a.B">
                    <flakyError message="first&#10;time" type="x.Broken"><stackTrace>trace</stackTrace></flakyError>
                    <flakyFailure message="then" type="x.Failed"><stackTrace>trace</stackTrace></flakyFailure>
                  </testcase>
                  <testcase name="b" classname="a.B">
                    <failure message="always" type="x.Failed">trace</failure>
                    <rerunFailure message="always" type="x.Failed"><stackTrace>trace</stackTrace></rerunFailure>
                  </testcase>
                </testsuite>
                """);

        assertThat(counts(report)).isEqualTo(new Counts(2, 1, 0, 0));
        assertThat(report.cases().get(0).failures())
                .containsExactly(
                        new Failure("x.Broken", "first\ntime", "trace"), new Failure("x.Failed", "then", "trace"));
        assertThat(report.cases().get(1).failures())
                .extracting(Failure::message)
                .containsExactly("always", "always");
        assertThat(failures(report)).hasSize(1);
    }

    @Test
    void linesOfAMessageAreTakenFromTheTraceWhereTheAttributeLostThem() throws Exception {
        JunitXml report = JunitXml.parse("""
                <testsuite><testcase name="a" classname="a.B"><failure type="x.Failed" message="expected: &lt;a
                b&gt;"><![CDATA[x.Failed: expected: <a
                b>
                	at a.B.a(B.java:3)]]></failure></testcase></testsuite>
                """);

        assertThat(failures(report).get(0).wholeMessage()).isEqualTo("expected: <a\nb>");
    }

    @Test
    void reportThatHoldsFewerFailuresThanItCountsIsAnError() {
        assertThatThrownBy(() -> JunitXml.parse("<testsuite errors=\"1\"><testcase name=\"a\"/></testsuite>"))
                .isInstanceOf(XMLStreamException.class);
    }

    @Test
    void timesAndCasesAndWhatAFailedTestPrintedAreRead() throws Exception {
        JunitXml report = JunitXml.parse("""
                <testsuite><testcase name="adds(int)[2]" classname="a.B" time="1,234.5">
                  <failure type="T" message="m">trace</failure><system-out>hello</system-out><system-err>!</system-err>
                </testcase><testcase name="b" classname="a.B" time="often">
                  <flakyFailure type="T" message="m"><stackTrace>trace</stackTrace><system-out>noise</system-out></flakyFailure>
                </testcase></testsuite>
                """);

        ReadCase adds = report.cases().get(0);
        assertThat(adds.id()).isEqualTo(new TestId("a.B", "adds(int)", "[2]"));
        assertThat(adds.time()).isEqualTo(Duration.ofMillis(1_234_500));
        assertThat(adds.output()).isEqualTo("hello!");
        ReadCase flaky = report.cases().get(1);
        assertThat(flaky.time()).isZero();
        assertThat(flaky.failures()).containsExactly(new Failure("T", "m", "trace"));
        assertThat(flaky.status()).isEqualTo(TestCase.Status.PASSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT2562047788015215H", "P4000D", "-PT2562047788015215H", "-PT5S"})
    void timesOfManyTestsCanBeSummedUpWhateverReportsMakeThem(Duration time) {
        TestId id = new TestId("a.B", "m", "");
        ReadCase read = new ReadCase(id, "", TestCase.Status.PASSED, time, List.of(), "");

        Duration sum =
                Collections.nCopies(2_000, read).stream().map(ReadCase::time).reduce(Duration.ZERO, Duration::plus);

        assertThat(sum).isBetween(Duration.ZERO, Duration.ofDays(365L * 2_000));
    }

    private static Counts counts(JunitXml report) {
        return Found.of(report.cases()).counts();
    }

    private static List<Failure> failures(JunitXml report) {
        return report.cases().stream()
                .filter(ReadCase::isFailed)
                .map(each -> each.failures().get(0))
                .toList();
    }

    @Test
    void whatManyReportsSayTogetherIsKeptInPart() throws Exception {
        TextBudget budget = new TextBudget(100);
        String report = "<testsuite><testcase classname=\"a\" name=\"b\"><failure message=\"" + "m".repeat(60) + "\">"
                + "t".repeat(60) + "</failure></testcase></testsuite>";

        ReadCase.Failure first =
                JunitXml.parse(report, budget).cases().get(0).failures().get(0);
        ReadCase second = JunitXml.parse(report, budget).cases().get(0);

        assertThat(first.message()).hasSize(60);
        assertThat(first.trace()).hasSize(40);
        assertThat(second.isFailed()).isTrue();
        assertThat(second.failures().get(0).message()).isEmpty();
    }
}
