package dev.spindle.tools.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.context.RunContext;
import dev.spindle.message.CallId;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.tool.Arguments;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolResult;
import dev.spindle.tools.tests.TestReport.SourceLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model can ask of a failure, by the calls that it makes. */
class FailureToolsTest {
    @TempDir
    private Path scratch;

    private Path project;
    private FailureTools failures;
    private Map<String, ToolFunction> tools;

    @BeforeEach
    void aShop() throws Exception {
        project = Files.createDirectory(scratch.resolve("shop")).toRealPath();
        TestRunnerTools runner = new TestRunnerTools(ProjectTests.of(project, TestProgram.MAVEN));
        failures = runner.failures();
        tools = ToolFunction.scan(runner, failures).stream()
                .collect(Collectors.toMap(tool -> tool.spec().name(), Function.identity()));
        write("src/main/java/shop/Cart.java", "package shop;\nclass Cart {\n  int total() {\n    return 5;\n  }\n}\n");
    }

    private void write(String path, String text) throws IOException {
        Path file = project.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private ToolResult call(String name, String arguments) throws Exception {
        ToolFunction tool = tools.get(name);
        Arguments.Accepted accepted = (Arguments.Accepted) tool.read(arguments);
        return tool.call(new ToolInvocation(new CallId(0, 0), tool.spec(), accepted, RunContext.of("r"), text -> {}));
    }

    private String said(String name, String arguments) throws Exception {
        ToolResult result = call(name, arguments);
        assertThat(result.outcome()).as(result.text()).isEqualTo(Outcome.OK);
        return result.text();
    }

    private String refused(String name, String arguments) throws Exception {
        ToolResult result = call(name, arguments);
        assertThat(result.outcome()).as(result.text()).isEqualTo(Outcome.FAILED);
        return result.text();
    }

    private static TestCase failing(String name, String parameter, TestFailure... failed) {
        TestId id = new TestId("shop.CartTest", name, parameter);
        List<TestFailure> more = List.of(failed).subList(1, failed.length);
        return new TestCase(id, TestCase.Status.FAILED, Duration.ofMillis(20), failed[0], more, "printed\n");
    }

    private void show(TestCase... cases) {
        failures.show(new TestReport(TestReport.Outcome.FAILED, Duration.ofSeconds(1), List.of(cases), List.of(), ""));
    }

    private static TestFailure failure(String message) {
        String trace = "org.opentest4j.AssertionFailedError: x\n"
                + "\tat org.junit.jupiter.api.AssertEquals.fail(AssertEquals.java:150)\n".repeat(20)
                + "\tat shop.Cart.total(Cart.java:4)\n\tat java.base/java.lang.Thread.run(Thread.java:1)\n";
        return TestFailure.of(
                "org.opentest4j.AssertionFailedError",
                message,
                trace,
                List.of(new SourceLine("src/main/java/shop/Cart.java", 4, "return 5;")));
    }

    @Test
    void aFailureIsToldWithItsDifferenceItsOwnFramesAndWhatWasPrinted() throws Exception {
        show(failing("adds", "[2]", failure("expected: <a\nb\nc> but was: <a\nx\nc>")));

        assertThat(said("get_failure", "{\"test\":\"adds[2]\"}"))
                .isEqualTo(
                        """
                shop.CartTest.adds[2] failed, 0.020 s.
                It said:
                | org.opentest4j.AssertionFailedError: expected: <a
                | b
                | c> but was: <a
                | x
                | c>
                Expected (-) and actual (+):
                |   a
                | - b
                | + x
                |   c
                The project's own lines, innermost first:
                at src/main/java/shop/Cart.java:4: return 5;
                Around the first of them:
                | 1 package shop;
                | 2 class Cart {
                | 3   int total() {
                | 4     return 5;
                | 5   }
                | 6 }
                Frames of the project:
                | at shop.Cart.total(Cart.java:4)
                Other frames:
                """ + "| at org.junit.jupiter.api.AssertEquals.fail(AssertEquals.java:150)\n".repeat(8) + """
                | … and 13 more
                It printed:
                | printed
                """);
    }

    @Test
    void eachAttemptCanBeAskedForAndOthersOfTheNameAreTold() throws Exception {
        show(failing("adds", "[1]", failure("first"), failure("second")), failing("adds", "[2]", failure("other")));

        assertThat(said("get_failure", "{\"test\":\"CartTest.adds\",\"attempt\":2}"))
                .contains("failed attempt 2 of 2", "second")
                .contains("Others of that name failed, too: shop.CartTest.adds[2]");
        assertThat(refused("get_failure", "{\"test\":\"adds[1]\",\"attempt\":3}"))
                .isEqualTo("It failed 2 times; there is no attempt 3");
    }

    @Test
    void whatDidNotFailIsToldSo() throws Exception {
        assertThat(refused("get_failure", "{}")).isEqualTo("No tests have run yet; call run_tests first.");
        show();
        assertThat(refused("get_failure", "{}")).isEqualTo("No test failed in the last run.");
        show(failing("adds", "", failure("x")));
        assertThat(refused("get_failure", "{\"test\":\"sells\"}"))
                .isEqualTo("No test of that name failed. These did: shop.CartTest.adds");
    }

    @Test
    void testsAreListedAsTheSourcesDeclareThem() throws Exception {
        write("src/test/java/shop/CartTest.java", """
                class CartTest {
                  @Test void one() {}
                  @ParameterizedTest(name = "{0}")
                  @ValueSource(ints = {1})
                  void two(int n) {}
                  void helper() {}
                  @Nested class In { @RepeatedTest(2)
                    public void three() {} }
                }
                """);
        write("src/test/kotlin/shop/KartTest.kt", "class KartTest {\n @Test\n fun `adds up`() {}\n}\n");
        write(
                "src/test/groovy/shop/CartSpec.groovy",
                "class CartSpec extends Specification {\n def \"max of #a\"() {}\n}\n");
        write(
                "tests/test_cart.py",
                "def test_a(): pass\nclass TestCart:\n  def test_b(self): pass\ndef other(): pass\n");
        write("tests/cart.test.js", "test('adds', () => {});\nit.each([1])(\"skips\", () => {});\nit(`x y`, f)\n");
        write("src/cart.rs", "#[tokio::test]\nasync fn sums() {}\nfn no() {}\n");
        write("cart_test.go", "func TestTotal(t *testing.T) {}\nfunc helper() {}\n");
        write("src/test/resources/cart.feature", "Feature: f\n  Scenario: sells one\n");

        assertThat(said("list_tests", "{}")).isEqualTo("""
                cart_test.go:1: TestTotal
                src/cart.rs:2: sums
                src/test/groovy/shop/CartSpec.groovy:2: max of #a
                src/test/java/shop/CartTest.java:2: one
                src/test/java/shop/CartTest.java:5: two
                src/test/java/shop/CartTest.java:8: three
                src/test/kotlin/shop/KartTest.kt:3: adds up
                src/test/resources/cart.feature:2: sells one
                tests/cart.test.js:1: adds
                tests/cart.test.js:2: skips
                tests/cart.test.js:3: x y
                tests/test_cart.py:1: test_a
                tests/test_cart.py:3: TestCart::test_b
                """);
        assertThat(said("list_tests", "{\"containing\":\"CARTTEST\"}").lines()).hasSize(3);
    }

    private Git committed() throws Exception {
        Git git = new Git(project);
        git.run("init", "--quiet", "--initial-branch=main");
        git.run("add", ".");
        git.run("commit", "--quiet", "--message", "A shop");
        write("src/main/java/shop/Cart.java", "package shop;\nclass Cart {\n  int total() {\n    return 6;\n  }\n}\n");
        git.run("commit", "--quiet", "--all", "--message", "Sell one more");
        return git;
    }

    @Test
    void theHistoryOfLinesIsTold() throws Exception {
        committed();
        write("src/main/java/shop/Cart.java", "package shop;\nclass Cart {\n  int total() {\n    return 7;\n  }\n}\n");
        String cart = "\"path\":\"src/main/java/shop/Cart.java\"";

        assertThat(said("git_log", "{" + cart + ",\"first_line\":4}").lines())
                .hasSize(2)
                .first()
                .asString()
                .endsWith("spindle test --fix: Sell one more");
        assertThat(said("git_log", "{" + cart + ",\"first_line\":1}").lines()).hasSize(1);
        assertThat(said("git_blame", "{" + cart + ",\"first_line\":3,\"last_line\":4}"))
                .contains("int total() {", "Not Committed Yet", "return 7;");
        assertThat(said("git_diff", "{}")).contains("| -    return 6;\n| +    return 7;");
        assertThat(said("git_diff", "{\"since\":\"HEAD~1\"}")).contains("| -    return 5;\n| +    return 7;");
    }

    @Test
    void whatLeadsAwayOrNamesNoCommitIsRefused() throws Exception {
        committed();

        for (String path : List.of("../x", "/etc/passwd", "a/../../x", "..", " ", "a\\n"))
            assertThat(refused("git_diff", "{\"path\":\"" + path + "\"}")).contains("is no path below the project");
        for (String since : List.of("--output=x", "main; ls", "HEAD@{1}", "-p", "")) {
            assertThat(refused("git_diff", "{\"since\":\"" + since + "\"}")).contains("names no commit");
        }
        assertThat(refused("git_blame", "{\"path\":\"x\",\"first_line\":0}")).contains("are none; count from 1");
        assertThat(refused("git_blame", "{\"path\":\"--help\",\"first_line\":1}"))
                .contains("git");
    }

    @Test
    void programsOfTheSettingsOfARepositoryDoNotRun() throws Exception {
        Git git = committed();
        Path ran = scratch.resolve("ran");
        String program = "touch " + ran + "; cat";
        for (String name :
                List.of("filter.x.clean", "filter.x.process", "diff.x.textconv", "diff.x.command", "diff.external"))
            git.run("config", name, program);
        git.run("config", "filter.x.required", "true");
        git.run("config", "log.showSignature", "true");
        git.run("config", "gpg.program", program);
        write(".gitattributes", "*.java filter=x diff=x\n");
        write("src/main/java/shop/Cart.java", "package shop;\nclass Cart {}\n");
        String cart = "\"path\":\"src/main/java/shop/Cart.java\"";

        said("git_diff", "{}");
        said("git_log", "{" + cart + ",\"first_line\":1}");
        said("git_blame", "{" + cart + ",\"first_line\":1}");

        assertThat(ran).doesNotExist();
    }

    private static final String JACOCO =
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><!DOCTYPE report PUBLIC"
                    + " \"-//JACOCO//DTD Report 1.1//EN\" \"report.dtd\"><report name=\"shop\"><package name=\"shop\">"
                    + "<sourcefile name=\"Cart.java\"><line nr=\"2\" mi=\"0\" ci=\"3\" mb=\"0\" cb=\"0\"/><line nr=\"3\" mi=\"2\" ci=\"1\" mb=\"1\" cb=\"1\"/>"
                    + "<line nr=\"4\" mi=\"2\" ci=\"0\" mb=\"0\" cb=\"0\"/><line nr=\"5\" mi=\"1\" ci=\"0\" mb=\"0\" cb=\"0\"/>"
                    + "<counter type=\"LINE\" missed=\"2\" covered=\"2\"/></sourcefile></package></report>";

    @Test
    void coverageIsToldWhereJacocoHasWrittenIt() throws Exception {
        String cart = "{\"path\":\"src/main/java/shop/Cart.java\"}";

        assertThat(refused("get_coverage", cart)).startsWith("There is no report of JaCoCo");
        write("target/site/jacoco/jacoco.xml", JACOCO);
        assertThat(said("get_coverage", cart)).isEqualTo("""
                | src/main/java/shop/Cart.java: 2 of 4 lines with code were run, by target/site/jacoco/jacoco.xml.
                | Run in part, as one branch of two: 3
                | Not run: 4-5
                """);
        assertThat(refused("get_coverage", "{\"path\":\"Other.java\"}")).startsWith("No report of JaCoCo speaks");
        write(
                "target/site/jacoco/jacoco.xml",
                JACOCO.replace("\"report.dtd\">", "\"report.dtd\" [<!ENTITY a \"b\">]>"));
        assertThat(refused("get_coverage", cart)).contains("a report has no document type");
    }
}
