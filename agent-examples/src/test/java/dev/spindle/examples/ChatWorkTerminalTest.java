package dev.spindle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person does in a long chat at a terminal: speak while it works, go back and elsewhere, run commands, and come again. */
class ChatWorkTerminalTest {
    @TempDir
    private Path scratch;

    private Path project;
    private ChatServer server;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void aProjectAndAServer() throws IOException {
        project = Files.createDirectory(scratch.resolve("project"));
        Files.writeString(project.resolve("notes.txt"), "milk\nbread\n");
        server = new ChatServer();
        environment.putAll(server.environment());
        environment.put("SPINDLE_JOURNAL", scratch.resolve("spindle.db").toString());
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void wordsSaidWhileItWorksAreReadAtItsNextTurn() throws Exception {
        server.holds().calls("read_file", "{\"path\":\"notes.txt\"}").says("No beer there.");
        try (AtTerminal terminal = chat()) {
            terminal.say("What do my notes say?");
            server.awaitRequest();
            terminal.type("I mean the \u202Ebeer" + AtTerminal.ENTER);
            terminal.await("said to it: I mean the \\u202ebeer");
            server.release();

            terminal.await("it reads: I mean the \\u202ebeer");
            terminal.await("No beer there.");
            assertThat(said(1)).last().isEqualTo("I mean the \u202Ebeer");
        }
    }

    @Test
    void whatIsPrintedWaitsForALineThatIsBeingWritten() throws Exception {
        server.holds().says("The answer.").says("Now this.");
        try (AtTerminal terminal = chat()) {
            terminal.say("Well?");
            server.awaitRequest();
            terminal.type("/aft");
            terminal.await("+ /aft");
            server.release();
            terminal.type("er And now?");
            terminal.awaitEnd("+ /after And now?");
            assertThat(terminal.screen()).doesNotContain("The answer.");
            terminal.type(AtTerminal.ENTER);

            terminal.await("Now this.");
            assertThat(terminal.screen()).contains("The answer.", "after this: And now?", "now: And now?");
            assertThat(said(1)).containsExactly("Well?", "The answer.", "And now?");
        }
    }

    @Test
    void statusIsShownBehindEachAnswer() throws Exception {
        server.says("One.").says("Two.");
        try (AtTerminal terminal = chat()) {
            terminal.say("First?");
            terminal.await("gpt-5-4-nano-official · context 1 % of 128,000 · 1,010 tokens · 0.0001696 USD");
            terminal.say("Second?");
            terminal.await("2,020 tokens · 0.0003392 USD");
            terminal.say("/context");

            terminal.await("in 2 turns; /compact sums them up");
            assertThat(terminal.screen()).contains("said by you", "tools\n", "as its last reply says");
        }
    }

    @Test
    void chatGoesOnFromAnEarlierTurn() throws Exception {
        server.says("One.").says("Two.").says("Three.");
        try (AtTerminal terminal = chat()) {
            terminal.say("First?");
            terminal.await("One.");
            terminal.say("Second?");
            terminal.await("Two.");
            terminal.say("/fork 1");
            terminal.await("going on behind turn 1");
            terminal.say("Third?");
            terminal.await("Three.");
            terminal.say("/tree");

            terminal.await("  ▶ 3 Third?");
            assertThat(terminal.screen()).contains("● 1 First?\n", "1.0 One.\n", "  ○ 2 Second?\n");
            assertThat(said(2)).containsExactly("First?", "One.", "Third?");
        }
    }

    @Test
    void turnGoesOnOtherwiseFromItsMiddle() throws Exception {
        server.calls("read_file", "{\"path\":\"notes.txt\"}")
                .says("Milk.")
                .says("Lait.")
                .says("Again.");
        try (AtTerminal terminal = chat()) {
            terminal.say("What do my notes say?");
            terminal.await("Milk.");
            terminal.say("/fork 1.1 In French.");
            terminal.await("Lait.");
            terminal.say("And?");

            terminal.await("Again.");
            assertThat(said(2)).element(0).isEqualTo("What do my notes say?");
            assertThat(said(2)).element(2).asString().contains("1| milk");
            assertThat(said(2)).last().isEqualTo("In French.");
            assertThat(said(3)).contains("In French.", "Lait.").doesNotContain("Milk.");
            // The first reply was copied and not asked for again.
            terminal.await("4,040 tokens · ");
        }
    }

    @Test
    void summaryStandsForWhatWasSaid() throws Exception {
        server.says("One.").says("They spoke of \u001b[2Jone.").says("Two.").says("Three.");
        try (AtTerminal terminal = chat()) {
            terminal.say("First?");
            terminal.await("One.");
            terminal.say("/compact the number");
            terminal.await("model: They spoke of \\u001b[2Jone.");
            terminal.say("Second?");
            terminal.await("Two.");
            terminal.say("/undo");
            terminal.say("/undo");
            terminal.say("Third?");

            terminal.await("Three.");
            assertThat(said(1)).last().isEqualTo("Sum up what we have said so far. What matters most: the number");
            assertThat(said(2)).element(0).isEqualTo("Sum up what we have said so far.");
            assertThat(said(2)).doesNotContain("First?").last().isEqualTo("Second?");
            assertThat(said(3)).containsExactly("First?", "One.", "Third?");
        }
    }

    @Test
    void commandOfThePersonIsShownAndReadWithoutSecrets() throws Exception {
        environment.put("SHOP_TOKEN", "s3cr3t-of-the-shop");
        server.says("I see.");
        try (AtTerminal terminal = chat()) {
            terminal.say("!cat notes.txt; printf 'a\\033[2Jb %s\\n' \"$SHOP_TOKEN\"");
            terminal.await("(exit code 0)");
            terminal.say("What was that?");

            terminal.await("I see.");
            assertThat(terminal.screen()).contains("\nmilk\nbread\na\\u001b[2Jb [SHOP_TOKEN]\n");
            assertThat(terminal.received()).doesNotContain("s3cr3t", "\u001b[2Jb");
            assertThat(said(0))
                    .last()
                    .asString()
                    .contains("| milk\n| bread\n", "[SHOP_TOKEN]")
                    .doesNotContain("s3cr3t")
                    .endsWith("What was that?");
        }
    }

    @Test
    void commandOfThePersonIsStoppedByCtrlC() throws Exception {
        try (AtTerminal terminal = chat()) {
            terminal.say("!echo begun; sleep 600");
            terminal.await("\nbegun");
            terminal.type(AtTerminal.CTRL_C);

            terminal.await("(stopped by Ctrl-C)");
            terminal.awaitPrompt();
        }
    }

    @Test
    void questionIsWrittenInTheEditor() throws Exception {
        Path editor = Files.writeString(scratch.resolve("editor"), "#!/bin/sh\nprintf ' in peace' >> \"$2\"\n");
        Files.setPosixFilePermissions(editor, PosixFilePermissions.fromString("rwx------"));
        environment.put("EDITOR", editor + " -x");
        server.says("Very well.");
        try (AtTerminal terminal = chat()) {
            terminal.say("/edit Written");

            terminal.await("Very well.");
            assertThat(said(0)).containsExactly("Written in peace");
        }
    }

    @Test
    void pathsAreCompletedBehindAnAt() throws Exception {
        Files.createDirectories(project.resolve("source/deep"));
        Files.writeString(project.resolve("source/deep/a\u202Eb"), "");
        Files.writeString(project.resolve("source/deep/Main.java"), "");
        server.says("Read.");
        try (AtTerminal terminal = chat()) {
            terminal.awaitPrompt();
            terminal.type("don't skip @so" + AtTerminal.TAB + "d" + AtTerminal.TAB + "M" + AtTerminal.TAB);
            terminal.await("> don't skip @source/deep/Main.java");
            terminal.type("or @no" + AtTerminal.TAB);
            terminal.await("Main.java or @notes.txt");
            terminal.type(AtTerminal.ENTER);

            terminal.await("Read.");
            assertThat(said(0)).last().asString().isEqualTo("don't skip @source/deep/Main.java or @notes.txt");
        }
    }

    @Test
    void pathsWithBlanksAreCompletedInQuotesAndIgnoredOnesAreNot() throws Exception {
        Files.createDirectories(project.resolve("my papers"));
        Files.writeString(project.resolve("my papers/to do.txt"), "");
        Files.writeString(project.resolve("my papers/to drop.log"), "");
        Files.writeString(project.resolve("my.log"), "");
        Files.writeString(project.resolve(".gitignore"), "*.log\n");
        server.says("Read.");
        try (AtTerminal terminal = chat()) {
            terminal.awaitPrompt();
            terminal.type("see @m" + AtTerminal.TAB);
            terminal.await("> see @\"my papers/");
            terminal.type("to" + AtTerminal.TAB);
            terminal.await("> see @\"my papers/to do.txt\"");
            terminal.type("and @no" + AtTerminal.TAB);
            terminal.await("do.txt\" and @notes.txt");
            terminal.type(AtTerminal.ENTER);

            terminal.await("Read.");
            assertThat(said(0)).last().asString().isEqualTo("see @\"my papers/to do.txt\" and @notes.txt");
        }
    }

    @Test
    void chatThatWasKilledGoesOn() throws Exception {
        server.says("Hello Bo.").hangsAfter("You are").says("You are Bo.").says("Bye.");
        try (AtTerminal terminal = chat()) {
            terminal.say("I am Bo.");
            terminal.await("Hello Bo.");
            terminal.say("Who am I?");
            terminal.await("You are");
            terminal.kill();
        }

        try (AtTerminal terminal = chat("--continue")) {
            terminal.await("you: I am Bo.");
            terminal.await("the last turn was cut short, and goes on");
            terminal.await("You are Bo.");
            terminal.say("Bye!");

            terminal.await("Bye.");
            assertThat(said(3)).containsExactly("I am Bo.", "Hello Bo.", "Who am I?", "You are Bo.", "Bye!");
        }
    }

    @Test
    void callThatWaitedWhenTheChatWasKilledIsAskedAboutAgain() throws Exception {
        server.calls("write_file", "{\"path\":\"notes.txt\",\"content\":\"tea\\n\"}")
                .says("Tea it is.");
        try (AtTerminal terminal = chat()) {
            terminal.say("Tea!");
            terminal.await("y(es), n(o), e(dit):");
            terminal.kill();
        }

        try (AtTerminal terminal = chat("--continue")) {
            terminal.await("y(es), n(o), e(dit):");
            terminal.type("y" + AtTerminal.ENTER);

            terminal.await("Tea it is.");
            assertThat(project.resolve("notes.txt")).hasContent("tea\n");
        }
    }

    @Test
    void commandIsShownWithItsIsolation() throws Exception {
        server.calls("run_command", "{\"command\":\"echo $((40 + 2))\"}").says("Done.");
        try (AtTerminal terminal = chat()) {
            terminal.say("Run it.");
            terminal.await("y(es), n(o), e(dit):");
            assertThat(terminal.screen()).contains("  command: echo $((40 + 2))\n", "  It RUNS this command: ");
            terminal.type("y" + AtTerminal.ENTER);

            terminal.await("Done.");
            assertThat(said(1)).last().asString().contains("Exit code 0 (", "42");
        }
    }

    @Test
    void ruleForTheFolderIsShownTakenAndHoldsInTheNextChat() throws Exception {
        environment.put("HOME", scratch.toString());
        server.calls("write_file", "{\"path\":\"notes.txt\",\"content\":\"tea\\n\"}")
                .says("Tea it is.")
                .calls("write_file", "{\"path\":\"notes.txt\",\"content\":\"coffee\\n\"}")
                .says("Coffee it is.");
        try (AtTerminal terminal = chat()) {
            terminal.say("Tea!");
            terminal.await("y(es), n(o), e(dit):");
            terminal.type("r" + AtTerminal.ENTER);
            terminal.await("which? its number, or Enter for none:");
            assertThat(terminal.screen())
                    .contains("1 Allow write_file: any call with path \"notes.txt\", in this run.")
                    .contains("2 Allow write_file: any call with path \"notes.txt\", always in the folder ");
            terminal.type("2" + AtTerminal.ENTER);
            terminal.await("Tea it is.");
        }

        try (AtTerminal terminal = chat()) {
            terminal.say("Coffee!");

            terminal.await("Coffee it is.");
            assertThat(terminal.screen())
                    .contains("by a rule of yours: Allow write_file: ")
                    .doesNotContain("y(es)");
            assertThat(project.resolve("notes.txt")).hasContent("coffee\n");
        }
    }

    @Test
    void secretOfTheEnvironmentIsNotShownHoweverItIsWritten() throws Exception {
        environment.put("SHOP_TOKEN", "tok-1234567890");
        server.says(
                "It is tok-12", "34567890, or tok-**1234**567890.\n\n| a |\n|---|\n| tok-123", "4567890 |\n\ntok-12");
        try (AtTerminal terminal = chat()) {
            terminal.say("What is the token?");
            terminal.await("context 1 %");

            assertThat(terminal.screen())
                    .contains("It is [SHOP_TOKEN], or [SHOP_TOKEN].", "[SHOP_TOKEN]\n", "\ntok-12\n")
                    .doesNotContain("1234567890");
        }
    }

    private AtTerminal chat(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("chat", "--base-url", server.baseUrl()));
        arguments.addAll(List.of("--dir", project.toString()));
        arguments.addAll(List.of("--history", scratch.resolve("home/history").toString()));
        arguments.addAll(List.of(more));
        return AtTerminal.start(scratch, environment, arguments.toArray(String[]::new));
    }

    /** What the model was shown at a request, without the instructions. */
    private List<String> said(int request) {
        List<Json> messages = server.requests().get(request).get("messages").items();
        return messages.stream()
                .skip(1)
                .map(message -> message.find("content")
                        .filter(Json::isString)
                        .map(Json::string)
                        .orElse(""))
                .toList();
    }
}
