package dev.spindle.tools.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.process.ProcessTree;
import dev.spindle.tools.tests.TestReport.Counts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reports that programs wrote, read into the totals that they told themselves. {@code expected.tsv} has these: program, file, tests, failures,
 * errors, skipped and flaky ones, and what is to know where ours must differ. How they were made is said beside it.
 */
class RealReportsTest {
    private static final Path REPORTS = Path.of("src/test/resources/test-reports/real");

    @TempDir
    private Path folder;

    private record Expected(TestProgram program, String file, Counts counts, int flaky) {
        static Expected of(String line) {
            String[] words = line.split("\t", -1);
            return new Expected(
                    TestProgram.valueOf(words[0]),
                    words[1],
                    new Counts(number(words[2]), number(words[3]), number(words[4]), number(words[5])),
                    number(words[6]));
        }

        private static int number(String written) {
            return Integer.parseInt(written);
        }
    }

    @Test
    void whatProgramsWroteIsReadIntoTheirOwnTotals() throws IOException {
        List<Expected> all = Files.readAllLines(REPORTS.resolve("expected.tsv")).stream()
                .skip(1)
                .map(Expected::of)
                .toList();
        List<String> wrong = new ArrayList<>();

        for (Expected each : all) {
            List<TestCase> cases = read(each);
            Expected read = new Expected(each.program(), each.file(), Counts.of(cases), (int)
                    cases.stream().filter(TestCase::isFlaky).count());
            if (!read.equals(each)) wrong.add("expected " + each + "\n     but " + read);
        }

        assertThat(wrong).as(String.join("\n", wrong)).isEmpty();
        assertThat(all).hasSizeGreaterThanOrEqualTo(60);
    }

    private List<TestCase> read(Expected expected) throws IOException {
        Path project = Files.createTempDirectory(folder, "p").toRealPath();
        Path scratch = Files.createTempDirectory(folder, "s").toRealPath();
        String text = Files.readString(REPORTS.resolve(expected.file()));
        if (expected.program() == TestProgram.GO)
            Files.writeString(project.resolve("go.mod"), "module example.com/shop\n");
        Adapter.Reading reading = expected.program().adapter().begin(project);
        BuildOutput output = new BuildOutput(1 << 20, reading::line);
        switch (expected.program()) {
            case MAVEN -> {
                Path reports = Files.createDirectories(project.resolve("target/surefire-reports"));
                Files.writeString(reports.resolve("TEST-shop.xml"), text);
            }
            case GRADLE -> {
                Path reports = Files.createDirectories(project.resolve("build/test-results/test"));
                Files.writeString(reports.resolve("TEST-shop.xml"), text);
            }
            case CARGO, GO -> print(text, output);
            default -> Files.writeString(scratch.resolve(Found.REPORT), text);
        }
        Adapter.Left left = new Adapter.Left(ConfinedFolder.of(scratch), output, new ProcessTree.Ended(1, false), "");
        Found found = reading.read(left);
        assertThat(found.problems()).as(expected.file()).isEmpty();
        return found.cases().stream()
                .map(each -> each.located((home, failure) -> List.of()))
                .toList();
    }

    private static void print(String text, BuildOutput output) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        output.accept(bytes, bytes.length);
        output.end();
    }
}
