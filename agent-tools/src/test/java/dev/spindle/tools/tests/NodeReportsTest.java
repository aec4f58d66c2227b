package dev.spindle.tools.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.process.ProcessTree;
import dev.spindle.tools.tests.ReadCase.Failure;
import dev.spindle.tools.tests.TestReport.Counts;
import dev.spindle.tools.tests.TestReport.SourceLine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports that Vitest 3 and Jest 29 wrote about a small shop. */
class NodeReportsTest {
    @TempDir
    private Path scratch;

    private Path shop;

    private Found read(Adapter adapter, String resource) throws IOException {
        shop = Files.createDirectory(scratch.resolve("shop")).toRealPath();
        Path reports = Files.createDirectory(scratch.resolve("reports"));
        Files.writeString(shop.resolve("cart.js"), "one\nexport two\n");
        Files.writeString(shop.resolve("cart.test.js"), "import\ntest\nexpect adds\ngroup throws\n");
        try (InputStream written =
                Objects.requireNonNull(NodeReportsTest.class.getResourceAsStream("/test-reports/" + resource))) {
            String report = new String(written.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(reports.resolve(Found.REPORT), report.replace("/srv/shop", shop.toString()));
        }
        return read(adapter, reports);
    }

    private Found read(Adapter adapter, Path reports) {
        Adapter.Left left =
                new Adapter.Left(ConfinedFolder.of(reports), new BuildOutput(), new ProcessTree.Ended(1, false), "");
        return adapter.begin(shop == null ? scratch : shop).read(left);
    }

    private static List<ReadCase> failed(Found found) {
        return found.cases().stream().filter(ReadCase::isFailed).toList();
    }

    @Test
    void vitest() throws IOException {
        Found found = read(new Vitest(), "vitest.xml");

        assertThat(found.problems()).isEmpty();
        assertThat(found.counts()).isEqualTo(new Counts(4, 2, 0, 1));
        Failure adds = failed(found).get(0).failures().get(0);
        assertThat(failed(found).get(0).id().name()).isEqualTo("adds");
        assertThat(adds.type()).isEqualTo("AssertionError");
        assertThat(adds.message())
                .isEqualTo("expected 2 to be 3 // Object.is equality\n\n- Expected\n+ Received\n\n- 3\n+ 2");
        PathFrames frames = new PathFrames(shop);
        assertThat(frames.innermostFirst(adds.trace()))
                .containsExactly(new SourceLine("cart.test.js", 3, "expect adds"));
        assertThat(frames.innermostFirst(failed(found).get(1).failures().get(0).trace()))
                .containsExactly(
                        new SourceLine("cart.js", 2, "export two"), new SourceLine("cart.test.js", 4, "group throws"));
    }

    @Test
    void jest() throws IOException {
        Found found = read(new Jest(), "jest.json");

        assertThat(found.problems()).isEmpty();
        assertThat(found.counts()).isEqualTo(new Counts(5, 2, 1, 1));
        Failure adds = failed(found).get(0).failures().get(0);
        assertThat(failed(found).get(0).id().name()).isEqualTo("adds");
        assertThat(adds.message())
                .isEqualTo("expect(received).toBe(expected) // Object.is equality\n\nExpected: 3\nReceived: 2");
        Failure inGroup = failed(found).get(1).failures().get(0);
        assertThat(failed(found).get(1).id().suite()).isEqualTo("group");
        assertThat(inGroup.type()).isEqualTo("TypeError");
        PathFrames frames = new PathFrames(shop);
        assertThat(frames.innermostFirst(inGroup.trace()))
                .containsExactly(new SourceLine("cart.js", 1, "one"), new SourceLine("cart.test.js", 3, "expect adds"));
        Failure file = failed(found).get(2).failures().get(0);
        assertThat(failed(found).get(2).id().suite()).isEqualTo("bad.test.js");
        assertThat(file.message()).contains("Cannot find module './no' from 'bad.test.js'");
    }

    @Test
    void whyAFileOfTestsBrokeOffIsFoundInWhatNodePrinted() throws IOException {
        shop = Files.createDirectory(scratch.resolve("shop")).toRealPath();
        Files.createDirectory(shop.resolve("test"));
        Path file = Files.writeString(shop.resolve("test/cart.test.js"), "const far = require('far-away')\n");
        Path reports = Files.createDirectory(scratch.resolve("reports"));
        Files.writeString(
                reports.resolve(Found.REPORT),
                "<testsuites><testcase name=\"" + file + "\" classname=\"test\"><failure type=\"testCodeFailure\""
                        + " message=\"test failed\">[Error: test failed] { code: 'ERR_TEST_FAILURE', exitCode: 1 }"
                        + "</failure></testcase></testsuites>");
        BuildOutput output = new BuildOutput(1 << 20, line -> {});
        byte[] printed = ("node:internal/modules/cjs/loader:1210\n  throw err;\n  ^\n\n"
                        + "Error: Cannot find module 'far-away'\nRequire stack:\n- " + file
                        + "\n    at Module._load (node:internal/modules/cjs/loader:1038:27)\n    at Object.<anonymous> ("
                        + file + ":1:13) {\n  code: 'MODULE_NOT_FOUND'\n}\n\nNode.js v20.20.2\n"
                        + "TypeError: of another file\n    at x (other.test.js:1:1)\n\nNode.js v20.20.2\n")
                .getBytes(StandardCharsets.UTF_8);
        output.accept(printed, printed.length);

        Found found = new NodeTests()
                .begin(shop)
                .read(new Adapter.Left(ConfinedFolder.of(reports), output, new ProcessTree.Ended(1, false), ""));

        TestCase broken = found.cases().get(0).located(new NodeTests().locating(shop));
        TestFailure failure = Objects.requireNonNull(broken.failure());
        assertThat(broken.id().name()).isEqualTo("test/cart.test.js");
        assertThat(failure.message()).startsWith("Cannot find module 'far-away'\nRequire stack:");
        assertThat(failure.lines())
                .containsExactly(new SourceLine("test/cart.test.js", 1, "const far = require('far-away')"));
        assertThat(FailureSigns.of(failure, shop).kind()).isEqualTo(Triage.Kind.ENVIRONMENT);
    }

    @Test
    void jestIsCalledWithoutArgumentsThatCodeUnderTestCouldRead() throws IOException {
        Path jest = Files.createDirectories(scratch.resolve("node_modules/jest"));
        Files.writeString(jest.resolve("package.json"), "{}");

        List<String> command = new Jest()
                .command(Choice.ALL, new Jest().fitting(scratch, Settings.DEFAULT), scratch.resolve(Found.REPORT));
        new Jest().prepare(scratch);

        assertThat(command.get(1)).isEqualTo(scratch.resolve("jest.cjs").toString());
        assertThat(command.get(2)).isEqualTo(jest.resolve("package.json").toString());
        assertThat(Files.readString(scratch.resolve("jest.cjs"))).contains("process.argv.splice(2)", "NODE_ENV");
        assertThat(command).contains("--reporters=" + scratch.resolve("reporter.cjs"));
    }

    @Test
    void aProcessOfNodeThatDiesWithoutAReportIsACrash() throws IOException {
        shop = Files.createDirectory(scratch.resolve("shop")).toRealPath();
        Path file = Files.writeString(shop.resolve("cart.js"), "one\n  process.abort();\n");
        BuildOutput output = new BuildOutput(1 << 20, line -> {});
        byte[] printed = ("\u001B[32m RUN \u001B[39m\n----- Native stack trace -----\n\n 1: 0xd3a3c0  [node]\n\n"
                        + "----- JavaScript stack trace -----\n\n1: close (" + file + ":2:11)\n2: other\n\n\nmore\n")
                .getBytes(StandardCharsets.UTF_8);
        output.accept(printed, printed.length);

        for (Adapter adapter : List.of(new Vitest(), new Jest())) {
            Found found = adapter.begin(shop)
                    .read(new Adapter.Left(ConfinedFolder.of(scratch), output, new ProcessTree.Ended(1, false), ""));

            assertThat(found.crashed()).isTrue();
            TestCase crash = found.cases().get(0).located(adapter.locating(shop));
            assertThat(Objects.requireNonNull(crash.failure()).lines())
                    .containsExactly(new SourceLine("cart.js", 2, "process.abort();"));
        }
        assertThat(output.kept()).startsWith(" RUN ");
    }

    @Test
    void whatATestOfJestSaidBeforeItPassedIsAnAttempt() throws IOException {
        Files.writeString(
                scratch.resolve(Found.REPORT),
                "{\"testResults\":[{\"name\":\"a.test.js\",\"message\":\"\",\"status\":\"passed\",\"assertionResults\":[{"
                        + "\"ancestorTitles\":[],\"title\":\"flaky\",\"status\":\"passed\",\"duration\":3,\"failureMessages\":[],"
                        + "\"retryReasons\":[\"Error: at first\\n    at a.test.js:1:1\"]}]}]}");

        TestCase flaky = read(new Jest(), scratch).cases().get(0).located(new Jest().locating(scratch));

        assertThat(flaky.isFlaky()).isTrue();
        assertThat(flaky.attempts().get(0).message()).isEqualTo("at first");
    }

    @Test
    void aReportThatIsCutIsNotRead() throws IOException {
        Files.writeString(scratch.resolve(Found.REPORT), "{\"testResults\": [{\"assertion");

        Found found = read(new Jest(), scratch);

        assertThat(found.problems()).singleElement().asString().contains("cannot be read");
    }

    @Test
    void aReportThatIsALinkElsewhereIsNotRead() throws IOException {
        Path elsewhere = Files.writeString(Files.createTempFile(scratch, "other", ".json"), "{\"testResults\": []}");
        Path reports = Files.createDirectory(scratch.resolve("reports"));
        Files.createSymbolicLink(reports.resolve(Found.REPORT), elsewhere);

        assertThat(read(new Jest(), reports).problems()).hasSize(1);
    }

    @Test
    void linesOfLibrariesAndOfOtherFoldersAreNoLinesOfTheProject() throws IOException {
        Path project = Files.createDirectory(scratch.resolve("p")).toRealPath();
        Files.createDirectories(project.resolve("node_modules/x"));
        Files.writeString(project.resolve("node_modules/x/a.js"), "a");
        Files.writeString(scratch.resolve("secret.py"), "secret");
        PathFrames frames = new PathFrames(project);

        assertThat(frames.innermostFirst("at (node_modules/x/a.js:1:1)\nat ../secret.py:1\nat /etc/x.py:1\nat "
                        + scratch.resolve("secret.py") + ":1\nno-such.js:4"))
                .isEmpty();
    }

    @Test
    void aFileThatVitestCannotLoadIsNoTestOfItsOwnName() throws IOException {
        Found found = read(new Vitest(), "real/vitest/syntax.xml");

        TestId id = found.cases().get(0).id();
        assertThat(id.suite()).endsWith("syntax.test.js");
        assertThat(id.name()).isEmpty();
    }

    @Test
    void theLineOfACrashIsLookedForNearTheOneThatRan() throws IOException {
        shop = Files.createDirectory(scratch.resolve("shop")).toRealPath();
        Files.writeString(shop.resolve("cart.js"), "one\n// process.abort()\nthree\nprocess.abort();\nfive\n");
        Files.writeString(shop.resolve("other.js"), "one\ntwo\n");

        for (Adapter adapter : List.of(new Vitest(), new Jest()))
            for (String file : List.of("cart.js", "other.js")) {
                String trace = "1: close (" + shop.resolve(file) + ":2:11)\n";
                List<SourceLine> lines = adapter.locating(shop).lines("", new Failure(Found.CRASH, "died", trace));

                assertThat(lines)
                        .containsExactly(
                                file.equals("cart.js")
                                        ? new SourceLine("cart.js", 4, "process.abort();")
                                        : new SourceLine("other.js", 2, "two"));
            }
    }

    @Test
    void testsOfNodeAreNamedWithTheSuitesAroundThem() throws IOException {
        Files.writeString(
                scratch.resolve(Found.REPORT),
                "<testsuites><testsuite name='one'><testcase name='works' classname='test'><failure message='no'/></testcase>"
                        + "<testsuite name='deep'><testcase name='works' classname='test'/></testsuite></testsuite>"
                        + "<testsuite name='two'><testcase name='works' classname='test'/></testsuite>"
                        + "<testcase name='works' classname='test'/></testsuites>");

        assertThat(read(new NodeTests(), scratch).cases())
                .extracting(ReadCase::id)
                .containsExactly(
                        new TestId("one", "works", ""),
                        new TestId("one > deep", "works", ""),
                        new TestId("two", "works", ""),
                        new TestId("", "works", ""));
        assertThat(new NodeTests()
                        .command(
                                Choice.of(List.of(new TestId("one > deep", "works", ""))),
                                Settings.DEFAULT,
                                scratch.resolve(Found.REPORT)))
                .contains("--test-name-pattern=^(?:works|one deep works)$");
    }
}
