package dev.spindle.tools.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.tools.tests.TestReport.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Builds that go through, with a report that passed and an odd one beside it. A script stands in for Maven. */
@Timeout(120)
class OddReportsTest {
    private static final String PASSED =
            "<testsuite failures=\"0\"><testcase classname=\"a.A\" name=\"m\"/></testsuite>";
    private static final String REPORTS = "target/surefire-reports/";

    @TempDir
    Path machine;

    private Path project;
    private Path planted;

    @BeforeEach
    void aProject() throws IOException {
        project = Files.createDirectories(machine.resolve("project"));
        planted = Files.createDirectories(machine.resolve("planted"));
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        plant(REPORTS + "TEST-a.A.xml", PASSED);
    }

    @Test
    void aReportThatPassedIsPassed() throws Exception {
        assertThat(built().outcome()).isEqualTo(Outcome.PASSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "<testsuite><testcase classname=\"b.B\" name=\"m\"><failure",
                "<testsuite failures=\"1\"><testcase classname=\"b.B\" name=\"m\"/></testsuite>",
                "<testsuite errors=\"1\"><error message=\"no class\"/></testsuite>",
                "<!DOCTYPE x><testsuite/>",
                "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b"
                        + " \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><testsuite>&b;</testsuite>",
                "<testsuite>&undeclared;</testsuite>",
                "no XML at all"
            })
    void aReportThatCannotBeReadIsNeverPassed(String report) throws Exception {
        plant(REPORTS + "TEST-b.B.xml", report);

        assertThat(built().outcome()).isEqualTo(Outcome.NOT_KNOWN);
    }

    @Test
    void aReportInAnotherEncodingIsReadOrNeverPassed() throws Exception {
        String failing = "<?xml version=\"1.0\" encoding=\"%s\"?><testsuite><testcase classname=\"b.B\" name=\"m\">"
                + "<failure message=\"gr\u00fcn\"/></testcase></testsuite>";
        plant(REPORTS + "TEST-b.B.xml", "");
        Path report = planted.resolve(REPORTS + "TEST-b.B.xml");

        Files.write(report, failing.formatted("UTF-16").getBytes(StandardCharsets.UTF_16LE));
        TestReport wide = built();
        Files.write(report, failing.formatted("ISO-8859-1").getBytes(StandardCharsets.ISO_8859_1));
        TestReport latin = built();

        assertThat(wide.outcome()).isEqualTo(Outcome.NOT_KNOWN);
        assertThat(latin.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(latin.failed().get(0).failure().message()).isEqualTo("gr\u00fcn");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<testsuites><testsuite><testcase classname=\"b.B\""
                        + " name=\"m\"><failure/></testcase></testsuite></testsuites>",
                "<testsuite><properties/><testcase classname=\"b.B\" name=\"m(String)[1]\"><system-out/><error"
                        + " type=\"E\">at x</error></testcase></testsuite>",
                "<testsuite><testcase name=\"b.B\" classname=\"\"><failure"
                        + " type=\"org.testng.Assert\"/></testcase></testsuite>",
                "<x:testsuite xmlns:x=\"urn:x\"><x:testcase classname=\"b.B\""
                        + " name=\"m\"><x:failure/></x:testcase></x:testsuite>"
            })
    void failuresAreFoundInEveryShapeOfReport(String report) throws Exception {
        plant(REPORTS + "TEST-b.B.xml", report);

        assertThat(built().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void moreReportsThanAreReadAreNeverPassed() throws Exception {
        for (int each = 0; each < 5_001; each++) plant(REPORTS + "TEST-b" + each + ".xml", "<testsuite/>");

        TestReport report = built();

        assertThat(report.outcome()).isEqualTo(Outcome.NOT_KNOWN);
        assertThat(report.buildError()).contains("too many files");
    }

    @Test
    void reportsBehindALinkAreNeverPassed() throws Exception {
        plant("elsewhere/TEST-b.B.xml", "<testsuite failures=\"1\"/>");
        plant("app/pom.xml", "<project/>");

        TestReport file = built("ln -s ../../elsewhere/TEST-b.B.xml target/surefire-reports/TEST-b.B.xml");
        TestReport folder = built("mkdir -p app/target; ln -s ../../elsewhere app/target/surefire-reports");
        TestReport target = built("mkdir -p elsewhere/surefire-reports; ln -s ../elsewhere app/target");
        TestReport pipe =
                built("mkdir -p app/target/surefire-reports; mkfifo app/target/surefire-reports/TEST-b.B.xml");

        assertThat(file.outcome()).isEqualTo(Outcome.NOT_KNOWN);
        assertThat(folder.outcome()).isEqualTo(Outcome.NOT_KNOWN);
        assertThat(folder.buildError())
                .isEqualTo("app/target/surefire-reports is a link or no ordinary file; what it reports is not read.");
        assertThat(target.outcome()).isEqualTo(Outcome.NOT_KNOWN);
        assertThat(pipe.outcome()).isEqualTo(Outcome.NOT_KNOWN);
    }

    @Test
    void testsThatWereAllSkippedDidNotPass() throws Exception {
        plant(
                REPORTS + "TEST-a.A.xml",
                "<testsuite><testcase classname=\"a.A\" name=\"m\"><skipped/></testcase></testsuite>");

        TestReport report = built();

        assertThat(report.outcome()).isEqualTo(Outcome.NO_TESTS);
        assertThat(report.describe()).startsWith("No test ran.").contains("skipped: 1");
    }

    @Test
    void noReportIsNoTest() throws Exception {
        Files.delete(planted.resolve(REPORTS + "TEST-a.A.xml"));

        assertThat(built().outcome()).isEqualTo(Outcome.NO_TESTS);
    }

    @Test
    void aMessageThatFillsTheReportIsKeptInPart() throws Exception {
        plant(
                REPORTS + "TEST-b.B.xml",
                "<testsuite><testcase classname=\"b.B\" name=\"m\"><failure message=\"" + "a ".repeat(15_000_000)
                        + "\">T: a</failure></testcase></testsuite>");

        TestReport report = built();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.failed().get(0).failure().message().length()).isEqualTo(16_001);
    }

    @Test
    void reportsOfAGigabyteAreNeverPassedAndFillNoMemory() throws Exception {
        TestReport one = built("truncate -s 1G target/surefire-reports/TEST-b.B.xml");
        TestReport many = built("for each in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17; do"
                + " truncate -s 31M target/surefire-reports/TEST-b$each.xml; done");

        assertThat(one.outcome()).isEqualTo(Outcome.NOT_KNOWN);
        assertThat(one.buildError()).contains("TEST-b.B.xml cannot be read: ", "bytes");
        assertThat(many.outcome()).isEqualTo(Outcome.NOT_KNOWN);
        assertThat(many.buildError()).contains("The test reports are of more than 512 MB; not all are read.");
    }

    @Test
    void aTestWhoseNameFillsTheReportIsToldInShort() throws Exception {
        plant(
                REPORTS + "TEST-b.B.xml",
                "<testsuite><testcase classname=\"b.B\" name=\"" + "m".repeat(1_000_000)
                        + "\"><failure message=\"x\"/></testcase></testsuite>");

        TestReport report = built();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.failed().get(0).id().name()).hasSize(2_000);
        assertThat(report.describe()).hasSizeLessThan(5_000);
    }

    private void plant(String path, String text) throws IOException {
        Path file = planted.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private TestReport built(String... commands) throws IOException, InterruptedException {
        Path maven = machine.resolve("mvn");
        Files.writeString(
                maven,
                "#!/bin/sh\nrm -rf target app elsewhere\ncp -r '" + planted + "/.' .\n" + String.join("\n", commands)
                        + "\n");
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwx------"));
        return ProjectTests.of(project, TestProgram.MAVEN)
                .notIsolated()
                .withCommand(maven)
                .run("");
    }
}
