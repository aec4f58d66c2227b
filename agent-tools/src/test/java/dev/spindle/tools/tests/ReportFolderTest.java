package dev.spindle.tools.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.files.Listing;
import dev.spindle.tools.tests.TestReport.Counts;
import dev.spindle.tools.tests.TestReport.SourceLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFolderTest {
    @TempDir
    Path project;

    @Test
    void reportsOfAllModulesAreSummed() throws IOException {
        write("a/target/surefire-reports/TEST-a.A.xml", failing("a.A", "A.java", 1));
        write("b/target/surefire-reports/TEST-b.B.xml", failing("b.B", "B.java", 1));
        write("b/target/surefire-reports/notes.xml", "no report");

        ReportFolder.Contents contents = folder().writtenSince(Set.of());

        assertThat(contents.counts()).isEqualTo(new Counts(2, 1, 0, 0).plus(new Counts(0, 1, 0, 0)));
        assertThat(contents.problems()).isEmpty();
    }

    @Test
    void onlyWhatWasWrittenSinceCountsWhateverTheClocksSay() throws IOException {
        Path old = write("target/surefire-reports/TEST-a.A.xml", failing("a.A", "A.java", 1));
        Path again = write("target/surefire-reports/TEST-b.B.xml", failing("b.B", "B.java", 1));
        Files.setLastModifiedTime(old, FileTime.fromMillis(4_000_000_000_000L));
        Set<Listing.Item> before = folder().present();

        Files.setLastModifiedTime(again, FileTime.fromMillis(1_000L));
        ReportFolder.Contents contents = folder().writtenSince(before);

        assertThat(contents.counts().tests()).isEqualTo(1);
        assertThat(contents.failed())
                .extracting(TestReport.FailedTest::className)
                .containsExactly("b.B");
    }

    @Test
    void linesOfOtherModulesAreFound() throws IOException {
        write("core/pom.xml", "");
        write("core/src/main/java/c/Core.java", "class Core {\n  int x = 1 / 0;\n}\n");
        write("app/pom.xml", "");
        write("app/target/surefire-reports/TEST-c.Core.xml", failing("c.Core", "Core.java", 2));

        ReportFolder.Contents contents = folder().writtenSince(Set.of());

        assertThat(contents.failed().get(0).trace())
                .containsExactly(new SourceLine("core/src/main/java/c/Core.java", 2, "int x = 1 / 0;"));
    }

    @Test
    void traceCannotPointOutOfTheSources() throws IOException {
        write("pom.xml", "");
        write("secret.java", "the secret");
        write("target/surefire-reports/TEST-a.A.xml", failing("......secret", "secret.java", 1));

        assertThat(folder().writtenSince(Set.of()).failed().get(0).trace()).isEmpty();
    }

    @Test
    void unreadableReportIsTold() throws IOException {
        write("target/surefire-reports/TEST-a.A.xml", "<testsuite><testcase>");

        ReportFolder.Contents contents = folder().writtenSince(Set.of());

        assertThat(contents.problems())
                .containsExactly("The test report target/surefire-reports/TEST-a.A.xml cannot be read.");
    }

    private ReportFolder folder() {
        return new ReportFolder(ConfinedFolder.of(project));
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
