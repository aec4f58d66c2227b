package dev.spindle.tools.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.tools.tests.TestReport.Counts;
import dev.spindle.tools.tests.TestReport.SourceLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFolderTest {
    @TempDir
    Path project;

    private ReportFolder folder;

    @BeforeEach
    void beforeTheBuild() {
        folder();
    }

    @Test
    void reportsOfAllModulesAreSummed() throws IOException {
        write("a/target/surefire-reports/TEST-a.A.xml", failing("a.A", "A.java", 1));
        write("b/target/surefire-reports/TEST-b.B.xml", failing("b.B", "B.java", 1));
        write("b/target/surefire-reports/notes.xml", "no report");

        Found contents = folder().written();

        assertThat(contents.counts()).isEqualTo(new Counts(2, 2, 0, 0));
        assertThat(contents.problems()).isEmpty();
    }

    @Test
    void onlyWhatWasWrittenSinceCountsWhateverTheClocksSay() throws IOException {
        Path old = write("target/surefire-reports/TEST-a.A.xml", failing("a.A", "A.java", 1));
        Path again = write("target/surefire-reports/TEST-b.B.xml", failing("b.B", "B.java", 1));
        Files.setLastModifiedTime(old, FileTime.fromMillis(4_000_000_000_000L));
        ReportFolder before = ReportFolder.before(project, ReportFolder.Layout.SUREFIRE);

        Files.setLastModifiedTime(again, FileTime.fromMillis(1_000L));
        Found contents = before.written();

        assertThat(contents.counts().tests()).isEqualTo(1);
        assertThat(contents.cases()).extracting(each -> each.id().suite()).containsExactly("b.B");
    }

    @Test
    void linesOfOtherModulesAreFound() throws IOException {
        write("core/pom.xml", "");
        write("core/src/main/java/c/Core.java", "class Core {\n  int x = 1 / 0;\n}\n");
        write("app/pom.xml", "");
        write("app/target/surefire-reports/TEST-c.Core.xml", failing("c.Core", "Core.java", 2));

        Found contents = folder().written();

        assertThat(lines(contents))
                .containsExactly(new SourceLine("core/src/main/java/c/Core.java", 2, "int x = 1 / 0;"));
    }

    @Test
    void traceCannotPointOutOfTheSources() throws IOException {
        write("pom.xml", "");
        write("secret.java", "the secret");
        write("target/surefire-reports/TEST-a.A.xml", failing("......secret", "secret.java", 1));

        assertThat(lines(folder().written())).isEmpty();
    }

    @Test
    void unreadableReportIsTold() throws IOException {
        write("target/surefire-reports/TEST-a.A.xml", "<testsuite><testcase>");

        Found contents = folder().written();

        assertThat(contents.problems())
                .containsExactly("The test report target/surefire-reports/TEST-a.A.xml cannot be read.");
    }

    /** The first that is asked for is from before all that is written then. */
    private ReportFolder folder() {
        if (folder == null) folder = ReportFolder.before(project, ReportFolder.Layout.SUREFIRE);
        return folder;
    }

    private List<SourceLine> lines(Found found) {
        return Objects.requireNonNull(
                        found.cases().get(0).located(folder().locating()).failure())
                .lines();
    }

    private Path write(String path, String text) throws IOException {
        Path file = project.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static String failing(String className, String file, int line) {
        return "<testsuite><testcase name=\"m\" classname=\"" + className
                + "\"><failure type=\"T\" message=\"x\">T: x\n\tat " + className + ".m(" + file + ":" + line
                + ")\n</failure></testcase></testsuite>";
    }
}
