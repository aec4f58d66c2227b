package dev.spindle.tools.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.process.ProcessTree;
import dev.spindle.tools.tests.TestReport.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What tests have written to keep whoever reads it busy: it is read in time in proportion. */
@Timeout(60)
class HostileReportsTest {
    private static final Duration NO_TIME = Duration.ZERO;

    @TempDir
    Path folder;

    private Found read(Adapter adapter, String printed, String report) throws Exception {
        Files.writeString(folder.resolve(Found.REPORT), report);
        BuildOutput output = new BuildOutput(16 << 20, line -> {});
        byte[] bytes = printed.getBytes(StandardCharsets.UTF_8);
        output.accept(bytes, bytes.length);
        output.end();
        ProcessTree.Ended ended = new ProcessTree.Ended(1, false);
        return adapter.begin(folder).read(new Adapter.Left(ConfinedFolder.of(folder), output, ended, ""));
    }

    private static String go(String action, String test) {
        return "{\"Action\":\"" + action + "\",\"Package\":\"p\",\"Test\":\"" + test + "\"}\n";
    }

    @Test
    void aPackageOfGoThatEndsAgainAndAgainWhileItsTestsRun() throws Exception {
        Growth.assertLinear(200, count -> {
            StringBuilder printed = new StringBuilder();
            for (int each = 0; each < count; each++) printed.append(go("run", "Test" + each));
            printed.append("{\"Action\":\"fail\",\"Package\":\"p\"}\n".repeat(count));

            assertThat(read(new GoTests(), printed.toString(), "").cases()).hasSize(1);
        });
    }

    @Test
    void aTestOfGoThatFailsAgainAndAgainWithAllThatItSaid() throws Exception {
        Growth.assertLinear(200, count -> {
            StringBuilder printed = new StringBuilder();
            for (int each = 0; each < count; each++)
                printed.append(
                        "{\"Action\":\"output\",\"Package\":\"p\",\"Test\":\"TestA\",\"Output\":\"a few words more\"}\n");
            printed.append(go("fail", "TestA").repeat(count));

            assertThat(read(new GoTests(), printed.toString(), "").cases()).hasSize(1);
        });
    }

    @Test
    void manyErrorsThatNobodyCaughtBesideManyFilesThatFailed() throws Exception {
        Growth.assertLinear(200, count -> {
            String printed =
                    ("Error: x\n" + "a line that names no file of them\n".repeat(20) + "Node.js v22\n").repeat(count);
            StringBuilder report = new StringBuilder("<testsuites>");
            for (int each = 0; each < count; each++)
                report.append("<testcase classname=\"test\" name=\"file" + each
                        + ".js\"><failure message=\"test failed\"/></testcase>");

            assertThat(read(new NodeTests(), printed, report + "</testsuites>").cases())
                    .hasSize(count);
        });
    }

    @Test
    void aFileOfPythonThatCouldNotBeCollectedAndSaysMuch() throws Exception {
        Growth.assertLinear(1_000, count -> {
            String report = "<testsuites><testcase classname=\"\" name=\"a.test_b\"><error message=\"collection"
                    + " failure\">" + "E   x\n".repeat(count) + "</error></testcase></testsuites>";

            assertThat(read(new Pytest(), "", report).cases().get(0).first().message())
                    .hasSize(2 * count - 1);
        });
    }

    @Test
    void manyTestsThatHangOrDieEachInItsWay() throws Exception {
        Growth.assertLinear(15, count -> {
            for (int each = 0; each < count; each++)
                Files.writeString(folder.resolve("a" + each + "Test.java"), "class A {}\n".repeat(50));
            TestReport report = new TestReport(Outcome.FAILED, NO_TIME, List.of(), List.of(), "");
            Causes causes = new Causes(folder, report);
            for (int each = 0; each < count; each++) {
                String name = "x".repeat(1 + each);
                add(causes, Triage.Kind.TIMEOUT, Found.TIMEOUT, name);
                add(causes, Triage.Kind.CRASH, Found.CRASH, name);
            }

            assertThat(causes.sorted()).hasSize(2 * count);
        });
    }

    private static void add(Causes causes, Triage.Kind kind, String type, String said) throws InterruptedException {
        TestFailure failure = TestFailure.of(type, said, "", List.of());
        TestCase test =
                new TestCase(new TestId("a.B", said, ""), TestCase.Status.ERROR, NO_TIME, failure, List.of(), "");
        causes.add(new FailureSigns.Judged(kind, "why"), test, failure);
    }
}
