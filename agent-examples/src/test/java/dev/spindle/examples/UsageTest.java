package dev.spindle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said to those who ask for what cannot be done. */
class UsageTest {
    @TempDir
    private Path scratch;

    @Test
    void versionIsTheOneThatWasBuilt() {
        Ran ran = Ran.here(Map.of(), "--version");

        assertThat(ran.out()).matches("spindle \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R");
        assertThat(ran.exitCode()).isZero();
    }

    @Test
    void helpTellsTheExitCodes() {
        Ran ran = Ran.here(Map.of(), "ask", "--help");

        assertThat(ran.out()).contains("--docs", "--budget", "stopped by a limit");
        assertThat(ran.exitCode()).isZero();
    }

    @Test
    void commandThatIsMissingIsWrongUsage() {
        Ran ran = Ran.here(Map.of());

        assertWrongUsage(ran, "subcommand");
    }

    @Test
    void optionThatDoesNotExistIsWrongUsage() {
        Ran ran = Ran.here(Map.of(), "ask", "--colour", "red", "Why?");

        assertWrongUsage(ran, "--colour");
    }

    @Test
    void questionThatIsMissingIsWrongUsage() {
        Ran ran = Ran.here(Map.of(), "ask");

        assertWrongUsage(ran, "'QUESTION'");
    }

    @Test
    void keyWithoutModelSaysWhatToSet() {
        Ran ran = Ran.here(Map.of("OPENAI_API_KEY", "k"), "ask", "Why?");

        assertWrongUsage(ran, "OPENAI_MODEL");
    }

    @Test
    void modelWithoutKeySaysWhatToSet() {
        Ran ran = Ran.here(Map.of(), "ask", "--model", "m", "Why?");

        assertWrongUsage(ran, "OPENAI_API_KEY");
    }

    @Test
    void turnsBelowOneAreWrongUsage() {
        Ran ran = Ran.here(Map.of(), "ask", "--max-turns", "0", "Why?");

        assertWrongUsage(ran, "--max-turns");
    }

    @Test
    void confirmingWithoutJournalIsWrongUsage() {
        Ran ran = Ran.here(Map.of(), "ask", "--confirm", "Why?");

        assertWrongUsage(ran, "--journal");
    }

    @Test
    void runThatTheJournalDoesNotKnowIsWrongUsage() {
        Ran ran = Ran.here(Map.of(), "resume", "--journal", scratch.toString(), "none");

        assertWrongUsage(ran, "knows no run 'none'");
    }

    @Test
    void runIdThatLeadsOutOfTheJournalIsWrongUsage() {
        Ran ran = Ran.here(Map.of(), "resume", "--journal", scratch.toString(), "../run");

        assertWrongUsage(ran, "knows no run '../run'");
    }

    @Test
    void resumingWithoutJournalIsWrongUsage() {
        Ran ran = Ran.here(Map.of(), "resume", "run");

        assertWrongUsage(ran, "--journal");
    }

    @Test
    void folderThatIsMissingIsWrongUsage() {
        Ran ran = Ran.here(Map.of(), "ask", "--docs", scratch.resolve("none").toString(), "Why?");

        assertWrongUsage(ran, "there is no folder");
    }

    @Test
    void folderWithoutDocumentsIsWrongUsage() throws IOException {
        Files.writeString(scratch.resolve("photo.jpg"), "no text");

        Ran ran = Ran.here(Map.of(), "ask", "--docs", scratch.toString(), "Why?");

        assertWrongUsage(ran, "holds no documents");
    }

    @Test
    void projectWithoutPomIsWrongUsage() {
        Ran ran = Ran.here(Map.of(), "test", "--project", scratch.toString());

        assertWrongUsage(ran, "there is no pom.xml");
    }

    @Test
    void filterThatNamesNoTestsIsWrongUsage() throws IOException {
        Files.writeString(scratch.resolve("pom.xml"), "<project/>");

        Ran ran = Ran.here(Map.of(), "test", "--project", scratch.toString(), "--filter", "a b; rm");

        assertWrongUsage(ran, "--filter");
    }

    private static void assertWrongUsage(Ran ran, String said) {
        assertThat(ran.err()).contains(said).contains("--help");
        assertThat(ran.out()).isEmpty();
        assertThat(ran.exitCode()).isEqualTo(2);
    }
}
