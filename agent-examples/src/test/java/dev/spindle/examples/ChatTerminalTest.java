package dev.spindle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chat as a person has it: at a terminal, key by key. */
class ChatTerminalTest {
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
    void answerIsStreamedAsReadableText() throws Exception {
        server.says("# Li", "st\n- *", "*milk*", "*\n```java\nint a;\n", "```\n");
        try (AtTerminal terminal = chat()) {
            terminal.say("What do I need?");

            terminal.await("answered: 1 turn");
            assertThat(terminal.screen())
                    .contains("\nList\n• milk\n  [java]\n    int a;\n")
                    .doesNotContain("**", "```");
            assertThat(terminal.received()).contains("\u001b[1mmilk");
        }
    }

    @Test
    void toolCallIsShownWithItsTime() throws Exception {
        server.calls("read_file", "{\"path\":\"notes.txt\"}").says("Milk and bread.");
        try (AtTerminal terminal = chat()) {
            terminal.say("What do my notes say?");

            terminal.await("Milk and bread.");
            assertThat(terminal.screen())
                    .contains("… read_file {\"path\":\"notes.txt\"}")
                    .containsPattern("✓ read_file: \\d+ ms");
        }
    }

    @Test
    void refusedChangeIsNotMadeAndTheModelReadsWhy() throws Exception {
        server.calls("write_file", "{\"path\":\"notes.txt\",\"content\":\"beer\\nwine\\n\"}")
                .says("As you wish.");
        try (AtTerminal terminal = chat()) {
            terminal.say("Improve my notes.");
            terminal.await("y(es), n(o), e(dit):");
            assertThat(terminal.screen())
                    .contains("write_file on notes.txt waits for you\n  path: notes.txt\n")
                    .contains("  It OVERWRITES a file of 2 lines.\n")
                    .contains("  │ -milk\n  │ -bread\n  │ +beer\n  │ +wine\nrun write_file on notes.txt?");

            terminal.type("n" + AtTerminal.ENTER);
            terminal.await("why not?");
            terminal.type("I do not drink" + AtTerminal.ENTER);

            terminal.await("As you wish.");
            assertThat(answerToTheModel()).isEqualTo("Refused: I do not drink");
            assertThat(project.resolve("notes.txt")).hasContent("milk\nbread\n");
        }
    }

    @Test
    void approvedChangeIsMadeWithEditedArguments() throws Exception {
        server.calls("edit_file", "{\"path\":\"notes.txt\",\"old_text\":\"milk\",\"new_text\":\"beer\"}")
                .says("Done.");
        try (AtTerminal terminal = chat()) {
            terminal.say("Improve my notes.");
            terminal.await("y(es), n(o), e(dit):");

            terminal.type("e" + AtTerminal.ENTER);
            terminal.await("arguments: {\"path\":\"notes.txt\",\"old_text\":\"milk\",\"new_text\":\"beer\"}");
            terminal.type("\b".repeat("beer\"}".length()) + "oat milk\"}" + AtTerminal.ENTER);

            terminal.await("Done.");
            assertThat(project.resolve("notes.txt")).hasContent("oat milk\nbread\n");
            assertThat(terminal.screen()).contains("-milk\n", "+oat milk\n");
        }
    }

    @Test
    void ctrlCInTheMiddleOfAnAnswerStopsItAndNotTheChat() throws Exception {
        server.hangsAfter("Well, ").says("Yes.");
        try (AtTerminal terminal = chat()) {
            terminal.say("Is it so?");
            terminal.await("Well,");

            terminal.type(AtTerminal.CTRL_C);

            terminal.await("cancelled (the person pressed Ctrl-C)");
            terminal.say("And now?");
            terminal.await("Yes.");
        }
    }

    @Test
    void questionLeftOpenIsGivenUp() throws Exception {
        server.calls("write_file", "{\"path\":\"a.txt\",\"content\":\"x\"}").says("Never mind.");
        try (AtTerminal terminal = chat()) {
            terminal.say("Write.");
            terminal.await("y(es), n(o), e(dit):");

            terminal.type(AtTerminal.CTRL_C);

            terminal.await("cancelled (the person left the question open)");
            terminal.say("Sorry.");
            terminal.await("Never mind.");
            assertThat(project.resolve("a.txt")).doesNotExist();
        }
    }

    @Test
    void linesAreRecalledAfterARestart() throws Exception {
        server.says("One.").says("Two.");
        try (AtTerminal terminal = chat()) {
            terminal.say("What is the first question?");
            terminal.await("One.");
            terminal.say("/exit");
            assertThat(terminal.exitCode()).isZero();
        }

        try (AtTerminal terminal = chat()) {
            terminal.awaitPrompt();
            terminal.type(AtTerminal.UP + AtTerminal.UP);
            terminal.await("> What is the first question?");
            terminal.type(AtTerminal.ENTER);

            terminal.await("Two.");
            assertThat(lastMessage(1)).isEqualTo("What is the first question?");
        }
    }

    @Test
    void twoCtrlCAtAnEmptyPromptLeave() throws Exception {
        try (AtTerminal terminal = chat()) {
            terminal.awaitPrompt();
            terminal.type("half a thought");
            terminal.await("> half a thought");
            terminal.type(AtTerminal.CTRL_C);
            terminal.awaitPrompt();

            terminal.type(AtTerminal.CTRL_C);
            terminal.await("Ctrl-C once more");
            terminal.awaitPrompt();
            terminal.type(AtTerminal.CTRL_C);

            assertThat(terminal.exitCode()).isZero();
        }
    }

    @Test
    void ctrlDLeaves() throws Exception {
        try (AtTerminal terminal = chat()) {
            terminal.awaitPrompt();
            terminal.type(AtTerminal.CTRL_D);

            assertThat(terminal.exitCode()).isZero();
        }
    }

    @Test
    void modelCannotCommandTheTerminal() throws Exception {
        server.says("\u001b]0;owned\u0007\u001b[2J", "still here");
        try (AtTerminal terminal = chat()) {
            terminal.say("Hello!");

            terminal.await("still here");
            assertThat(terminal.received()).doesNotContain("\u001b]0;owned", "\u001b[2J");
        }
    }

    @Test
    void waitingRunIsDecidedAboutAtATerminal() throws Exception {
        server.calls("write_file", "{\"path\":\"notes.txt\",\"content\":\"tea\\n\"}")
                .says("Tea it is.");
        Path journal = scratch.resolve("journal");
        Ran waiting = Ran.fed("Tea!\n", server.environment(), arguments("--journal", journal.toString()));
        assertThat(waiting.exitCode()).isEqualTo(4);
        String runId = waiting.err().replaceAll("(?s).*spindle resume (\\S+).*", "$1");

        try (AtTerminal terminal = AtTerminal.start(
                scratch,
                environment(),
                "resume",
                runId,
                "--journal",
                journal.toString(),
                "--base-url",
                server.baseUrl())) {
            terminal.await("y(es), n(o), e(dit):");
            terminal.type("y" + AtTerminal.ENTER);

            terminal.await("Tea it is.");
            assertThat(terminal.exitCode()).isZero();
        }
        assertThat(project.resolve("notes.txt")).hasContent("tea\n");
    }

    @Test
    void callInDoubtIsSettledByThePerson() throws Exception {
        Path journal = scratch.resolve("journal");
        String runId = CutShort.write(journal, project, "notes.txt", "tea");
        server.says("Good.");

        try (AtTerminal terminal = AtTerminal.start(
                scratch,
                environment(),
                "resume",
                runId,
                "--journal",
                journal.toString(),
                "--base-url",
                server.baseUrl())) {
            terminal.await("write_file on notes.txt was cut short and may have taken effect");
            terminal.await("r(un it again), t(ell the model what happened):");
            terminal.type("t" + AtTerminal.ENTER);
            terminal.await("what happened?");
            terminal.type("It is written." + AtTerminal.ENTER);

            terminal.await("Good.");
            assertThat(lastMessage(0)).isEqualTo("It is written.");
        }
    }

    private AtTerminal chat() throws IOException {
        return AtTerminal.start(scratch, environment(), arguments());
    }

    private String[] arguments(String... more) {
        List<String> arguments = new ArrayList<>(List.of("chat", "--base-url", server.baseUrl()));
        arguments.addAll(List.of("--dir", project.toString()));
        arguments.addAll(List.of("--history", scratch.resolve("home/history").toString()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private Map<String, String> environment() {
        return new HashMap<>(server.environment());
    }

    private String answerToTheModel() {
        return lastMessage(1);
    }

    private String lastMessage(int request) {
        List<Json> messages = server.requests().get(request).get("messages").items();
        return messages.get(messages.size() - 1).get("content").string();
    }
}
