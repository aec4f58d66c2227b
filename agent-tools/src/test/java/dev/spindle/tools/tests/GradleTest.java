package dev.spindle.tools.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.process.ProcessTree;
import dev.spindle.tools.tests.TestReport.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects with a wrapper of Gradle. A script stands in for it, which does and prints what Gradle does. */
class GradleTest {
    private static final String REPORTS = """
            mkdir -p build/test-results/test
            echo '<testsuite><testcase classname="a.A" name="m()"/></testsuite>' >build/test-results/test/TEST-a.A.xml
            """;

    @TempDir
    private Path scratch;

    private Path project;

    @BeforeEach
    void aProject() throws IOException {
        project = Files.createDirectory(scratch.resolve("project")).toRealPath();
        Files.writeString(project.resolve("build.gradle"), "");
    }

    private TestReport built(String script) throws IOException, InterruptedException {
        Path wrapper = project.resolve("gradlew");
        Files.writeString(wrapper, "#!/bin/sh\n" + script);
        assertThat(wrapper.toFile().setExecutable(true)).isTrue();
        return ProjectTests.in(project).run("");
    }

    @Test
    void aBuildThatPrintsMoreThanIsKeptHasPassedByItsReports() throws Exception {
        TestReport report = built(REPORTS + "head -c 5000000 /dev/zero | tr '\\0' '\\n'\n");

        assertThat(report.outcome()).as(report.describe()).isEqualTo(Outcome.PASSED);
    }

    @Test
    void whatTestsLeaveBesideTheirReportIsRemoved() throws Exception {
        TestReport report = built(REPORTS + """
                while [ "$1" != --init-script ]; do shift; done
                beside=$(dirname "$2")
                mkdir -p "$beside/more"; touch "$beside/more/file"; ln -s / "$beside/root"; chmod a-w "$beside/more"
                echo "$beside" >build/beside
                """);

        assertThat(report.outcome()).as(report.describe()).isEqualTo(Outcome.PASSED);
        assertThat(Path.of(Files.readString(project.resolve("build/beside")).strip()))
                .doesNotExist();
    }

    @Test
    void testsAreToldToRunEachTimeAndToSayWhenTheyBegin() throws Exception {
        built(REPORTS + "while [ \"$1\" != --init-script ]; do shift; done; cp \"$2\" build/init\n");

        assertThat(Files.readString(project.resolve("build/init")))
                .contains("upToDateWhen { false }", "cacheIf { false }", "'started'");
    }

    private Found read(ProcessTree.Ended ended, String dump, String... lines) {
        Gradle gradle = new Gradle();
        Adapter.Reading reading = gradle.begin(project);
        BuildOutput output = new BuildOutput(gradle.keptOutput(), reading::line);
        byte[] printed = String.join("\n", lines).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        output.accept(printed, printed.length);
        output.end();
        return reading.read(new Adapter.Left(ConfinedFolder.of(scratch), output, ended, dump));
    }

    @Test
    void theTestThatRanWhenTheTimeWasUpIsNamed() {
        Found found = read(
                new ProcessTree.Ended(-1, true),
                "\"Test worker\" #1\n\tat a.A.hangs(A.java:7)\n",
                "> Task :test",
                "a.A > adds() STARTED",
                "a.A > adds() PASSED",
                "a.A > hangs(int)[2] STARTED");

        ReadCase hanging = found.cases().get(0);
        assertThat(found.cases()).hasSize(1);
        assertThat(hanging.id()).isEqualTo(new TestId("a.A", "hangs(int)", "[2]"));
        assertThat(hanging.failures().get(0).type()).isEqualTo(Found.TIMEOUT);
        assertThat(hanging.failures().get(0).trace()).contains("A.java:7");
    }

    @Test
    void aTestOfTestngThatHangsIsNamedAsItsReportNamesIt() {
        Found found = read(
                new ProcessTree.Ended(-1, true),
                "",
                "Gradle suite > Gradle test > shop.NgTest.small[0](1.5) STARTED",
                "Gradle suite > Gradle test > shop.NgTest.small[0](1.5) PASSED",
                "Gradle suite > Gradle test > shop.NgTest.hangs STARTED");

        assertThat(found.cases()).extracting(ReadCase::id).isEqualTo(List.of(new TestId("shop.NgTest", "hangs", "")));
    }

    @Test
    void theTestThatRanWhenItsProcessDiedIsNamed() {
        Found found = read(
                new ProcessTree.Ended(1, false),
                "",
                "a.A > halts STARTED",
                "   > Process 'Gradle Test Executor 3' finished with non-zero exit value 134");

        assertThat(found.crashed()).isTrue();
        assertThat(found.cases()).extracting(ReadCase::id).isEqualTo(List.of(new TestId("a.A", "halts", "")));
    }

    @Test
    void whatIsPrintedBehindTheNameOfATaskIsAnErrorOfTheCompiler() throws Exception {
        Files.createDirectories(project.resolve("src/main/java"));
        String file = project.resolve("src/main/java/Shop.java").toString();
        List<String> lines = List.of(
                ":compileJava" + file + ":25: error: incompatible types: String cannot be converted to int",
                ":part:compile-Java" + file + ":26: error: ';' expected");

        assertThat(Gradle.compileErrors(lines, new PathFrames(project)))
                .containsExactly(
                        new TestReport.CompileError(
                                "src/main/java/Shop.java", 25, "incompatible types: String cannot be converted to int"),
                        new TestReport.CompileError("src/main/java/Shop.java", 26, "';' expected"));
    }

    @Test
    void aTestThatFailedAndPassedInABuildThatWentWellIsFlaky() throws Exception {
        String twice = """
                <testsuite failures="1"><testcase classname="a.A" name="m()"><failure message="no" type="E">E: no</failure></testcase>
                <testcase classname="a.A" name="m()"/></testsuite>""";
        String script =
                "mkdir -p build/test-results/test; cat >build/test-results/test/TEST-a.A.xml <<'E'\n" + twice + "\nE\n";

        TestReport good = built(script);
        TestReport bad = built(script + "exit 1\n");

        assertThat(good.outcome()).as(good.describe()).isEqualTo(Outcome.PASSED);
        assertThat(good.flaky()).hasSize(1);
        assertThat(good.counts().tests()).isEqualTo(1);
        assertThat(bad.outcome()).as(bad.describe()).isEqualTo(Outcome.FAILED);
        assertThat(bad.counts().tests()).isEqualTo(2);
    }

    @Test
    void whatIsNoTestOfAClassRunsWithItsClassOrWithAll() {
        Path report = scratch.resolve("report");
        Gradle gradle = new Gradle();

        assertThat(gradle.command(Choice.of(List.of(new TestId("a.A", "classMethod", ""))), Settings.DEFAULT, report))
                .contains("--tests=a.A");
        assertThat(gradle.command(
                        Choice.of(List.of(new TestId("Gradle Test Executor 2", "execution failure", ""))),
                        Settings.DEFAULT,
                        report))
                .noneMatch(each -> each.startsWith("--tests"));
    }

    @Test
    void whyABuildFailedIsWhatGradleSaysWentWrong() throws Exception {
        TestReport report = built("printf '%s\\n' 'FAILURE: Build failed with an exception.' '* What went wrong:' "
                + "\"Could not resolve all files for configuration ':compile'.\"; exit 1\n");
        Causes causes = new Causes(project, report);

        causes.addBuild(report.buildError());

        assertThat(causes.sorted())
                .extracting(Triage.Cause::said)
                .containsExactly("Could not resolve all files for configuration ':compile'.");
    }
}
