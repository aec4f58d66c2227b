package dev.spindle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on a real project, with a real Maven, in a process of its own. */
class TestCommandTest {
    private static final Path SAMPLE = Path.of("src/test/resources/sample-project");

    @TempDir
    private Path scratch;

    private Path project;

    @BeforeEach
    void copySample() throws IOException {
        project = Files.createDirectory(scratch.resolve("project"));
        try (Stream<Path> files = Files.walk(SAMPLE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = project.resolve(SAMPLE.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    @Test
    void failingTestIsNamedWithItsAssertionAndItsLine() throws IOException {
        plant("price * pieces", "price + pieces");

        Ran ran = test("--json");

        Json result = ran.result();
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(result.get("text").string())
                .contains("piecesAreMultiplied", "expected: <750> but was: <253>", "CartTest.java:17");
        assertThat(result.at("/testReports/0/failed/0/name").orElseThrow().string())
                .contains("piecesAreMultiplied");
        assertThat(result.at("/testReports/0/counts/tests").orElseThrow().integer())
                .isEqualTo(2);
    }

    @Test
    void projectWhoseTestsPassExitsWithZero() throws IOException {
        Path page = scratch.resolve("tests.html");
        Path xml = scratch.resolve("tests.xml");

        Ran ran = test("--report", page.toString(), "--report", xml.toString());

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("Tests: 2, failures: 0, errors: 0, skipped: 0");
        assertThat(ran.err()).containsPattern("tool run_tests \\{}: \\d+ ms");
        assertThat(Files.readString(page)).contains("<title>Tests of project</title>", "piecesAreMultiplied");
        assertThat(Files.readString(xml)).contains("tests=\"2\" failures=\"0\"");
    }

    @Test
    void onlyTheChosenTestsRun() throws IOException {
        plant("price * pieces", "price + pieces");

        Ran ran = test("--filter", "CartTest#anEmptyCartCostsNothing");

        assertThat(ran.out()).contains("Tests: 1, failures: 0");
        assertThat(ran.exitCode()).isZero();
    }

    @Test
    void codeThatDoesNotCompileExitsWithFive() throws IOException {
        plant("return cents;", "return sense;");

        Ran ran = test("--json");

        assertThat(ran.exitCode()).isEqualTo(5);
        assertThat(ran.result().at("/testReports/0/outcome").orElseThrow().string())
                .isEqualTo("NOT_COMPILED");
    }

    @Test
    void agentThatRunsNoTestsExitsWithFive() throws IOException {
        try (ChatServer server = new ChatServer().says("All is well, trust me.")) {
            Ran ran = Ran.here(
                    server.environment(), "test", "--base-url", server.baseUrl(), "--project", project.toString());

            assertThat(ran.exitCode()).isEqualTo(5);
            assertThat(ran.out()).contains("No tests ran: the agent did not run the tests.");
        }
    }

    @Test
    void testsThatFailAreReportedThoughTheModelSaysOtherwise() throws IOException {
        plant("price * pieces", "price + pieces");
        try (ChatServer server = new ChatServer().calls("run_tests", "{}").says("All tests passed.")) {
            Ran ran = test(server.environment(), "--base-url", server.baseUrl());

            assertThat(ran.out())
                    .startsWith(
                            "All tests passed.\nTests: 2, failures: 1, errors: 0, skipped: 0\n"
                                    + "- real failure at src/test/java/shop/CartTest.java:17: shop.CartTest.piecesAreMultiplied:");
            assertThat(ran.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void reportThatCannotBeReadExitsWithFive() throws IOException {
        plantInPom("<maven.test.failure.ignore>true</maven.test.failure.ignore>");
        addTest("""
                for (int i = 0; i < 340; i++) System.out.println("x".repeat(100_000));
                org.junit.jupiter.api.Assertions.fail("the reason");""");

        Ran ran = test();

        assertThat(ran.out())
                .contains("It is not known whether all tests passed", "TEST-shop.AddedTest.xml cannot be read")
                .doesNotContain("All tests passed.");
        assertThat(ran.exitCode()).isEqualTo(5);
    }

    @Test
    void messageOfManyLinesAndFlakyTestsAreTold() throws IOException {
        plantInPom("<surefire.rerunFailingTestsCount>1</surefire.rerunFailingTestsCount>");
        addTest("org.junit.jupiter.api.Assertions.assertEquals(\"a\\nb\", \"a\\nc\");");
        addTest("Flaky", "if (runs++ == 0) throw new IllegalStateException(\"at first\");");

        Ran ran = test();

        assertThat(ran.out())
                .contains("expected: <a\n  b> but was: <a\n  c>")
                .contains("flaky (passed only when run again): 1");
        assertThat(ran.exitCode()).isEqualTo(1);
    }

    private void addTest(String statements) throws IOException {
        addTest("Added", statements);
    }

    private void addTest(String name, String statements) throws IOException {
        Files.writeString(
                project.resolve("src/test/java/shop/" + name + "Test.java"),
                "package shop;\nclass " + name
                        + "Test {\nstatic int runs;\n@org.junit.jupiter.api.Test void added() {\n" + statements
                        + "\n}\n}\n");
    }

    private void plantInPom(String property) throws IOException {
        Path pom = project.resolve("pom.xml");
        String text = Files.readString(pom);
        assertThat(text).contains("<properties>");
        Files.writeString(pom, text.replace("<properties>", "<properties>" + property));
    }

    private Ran test(String... more) {
        return test(Map.of(), more);
    }

    private Ran test(Map<String, String> environment, String... more) {
        // Offline and in the repository of this very build: what is tested is the command, not the network.
        Map<String, String> all = new HashMap<>(environment);
        all.put("MAVEN_OPTS", "-Dmaven.repo.local=" + System.getProperty("spindle.maven.repository"));
        List<String> arguments = Stream.concat(
                        Stream.of("test", "--offline", "--project", project.toString()), Stream.of(more))
                .toList();
        return Ran.child(scratch, all, arguments.toArray(String[]::new));
    }

    private void plant(String good, String bad) throws IOException {
        Path cart = project.resolve("src/main/java/shop/Cart.java");
        String source = Files.readString(cart);
        assertThat(source).contains(good);
        Files.writeString(cart, source.replace(good, bad));
    }
}
