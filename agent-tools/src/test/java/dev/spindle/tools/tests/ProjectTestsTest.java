package dev.spindle.tools.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spindle.context.AgentException;
import dev.spindle.tools.tests.TestReport.CompileError;
import dev.spindle.tools.tests.TestReport.Counts;
import dev.spindle.tools.tests.TestReport.Outcome;
import dev.spindle.tools.tests.TestReport.SourceLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real projects, with bugs planted in them, tested by the programs that this machine has. */
class ProjectTestsTest {
    @TempDir
    private Path scratch;

    private record Sample(TestProgram program, Map<String, String> files, String bug, String mended, Counts counts) {}

    private static final Sample PYTEST = new Sample(
            TestProgram.PYTEST,
            Map.of("pytest.ini", "[pytest]\n", "cart.py", """
                    def total(prices):
                        return sum(prices) - 1


                    def first(prices):
                        return prices[0]
                    """, "tests/test_cart.py", """
                    import sys, os
                    sys.path.insert(0, os.path.dirname(os.path.dirname(__file__)))
                    import pytest
                    from cart import first, total


                    def test_adds():
                        assert total([1, 2]) == 3, "a sum\\nof two"


                    @pytest.mark.parametrize("n", [1, 2])
                    def test_first(n):
                        assert first([n]) == n


                    @pytest.mark.skip(reason="later")
                    def test_later():
                        pass
                    """),
            "sum(prices) - 1",
            "sum(prices)",
            new Counts(4, 1, 0, 1));

    private static final Sample NODE = new Sample(
            TestProgram.NODE,
            Map.of(
                    "package.json",
                    "{\"type\": \"module\", \"scripts\": {\"test\": \"node --test\"}}",
                    "cart.js",
                    "export function total(prices) {\n  return prices.reduce((a, b) => a + b, 0) - 1;\n}\n",
                    "test/cart.test.js",
                    """
                    import test from 'node:test';
                    import assert from 'node:assert/strict';
                    import { total } from '../cart.js';

                    test('adds', () => {
                      assert.equal(total([1, 2]), 3, 'a sum\\nof two');
                    });
                    test('first', () => {});
                    test.skip('later', () => {});
                    test('to be done', { todo: true }, () => { assert.fail('not yet'); });
                    """),
            ", 0) - 1",
            ", 0)",
            new Counts(4, 1, 0, 2));

    private static final Sample CARGO = new Sample(
            TestProgram.CARGO,
            Map.of(
                    "Cargo.toml",
                    "[package]\nname = \"cart\"\nversion = \"0.1.0\"\nedition = \"2021\"\n",
                    "src/lib.rs",
                    """
                    pub fn total(prices: &[i64]) -> i64 {
                        prices.iter().sum::<i64>() - 1
                    }

                    #[cfg(test)]
                    mod tests {
                        use super::*;

                        #[test]
                        fn adds() {
                            assert_eq!(total(&[1, 2]), 3, "a sum\\nof two");
                        }

                        #[test]
                        fn first() {}

                        #[test]
                        #[ignore]
                        fn later() {}
                    }
                    """),
            "() - 1",
            "()",
            new Counts(3, 1, 0, 1));

    private static Stream<Sample> samples() {
        return Stream.of(PYTEST, NODE, CARGO).filter(sample -> Programs.isHere(sample.program));
    }

    private Path lay(Sample sample, String folder) throws IOException {
        Path project = Files.createDirectory(scratch.resolve(folder));
        for (Map.Entry<String, String> file : sample.files.entrySet()) {
            Path path = project.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        return project;
    }

    private static void replace(Path project, String was, String is) throws IOException {
        try (Stream<Path> files = Files.walk(project)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file);
                if (text.contains(was)) Files.writeString(file, text.replace(was, is));
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> aFailedTestIsToldWithWhatItSaidAndItsLine() throws Exception {
        return samples()
                .map(sample -> DynamicTest.dynamicTest(sample.program.toString(), () -> {
                    ProjectTests tests = ProjectTests.in(lay(sample, "fails-" + sample.program))
                            .offline();

                    TestReport report = tests.run("");

                    assertThat(tests.program()).isEqualTo(sample.program);
                    assertThat(report.counts()).as(report.buildError()).isEqualTo(sample.counts);
                    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
                    TestCase failed = report.failed().get(0);
                    TestFailure why = Objects.requireNonNull(failed.failure());
                    assertThat(failed.id().name()).endsWith("adds");
                    assertThat(why.message()).containsPattern("a sum\\n *of two");
                    assertThat(why.lines()).isNotEmpty();
                    SourceLine line = why.lines().get(0);
                    assertThat(line.text())
                            .contains(
                                    "total([1, 2])".replace("([", sample.program == TestProgram.CARGO ? "(&[" : "(["));
                    assertThat(sample.files.get(line.file()).lines().toList().get(line.line() - 1))
                            .contains(line.text());
                    assertThat(report.describe()).contains("adds", line.file() + ":" + line.line());
                }));
    }

    @TestFactory
    Stream<DynamicTest> mendedTestsPassAndAChoiceOfThemRunsAlone() throws Exception {
        return samples()
                .map(sample -> DynamicTest.dynamicTest(sample.program.toString(), () -> {
                    Path project = lay(sample, "passes-" + sample.program);
                    replace(project, sample.bug, sample.mended);
                    ProjectTests tests = ProjectTests.in(project).offline();

                    TestReport all = tests.run("");
                    TestReport some = tests.run("adds");

                    assertThat(all.outcome()).as(all.toString()).isEqualTo(Outcome.PASSED);
                    assertThat(all.counts().tests()).isEqualTo(sample.counts.tests());
                    assertThat(some.outcome()).as(some.toString()).isEqualTo(Outcome.PASSED);
                    assertThat(some.counts().tests() - some.counts().skipped()).isEqualTo(1);
                }));
    }

    @TestFactory
    Stream<DynamicTest> codeThatIsBrokenIsNeverZeroTests() throws Exception {
        return samples()
                .map(sample -> DynamicTest.dynamicTest(sample.program.toString(), () -> {
                    Path project = lay(sample, "broken-" + sample.program);
                    // rustc looks for the other parenthesis, and points to where it gave up.
                    String oops = sample.program == TestProgram.CARGO ? " oops oops" : " ) oops";
                    replace(project, sample.bug, sample.bug + oops);

                    TestReport report = ProjectTests.in(project).offline().run("");

                    assertThat(report.outcome()).as(report.toString()).isEqualTo(Outcome.NOT_COMPILED);
                    CompileError error = report.compileErrors().get(0);
                    List<String> source = Files.readAllLines(project.resolve(error.file()));
                    assertThat(source.get(error.line() - 1)).contains(oops);
                    assertThat(report.describe()).contains(error.file() + ":" + error.line());
                }));
    }

    @TestFactory
    Stream<DynamicTest> testsWithoutEndAreKilled() throws Exception {
        return samples()
                .filter(sample -> sample.program != TestProgram.CARGO)
                .map(sample -> DynamicTest.dynamicTest(sample.program.toString(), () -> {
                    Path project = lay(sample, "hangs-" + sample.program);
                    boolean python = sample.program == TestProgram.PYTEST;
                    replace(
                            project,
                            python ? "return sum(prices) - 1" : "return prices",
                            python ? "while True: pass" : "while (true); prices");

                    // Half of it is for the tests, the rest for their program to begin and to tell what hangs.
                    TestReport report = ProjectTests.in(project)
                            .withTimeout(Duration.ofSeconds(8))
                            .run("");

                    // Node.js stops the file itself, so that the other files are reported.
                    assertThat(report.outcome()).isEqualTo(python ? Outcome.TIMED_OUT : Outcome.FAILED);
                    assertThat(FailureSigns.of(report.failed().get(0).failure(), project)
                                    .kind())
                            .isEqualTo(Triage.Kind.TIMEOUT);
                }));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'test': 'node --test && npm run types', 'types': 'tsc'}",
                "{'test': 'npm run test:unit && npm run types', 'test:unit': 'c8 --100 node --test', 'types': 'tsc'}",
                "{'test': 'run-s unit', 'unit': 'cross-env A=1 node --import tsx --test test/*.ts'}"
            })
    void aScriptThatCallsTheRunnerOfNodeMayBeCalledByOthers(String scripts) throws Exception {
        Files.writeString(scratch.resolve("package.json"), ("{'scripts': " + scripts + "}").replace('\'', '"'));

        assertThat(ProjectTests.in(scratch).program()).isEqualTo(TestProgram.NODE);
    }

    @Test
    void otherProgramsThatAreCalledTestAreNotTheRunnerOfNode() throws Exception {
        Files.writeString(
                scratch.resolve("package.json"),
                "{\"scripts\": {\"test\": \"node build.js && mocha --test x\", \"b\": \"node --test-only-x\"}}");

        assertThatThrownBy(() -> ProjectTests.in(scratch)).isInstanceOf(AgentException.class);
    }

    @Test
    void aFolderThatTellsNothingIsRefusedWithWhatWasLookedFor() {
        assertThatThrownBy(() -> ProjectTests.in(scratch))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("no pom.xml, no Cargo.toml")
                .hasMessageContaining("pytest");
    }

    @Test
    void aChoiceCannotBecomeAnOption() {
        assertThat(ProjectTests.isChoice("--collect-only")).isFalse();
        assertThat(ProjectTests.isChoice("-k")).isFalse();
        assertThat(ProjectTests.isChoice("tests/test_cart.py::test_first[1]")).isTrue();
        assertThat(ProjectTests.isChoice("group > adds two")).isTrue();
        assertThat(ProjectTests.isChoice("a;rm")).isFalse();
    }

    @Test
    void theSandboxLetsJavaAskForTheMemoryOfItsMachine() throws Exception {
        Path folder = Files.createTempDirectory(scratch, "p").toRealPath();
        Path program = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new TestSandbox(folder, folder, Settings.DEFAULT)
                .around(List.of(program.toString(), "-XshowSettings:system", "-version"));

        Process asked = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(asked.waitFor()).as(said).isZero();
        assertThat(said).doesNotContain("NullPointerException");
    }
}
