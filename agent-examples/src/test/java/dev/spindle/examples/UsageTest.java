package dev.spindle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.tools.shell.SandboxLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said to those who ask for what cannot be done. */
class UsageTest {
    @TempDir
    private Path scratch;

    @Test
    void versionIsTheOneThatWasBuiltAndNamesTheIsolationOfCommands() {
        Ran ran = Ran.here(Map.of(), "--version");

        assertThat(ran.out())
                .matches("spindle \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\Rcommands: .+\\R")
                .contains("commands: " + SandboxLevel.best().words());
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
    void folderThatIsNoProjectIsWrongUsage() {
        Ran ran = Ran.here(Map.of(), "test", "--project", scratch.toString());

        assertWrongUsage(ran, "there is no pom.xml, no Cargo.toml");
    }

    @Test
    void filterThatNamesNoTestsIsWrongUsage() throws IOException {
        Files.writeString(scratch.resolve("pom.xml"), "<project/>");

        Ran ran = Ran.here(Map.of(), "test", "--project", scratch.toString(), "--filter", "a b; rm");

        assertWrongUsage(ran, "--filter");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:11434/v1",
                "ftp://host/v1",
                "http://",
                "http://user:hunter2@host/v1",
                "http://host:port/v1",
                "https:/x",
                "http://host/v1#part",
                "http://host:99999/v1",
                "http://[::1/v1",
                "a b"
            })
    void addressThatIsNoneIsWrongUsage(String address) {
        Map<String, String> environment =
                Map.of("OPENAI_API_KEY", "k", "OPENAI_MODEL", "m", "OPENAI_BASE_URL", address);

        Ran ran = Ran.here(environment, "ask", "Why?");

        assertWrongUsage(ran, "OPENAI_BASE_URL");
        assertThat(ran.err()).doesNotContain("hunter2", "\tat ");
        assertThat(ran.err().lines()).hasSize(1);
    }

    @Test
    void keyThatNoHeaderMayHaveIsWrongUsage() {
        Map<String, String> environment = Map.of("OPENAI_API_KEY", "schlüssel-geheim", "OPENAI_MODEL", "m");

        Ran ran = Ran.here(environment, "ask", "Why?");

        assertWrongUsage(ran, "OPENAI_API_KEY");
        assertThat(ran.err()).doesNotContain("geheim", "\tat ");
        assertThat(ran.err().lines()).hasSize(1);
    }

    @Test
    void addressWithoutKeyAndModelSaysWhatToSet() {
        Ran ran = Ran.here(Map.of("OPENAI_BASE_URL", "http://127.0.0.1:1/v1"), "ask", "Why?");

        assertWrongUsage(ran, "OPENAI_API_KEY");
    }

    @Test
    void namesAtTheBeginningOfAMessageStayAsTheyAre() {
        Ran ran = Ran.here(Map.of("OPENAI_API_KEY", "k"), "ask", "Why?");

        assertThat(ran.err()).startsWith("spindle ask: OPENAI_API_KEY is set, but no model is named");
    }

    @Test
    void budgetForAModelWithoutPriceSaysHowToGiveOne() {
        Map<String, String> environment = Map.of("OPENAI_API_KEY", "k", "OPENAI_MODEL", "my-model");

        Ran ran = Ran.here(environment, "ask", "--budget", "0.05", "Why?");

        assertWrongUsage(ran, "--prices FILE");
        assertThat(ran.err()).contains("{\"my-model\": {\"input\": …, \"output\": …}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", "NaN", "0,05", "$5", "1e999999999", "-1"})
    void budgetThatIsNoAmountIsWrongUsage(String budget) {
        Ran ran = Ran.here(Map.of(), "ask", "--budget", budget, "Why?");

        assertWrongUsage(ran, "--budget");
        assertThat(ran.err()).doesNotContain("java.", "Exception").doesNotContain("kept as run");
    }

    @Test
    void questionThatIsEmptyIsNotReadFromElsewhere() {
        Ran ran = Ran.fed("Why?\n", Map.of(), "ask", "");

        assertWrongUsage(ran, "there is no question");
    }

    @Test
    void questionThatIsNoTextIsWrongUsage() {
        byte[] binary = {'W', 'h', 'y', (byte) 0xff, '?'};

        assertWrongUsage(Ran.fed(binary, Map.of(), "ask", "-"), "standard input is no text in UTF-8");
    }

    @Test
    void replyWithoutRoomIsWrongUsage() {
        assertWrongUsage(Ran.here(Map.of(), "ask", "--max-tokens", "0", "Why?"), "--max-tokens is 0");
        assertWrongUsage(Ran.here(Map.of(), "chat", "--max-tokens", "0"), "--max-tokens is 0");
    }

    @Test
    void journalWithoutANameIsWrongUsage() {
        assertWrongUsage(Ran.here(Map.of(), "ask", "--journal", "", "Why?"), "--journal is empty");
        assertWrongUsage(
                Ran.here(Map.of(), "runs", "delete", "--journal", " ", "--older-than", "1d", "--yes"),
                "--journal is empty");
    }

    @Test
    void deletingWhatNothingFitsSaysSo() {
        Path journal = scratch.resolve("runs");
        Ran.here(Map.of(), "ask", "--journal", journal.toString(), "Why?");

        Ran ran = Ran.here(
                Map.of(), "runs", "delete", "--journal", journal.toString(), "--label", "user=nobody", "--yes");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err()).contains("0 runs; none fits");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void pricesThatCannotBeReadAreWrongUsage() throws IOException {
        Path prices = Files.writeString(scratch.resolve("prices.json"), "{\"m\": {\"input\": \"cheap\"}}");
        Map<String, String> environment = Map.of("OPENAI_API_KEY", "k", "OPENAI_MODEL", "m");

        Ran wrong = Ran.here(environment, "ask", "--prices", prices.toString(), "Why?");
        Ran missing = Ran.here(
                environment, "ask", "--prices", scratch.resolve("none.json").toString(), "Why?");

        assertWrongUsage(wrong, "m.input");
        assertWrongUsage(missing, "none.json");
    }

    @Test
    void lookingAtAJournalThatIsNotThereMakesNothing() {
        Path journal = scratch.resolve("typo/a.db");

        Ran list = Ran.here(Map.of(), "runs", "list", "--journal", journal.toString());
        Ran folder = Ran.here(
                Map.of(), "runs", "list", "--journal", scratch.resolve("typo").toString());

        assertWrongUsage(list, "there is no journal");
        assertWrongUsage(folder, "there is no journal");
        assertThat(scratch.resolve("typo")).doesNotExist();
    }

    @Test
    void fileThatIsNoJournalStaysAsItIs() throws IOException {
        Path file = Files.writeString(scratch.resolve("letters.txt"), "Dear Bo");

        Ran ran = Ran.here(Map.of(), "runs", "list", "--journal", file.toString());

        assertWrongUsage(ran, "is no journal of runs");
        assertThat(file).hasContent("Dear Bo");
    }

    @Test
    void filtersThatCannotBeUnderstoodAreWrongUsage() {
        assertWrongUsage(Ran.here(Map.of(), "runs", "list", "--status", "happy"), "there is no status 'happy'");
        assertWrongUsage(Ran.here(Map.of(), "runs", "list", "--older-than", "soon"), "'soon' is no age");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ask",
                "chat",
                "test",
                "resume",
                "runs list",
                "runs show",
                "runs diff",
                "runs replay",
                "runs fork",
                "runs delete",
                "runs resume"
            })
    void everyCommandTellsItsExitCodes(String command) {
        Ran ran = Ran.here(Map.of(), (command + " --help").split(" "));

        assertThat(ran.out()).contains("Exit codes:\n", "  0   ", "  2   wrong usage");
        assertThat(ran.exitCode()).isZero();
    }

    @Test
    void whatAPersonMistypedIsShownWithoutWhatIsNotSeen() {
        Ran ran = Ran.here(Map.of(), "ask", "--col\u202Eour\u001b[31m", "Why?");

        assertWrongUsage(ran, "--col\\u202eour\\u001b[31m");
    }

    private static void assertWrongUsage(Ran ran, String said) {
        assertThat(ran.err()).contains(said).contains("--help");
        assertThat(ran.out()).isEmpty();
        assertThat(ran.exitCode()).isEqualTo(2);
    }
}
