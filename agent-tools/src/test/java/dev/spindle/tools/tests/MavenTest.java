package dev.spindle.tools.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spindle.context.AgentException;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.tools.tests.TestReport.CompileError;
import dev.spindle.tools.tests.TestReport.SourceLine;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs a real Maven on a copy of the sample project. */
class MavenTest {
    @TempDir
    Path project;

    private ProjectTests tests;

    @BeforeEach
    void aSampleProject() throws IOException, URISyntaxException {
        Path sample = Path.of(MavenTest.class.getResource("/sample-project").toURI());
        try (Stream<Path> files = Files.walk(sample)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = project.resolve(sample.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        tests = ProjectTests.of(project, TestProgram.MAVEN)
                .offline()
                .withLocalRepository(Path.of(System.getProperty("spindle.maven.repository")));
    }

    @Test
    void testsThatPassAreCounted() throws Exception {
        TestReport report = tests.run("");

        assertThat(report.buildError()).isEmpty();
        assertThat(report.failed()).isEmpty();
        assertThat(report.outcome()).isEqualTo(TestReport.Outcome.PASSED);
        assertThat(report.counts()).isEqualTo(new TestReport.Counts(3, 0, 0, 0));
        assertThat(report.duration()).isPositive();
    }

    @Test
    void failedTestsAreToldWithTheirLinesOfCode() throws Exception {
        plant(
                "src/main/java/shop/Cart.java",
                "mapToInt(Integer::intValue).sum()",
                "mapToInt(Integer::intValue).sum() + 1");
        plant(
                "src/main/java/shop/Cart.java",
                ".orElseThrow()",
                ".map(dearest -> dearest / (dearest - 2)).orElseThrow()");

        TestReport report = tests.run("CartTest");

        assertThat(report.outcome()).isEqualTo(TestReport.Outcome.FAILED);
        assertThat(report.counts()).isEqualTo(new TestReport.Counts(2, 1, 1, 0));
        assertThat(report.failed())
                .map(MavenTest::failure)
                .containsExactlyInAnyOrder(
                        failure(
                                "shop.CartTest",
                                "addsUp",
                                "org.opentest4j.AssertionFailedError",
                                "expected: <5> but was: <6>",
                                List.of(new SourceLine(
                                        "src/test/java/shop/CartTest.java", 15, "assertEquals(5, cart.total());"))),
                        failure(
                                "shop.CartTest",
                                "findsTheDearest",
                                "java.lang.ArithmeticException",
                                "/ by zero",
                                List.of(
                                        new SourceLine(
                                                "src/main/java/shop/Cart.java",
                                                18,
                                                "return cents.stream().max(Integer::compare).map(dearest -> dearest / (dearest - 2)).orElseThrow();"),
                                        new SourceLine(
                                                "src/test/java/shop/CartTest.java",
                                                22,
                                                "assertEquals(2, cart.dearest());"))));
    }

    @Test
    void modelReadsWhichTestFailedWhyAndWhere() throws Exception {
        plant("src/main/java/shop/Cart.java", "sum()", "sum() + 1");

        String read = tests.runTests("CartTest#addsUp").text();

        assertThat(read.replaceFirst("\\d+\\.\\d s", "N s")).isEqualTo("""
                        Tests failed. Tests: 1, failed: 1, broken off by an error: 0, skipped: 0 (N s).

                        1) shop.CartTest.addsUp
                        | org.opentest4j.AssertionFailedError: expected: <5> but was: <6>
                        at src/test/java/shop/CartTest.java:15: assertEquals(5, cart.total());
                        """);
    }

    @Test
    void reportsOfEarlierRunsDoNotCount() throws Exception {
        plant("src/main/java/shop/Cart.java", "sum()", "sum() + 1");
        tests.run("");

        TestReport second = tests.run("CartTest#findsTheDearest");

        assertThat(second.outcome()).isEqualTo(TestReport.Outcome.PASSED);
        assertThat(second.counts().tests()).isEqualTo(1);
    }

    @Test
    void compileErrorIsToldWithItsLine() throws Exception {
        plant("src/main/java/shop/Cart.java", "cents.add(price)", "cent.add(price)");

        TestReport report = tests.run("");

        assertThat(report.outcome()).isEqualTo(TestReport.Outcome.NOT_COMPILED);
        assertThat(report.compileErrors())
                .containsExactly(new CompileError(
                        "src/main/java/shop/Cart.java",
                        10,
                        "cannot find symbol; symbol:   variable cent; location: class shop.Cart"));
    }

    @Test
    void brokenBuildIsToldInItsWordsWithoutWhereItIs() throws Exception {
        plant("pom.xml", "<version>5.14.4</version>", "<version>0.0.0-none</version>");

        TestReport report = tests.run("");

        assertThat(report.outcome()).isEqualTo(TestReport.Outcome.NOT_BUILT);
        assertThat(report.buildError())
                .contains("junit-jupiter:jar:0.0.0-none")
                .doesNotContain(project.toRealPath().toString())
                .doesNotContain("Re-run Maven");
    }

    @Test
    void choiceThatFitsNoTestIsTold() throws Exception {
        assertThat(tests.runTests("Nonsense*").text()).startsWith("No test ran.");
    }

    @Test
    void reportThatIsTooBigIsNeverPassed() throws Exception {
        ignoreFailures();
        test("""
                @Test void fails() {
                    for (int i = 0; i < 340; i++) System.out.println("x".repeat(100_000));
                    fail("the reason");
                }""");

        TestReport report = tests.run("");

        assertThat(report.outcome()).isEqualTo(TestReport.Outcome.NOT_KNOWN);
        assertThat(report.buildError()).contains("TEST-shop.AddedTest.xml cannot be read");
        assertThat(report.describe()).startsWith("It is not known whether all tests passed");
    }

    @Test
    void messageOfManyLinesIsToldWhole() throws Exception {
        test("@Test void fails() { assertEquals(\"a\\nb\\nc\", \"a\\nX\\nc\"); }");

        TestReport report = tests.run("AddedTest");

        assertThat(failure(report.failed().get(0)).message()).isEqualTo("expected: <a\nb\nc> but was: <a\nX\nc>");
        assertThat(report.describe()).contains("""
                | org.opentest4j.AssertionFailedError: expected: <a
                | b
                | c> but was: <a
                | X
                | c>
                """);
    }

    @Test
    void testThatPassesOnlyWhenItRunsAgainIsMentioned() throws Exception {
        test("static int runs; @Test void flaky() { assertEquals(1, runs++, \"first\"); }");
        property("surefire.rerunFailingTestsCount", "2");

        TestReport report = tests.run("AddedTest");

        assertThat(report.outcome()).isEqualTo(TestReport.Outcome.PASSED);
        assertThat(report.flaky()).extracting(each -> each.id().name()).containsExactly("flaky");
        assertThat(report.describe())
                .contains(", flaky: 1 ", "Tests that passed only when they were run again: 1\n")
                .contains("| shop.AddedTest.flaky at first: org.opentest4j.AssertionFailedError: first ==> ");
    }

    @Test
    void whatATestLeavesBehindEndsWithTheBuild() throws Exception {
        test("""
                @Test void leaves() throws Exception {
                    new ProcessBuilder("setsid", "sh", "-c", "nohup sleep 81.772 & sleep 81.772").start();
                }""");

        assertThat(tests.run("AddedTest").outcome()).isEqualTo(TestReport.Outcome.PASSED);

        assertThat(ProcessHandle.allProcesses()
                        .filter(each -> each.info().commandLine().orElse("").contains("81.772")))
                .isEmpty();
    }

    @Test
    void whatAForkedJvmHasLeftEndsWhenTheRunIsGivenUp() throws Exception {
        test("""
                @Test void hangs() throws Exception {
                    new ProcessBuilder("setsid", "sh", "-c", "nohup sleep 81.773 & sleep 81.773").start();
                    java.nio.file.Files.createFile(java.nio.file.Path.of("target/hangs"));
                    Thread.currentThread().join();
                }""");
        CompletableFuture<Boolean> given = new CompletableFuture<>();
        Thread runner = new Thread(() -> given.complete(isGivenUp()));

        runner.start();
        while (!Files.exists(project.resolve("target/hangs")) && !given.isDone()) Thread.onSpinWait();
        runner.interrupt();

        assertThat(given.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(ProcessHandle.allProcesses()
                        .map(each -> each.info().commandLine().orElse(""))
                        .filter(line -> line.contains("81.773") || line.contains(project.toString())))
                .isEmpty();
    }

    private boolean isGivenUp() {
        try {
            tests.run("AddedTest");
            return false;
        } catch (InterruptedException stopped) {
            return true;
        }
    }

    private record Failure(String suite, String name, String type, String message, List<SourceLine> lines) {}

    private static Failure failure(String suite, String name, String type, String message, List<SourceLine> lines) {
        return new Failure(suite, name, type, message, lines);
    }

    private static Failure failure(TestCase failed) {
        TestFailure why = Objects.requireNonNull(failed.failure());
        return failure(failed.id().suite(), failed.id().name(), why.type(), why.message(), why.lines());
    }

    private void ignoreFailures() throws IOException {
        property("maven.test.failure.ignore", "true");
    }

    private void property(String name, String value) throws IOException {
        plant("pom.xml", "  <properties>", "  <properties><" + name + ">" + value + "</" + name + ">");
    }

    private void test(String methods) throws IOException {
        Files.writeString(
                project.resolve("src/test/java/shop/AddedTest.java"),
                "package shop;\nimport static org.junit.jupiter.api.Assertions.*;\nimport org.junit.jupiter.api.Test;\n"
                        + "class AddedTest {\n" + methods + "\n}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A;rm -rf x", "A B", "$(id)", "`id`", "A|B", "../A", "A\nB", "A\"", "!A", "%A", "é"})
    void choiceWithOtherCharactersIsRefused(String hostile) throws Exception {
        assertThat(tests.runTests(hostile).outcome()).isEqualTo(Outcome.FAILED);
        assertThatThrownBy(() -> tests.run(hostile)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void endlessChoiceIsRefused() throws Exception {
        assertThat(tests.runTests("A".repeat(201)).outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void missingMavenIsNamedToTheOwner() {
        ProjectTests without = tests.withCommand(project.resolve("no-such-mvn"));

        assertThatThrownBy(() -> without.run(""))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("no-such-mvn")
                .hasMessageContaining("withCommand");
    }

    private void plant(String file, String correct, String wrong) throws IOException {
        String source = Files.readString(project.resolve(file));
        assertThat(source).contains(correct);
        Files.writeString(project.resolve(file), source.replace(correct, wrong));
    }
}
