package dev.spindle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person is shown, at a terminal of 80 columns and 24 rows, before a call may run: all of it, and nothing that is not so. */
class ApprovalTerminalTest {
    private static final String QUESTION = "y(es), n(o), e(dit):";

    @TempDir
    private Path scratch;

    private Path project;
    private ChatServer server;

    @BeforeEach
    void aProjectAndAServer() throws IOException {
        project = Files.createDirectory(scratch.resolve("project"));
        Files.writeString(project.resolve("notes.txt"), "milk\nbread\n");
        server = new ChatServer();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void blanksInALineDrawNoHeaderAndNoQuestionOfTheirOwn() throws Exception {
        String row = " ".repeat(80 - "x".length());
        String forged = "x" + row + "read_file on harmless.txt waits for you" + " ".repeat(41) + "  path: harmless.txt"
                + " ".repeat(60) + "run read_file on harmless.txt? y(es), n(o), e(dit): ";
        server.calls("write_file", arguments("path", "evil.txt", "content", forged));
        try (AtTerminal terminal = chat()) {
            terminal.say("Write.");
            terminal.await("run write_file on evil.txt? " + QUESTION);

            assertThat(terminal.screen().lines())
                    .noneMatch(line -> line.startsWith("read_file on harmless.txt"))
                    .noneMatch(line -> line.startsWith("  path: harmless.txt"))
                    .noneMatch(line -> line.startsWith("run read_file"))
                    .contains("write_file on evil.txt waits for you", "  path: evil.txt")
                    .anyMatch(line -> line.startsWith("  ┆ ") && line.contains("harmless.txt"));
        }
    }

    @Test
    void whatIsShortIsShownBeforeWhatIsLong() throws Exception {
        String content = "line\n".repeat(12) + "end\n";
        server.calls("write_file", arguments("content", content, "path", "late.txt"));
        try (AtTerminal terminal = chat()) {
            terminal.say("Write.");
            terminal.await(QUESTION);

            String screen = terminal.screen();
            assertThat(screen.indexOf("  path: late.txt")).isPositive().isLessThan(screen.indexOf("  content:"));
            assertThat(screen).contains("It CREATES this file").endsWith("run write_file on late.txt? " + QUESTION);
        }
    }

    @Test
    void keysThatWerePressedBeforeTheQuestionAreNoAnswerToIt() throws Exception {
        server.holds()
                .calls("write_file", arguments("path", "notes.txt", "content", "beer\n"))
                .says("As you wish.");
        try (AtTerminal terminal = chat()) {
            terminal.say("Improve my notes.");
            server.awaitRequest();
            terminal.type("y" + AtTerminal.ENTER + "y" + AtTerminal.ENTER);
            server.release();
            terminal.await(QUESTION);
            terminal.type("n" + AtTerminal.ENTER);
            terminal.await("why not?");
            terminal.type("because" + AtTerminal.ENTER);

            terminal.await("As you wish.");
            assertThat(project.resolve("notes.txt")).hasContent("milk\nbread\n");
        }
    }

    @Test
    void whatWasNotShownIsNotRunByAYes() throws Exception {
        String content = "line\n".repeat(500) + "rm -rf /\n";
        server.calls("write_file", arguments("path", "long.txt", "content", content))
                .says("Written.");
        try (AtTerminal terminal = chat()) {
            terminal.say("Write.");
            terminal.await("UNSEEN? a(ll) shows it; unseen, n(o), e(dit):");
            assertThat(terminal.screen()).contains("that are NOT shown").doesNotContain("rm -rf");

            terminal.type("y" + AtTerminal.ENTER);
            terminal.await("'unseen', written out, runs it all the same");
            terminal.awaitEnd("n(o), e(dit):");
            assertThat(project.resolve("long.txt")).doesNotExist();
            terminal.type("a" + AtTerminal.ENTER);
            terminal.await("run write_file on long.txt? " + QUESTION);
            assertThat(terminal.screen()).contains("  │ rm -rf /\n");
            terminal.type("y" + AtTerminal.ENTER);

            terminal.await("Written.");
            assertThat(project.resolve("long.txt")).hasContent(content);
        }
    }

    @Test
    void whatIsNotSeenIsShownAsAnEscape() throws Exception {
        String hidden = "a\u202Eb\u2066c\u200Bd\u061Ce\u00ADf\uFE0Fg\u3164h\u2028i\uDB40\uDC41j\u00A0k\u0085l\rm";
        server.calls("write_file", arguments("path", "n\u202Etxt.sh", "content", hidden));
        try (AtTerminal terminal = chat()) {
            terminal.say("Write.");
            terminal.await(QUESTION);

            assertThat(terminal.screen().replace("\n  ┆ ", ""))
                    .contains("  path: n\\u202etxt.sh")
                    .contains(
                            "a\\u202eb\\u2066c\\u200bd\\u061ce\\u00adf\\ufe0fg\\u3164h\\u2028i\\udb40\\udc41j\\u00a0k\\u0085l\\u000dm")
                    .contains("run write_file on n\\u202etxt.sh?");
        }
    }

    @Test
    void aSignThatReadersOfKeysTakeForACommandStaysASign() throws Exception {
        server.calls("write_file", arguments("path", "100%P x%{.txt", "content", "x"));
        try (AtTerminal terminal = chat()) {
            terminal.say("Write.");
            terminal.await(QUESTION);

            assertThat(terminal.screen()).contains("run write_file on \"100%P x%{.txt\"? " + QUESTION);
        }
    }

    @Test
    void anEditIsShownAsAChangeOfTheFile() throws Exception {
        server.calls("edit_file", arguments("path", "notes.txt", "old_text", "milk", "new_text", "beer"));
        try (AtTerminal terminal = chat()) {
            terminal.say("Improve my notes.");
            terminal.await(QUESTION);

            assertThat(terminal.screen())
                    .contains(
                            "It CHANGES a passage of this file.\n  │ @@ -1,2 +1,2 @@\n  │ -milk\n  │ +beer\n  │  bread\n");
        }
    }

    @Test
    void wordsThatChangeAreMarked() throws Exception {
        Files.writeString(project.resolve("notes.txt"), "two pints of milk\n");
        server.calls("edit_file", arguments("path", "notes.txt", "old_text", "two", "new_text", "three"));
        try (AtTerminal terminal = chat()) {
            terminal.say("More milk.");
            terminal.await(QUESTION);

            assertThat(terminal.received())
                    .containsPattern("\u001b\\[(\\d+;)*7(;\\d+)*mtwo\u001b")
                    .containsPattern("\u001b\\[(\\d+;)*7(;\\d+)*mthree\u001b");
            assertThat(terminal.screen()).contains("  │ -two pints of milk\n  │ +three pints of milk\n");
        }
    }

    @Test
    void aPatchIsShownAsWhatItChangesInEachFile() throws Exception {
        Files.writeString(project.resolve("gone.txt"), "old\n");
        String patch = """
                --- a/notes.txt
                +++ b/notes.txt
                @@ -5,2 +5,2 @@
                -two pints of milk
                +one pint of milk
                 bread
                --- a/gone.txt
                +++ /dev/null
                @@ -1 +0,0 @@
                -old
                --- /dev/null
                +++ b/n\u202Eew.txt
                @@ -0,0 +1 @@
                += CHANGES notes.txt
                """;
        Files.writeString(project.resolve("notes.txt"), "two pints of milk\nbread\n");
        server.calls("apply_patch", arguments("patch", patch));
        try (AtTerminal terminal = chat()) {
            terminal.say("Less milk.");
            terminal.await(QUESTION);

            assertThat(terminal.screen())
                    .contains("By this patch it changes 3 files.\n  │ = CHANGES notes.txt\n")
                    .contains("  │ = not exact: hunk 1 at line 1 instead of 5\n")
                    .contains("  │ -two pints of milk\n  │ +one pint of milk\n  │  bread\n")
                    .contains("  │ = DELETES gone.txt (1 line)\n  │ @@ -1,1 +0,0 @@\n  │ -old\n")
                    .contains("  │ = CREATES n\\u202eew.txt\n  │ @@ -0,0 +1,1 @@\n  │ += CHANGES notes.txt\n");
            assertThat(terminal.received())
                    .containsPattern("\u001b\\[(\\d+;)*7(;\\d+)*mtwo\u001b")
                    .containsPattern("\u001b\\[(\\d+;)*7(;\\d+)*mone\u001b");
        }
    }

    @Test
    void whatIsDeletedIsShown() throws Exception {
        server.calls("delete_file", arguments("path", "notes.txt"));
        try (AtTerminal terminal = chat()) {
            terminal.say("Forget my notes.");
            terminal.await(QUESTION);

            assertThat(terminal.screen())
                    .contains("It DELETES this file (2 lines).\n  │ @@ -1,2 +0,0 @@\n  │ -milk\n  │ -bread\n");
        }
    }

    @Test
    void aMoveIsToldBeforeItIsMade() throws Exception {
        server.calls("move_file", arguments("from", "notes.txt", "to", "lists/shopping.txt"));
        try (AtTerminal terminal = chat()) {
            terminal.say("Tidy up.");
            terminal.await(QUESTION);

            assertThat(terminal.screen())
                    .contains(
                            "  from: notes.txt\n  to: lists/shopping.txt\n  It MOVES this file. Nothing is at the new path yet.");
            assertThat(project.resolve("notes.txt")).exists();
        }
    }

    @Test
    void whatWillBeRefusedIsSaidWithTheReasonBehindTheMargin() throws Exception {
        server.calls("edit_file", arguments("path", "notes.txt", "old_text", "beer", "new_text", "milk"));
        try (AtTerminal terminal = chat()) {
            terminal.say("Improve my notes.");
            terminal.await(QUESTION);

            assertThat(terminal.screen())
                    .contains("As things are, it will be refused, and nothing changed:\n")
                    .contains("  │ = old_text does not occur in 'notes.txt'.");
        }
    }

    @Test
    void noRuleIsOfferedForWhatCouldNotBeShownWhole() throws Exception {
        Files.write(project.resolve("logo.png"), new byte[] {0, 1, 2});
        Files.writeString(project.resolve("long.txt"), "line\n".repeat(3_100));
        server.calls("delete_file", arguments("path", "logo.png"))
                .calls("edit_file", arguments("path", "long.txt", "old_text", "line\n".repeat(3_100), "new_text", "x"))
                .calls("delete_file", arguments("path", "notes.txt"))
                .says("As you wish.");
        try (AtTerminal terminal = chat()) {
            terminal.say("Tidy up.");
            terminal.await(QUESTION);
            terminal.type("r" + AtTerminal.ENTER);
            terminal.await("there is no rule for this call");
            terminal.awaitEnd(QUESTION);
            terminal.type("n" + AtTerminal.ENTER);
            terminal.awaitEnd("why not? (the model reads it)");
            terminal.type("x" + AtTerminal.ENTER);
            terminal.awaitEnd("unseen, n(o), e(dit):");
            terminal.type("r" + AtTerminal.ENTER);
            terminal.await("e(dit): r\nthere is no rule for this call");
            terminal.awaitEnd("unseen, n(o), e(dit):");
            terminal.type("n" + AtTerminal.ENTER);
            terminal.awaitEnd("why not? (the model reads it)");
            terminal.type("x" + AtTerminal.ENTER);
            terminal.await("run delete_file on notes.txt? " + QUESTION);
            terminal.type("r" + AtTerminal.ENTER);
            terminal.await("which? its number, or Enter for none:");
        }
    }

    @Test
    void onANarrowScreenOnlyTheCommandsOwnWordsBeginAtTheEdge() throws Exception {
        server.calls("write_file", arguments("path", "xFORGED y(es)", "content", "x".repeat(13) + "FORGED"))
                .says("As you wish.");
        try (AtTerminal terminal = chat(20, 60)) {
            terminal.say("Write.");
            terminal.awaitEnd("e(dit):");

            String screen = terminal.screen();
            assertThat(screen.replace("\n    ", " ").replace("\n  ┆ ", ""))
                    .contains("write_file on \"xFORGED y(es)\" waits for you")
                    .contains("xxxFORGED");
            assertThat(screen.lines()).noneMatch(line -> line.startsWith("FORGED") || line.startsWith("y(es)\""));
            terminal.type("n" + AtTerminal.ENTER);
            terminal.awaitEnd("it)");
            terminal.type("because" + AtTerminal.ENTER);
            terminal.await("As you wish.");
        }
    }

    private AtTerminal chat(int columns, int rows) throws IOException {
        return AtTerminal.start(columns, rows, scratch, server.environment(), chatArguments());
    }

    private AtTerminal chat() throws IOException {
        return AtTerminal.startSmall(scratch, server.environment(), chatArguments());
    }

    private String[] chatArguments() {
        return new String[] {
            "chat",
            "--base-url",
            server.baseUrl(),
            "--dir",
            project.toString(),
            "--history",
            scratch.resolve("home/history").toString()
        };
    }

    private static String arguments(String... namesAndValues) {
        Map<String, Json> arguments = new LinkedHashMap<>();
        for (int at = 0; at < namesAndValues.length; at += 2) {
            arguments.put(namesAndValues[at], Json.of(namesAndValues[at + 1]));
        }
        return Json.object(arguments).text();
    }
}
