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

/** A whole small job, from the first question over a kill to the last answer. What the screen shows of it stands in the guide. */
class SmallJobTerminalTest {
    private static final String QUESTION = "y(es), n(o), e(dit):";
    private static final Path GUIDE = Path.of("../docs/chat.md");
    private static final String FENCE = "<!-- transcript of a small job -->\n```text\n";

    @TempDir
    private Path scratch;

    private Path project;
    private ChatServer server;
    private final StringBuilder transcript = new StringBuilder();

    @BeforeEach
    void aProjectWithAFaultAndAServer() throws IOException {
        project = Files.createDirectory(scratch.resolve("shop"));
        Files.writeString(project.resolve("total.sh"), "# Adds two prices.\necho $(($1 - $2))\n");
        Files.writeString(project.resolve("test.sh"), """
                sum=$(sh total.sh 2 3)
                [ "$sum" = 5 ] && echo "1 test passed" && exit 0
                echo "FAILED: the total of 2 and 3 is $sum, not 5"
                exit 1
                """);
        server = new ChatServer();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void jobIsDoneWithAPersonBesideIt() throws Exception {
        script();
        transcript.append("$ spindle chat --dir shop --allow 'sh test.sh'\n");
        try (AtTerminal terminal = chat()) {
            terminal.say("The totals of @total.sh are wrong. Mend it, and run the tests.");
            decide(terminal, "r");
            terminal.awaitEnd("which? its number, or Enter for none:");
            terminal.type("2" + AtTerminal.ENTER);
            terminal.await("by a rule of yours:");
            decide(terminal, "y");
            server.awaitRequests(6);
            terminal.await("[end of untrusted content");
            terminal.type("Keep it POSIX." + AtTerminal.ENTER);
            terminal.await("said to it: Keep it POSIX.");
            server.release();
            terminal.await("it reads: Keep it POSIX.");
            decide(terminal, "y");
            decide(terminal, "n");
            terminal.await("why not?");
            terminal.type("I push myself" + AtTerminal.ENTER);
            terminal.await("2 and 3 │     5");
            terminal.say("/fork 1.8 In one sentence, please.");
            terminal.await("It adds again.");
            terminal.say("/tree");
            terminal.await("▶ 2 ");
            terminal.say("What do I do now?");
            terminal.await("Now you");
            terminal.kill();
            keep(terminal);
        }

        try (AtTerminal terminal = chat("--continue")) {
            terminal.await("Now you can push.");
            terminal.await("context 1 %");
            terminal.awaitPrompt();
            terminal.type(AtTerminal.CTRL_D);
            assertThat(terminal.exitCode()).isZero();
            transcript.append("\n$ spindle chat --dir shop --allow 'sh test.sh' --continue\n");
            keep(terminal);
        }

        assertThat(project.resolve("total.sh")).hasContent("# Adds two prices in cents.\necho $(($1 + $2))\n");
        assertThat(answerTo("run_command", 0)).contains("Exit code 1 (", "FAILED: the total of 2 and 3 is 6, not 5");
        assertThat(answerTo("run_allowed_command", 0)).contains("Exit code 0 (", "1 test passed");
        assertThat(answerTo("run_command", 1)).isEqualTo("Refused: I push myself");
        assertThat(transcript.toString())
                .contains(
                        "  Changed total.sh;", "a rule of yours would allow this, but the run has read what strangers");
        assertThat(transcript).hasToString(inTheGuide());
    }

    private void script() {
        server.calls("search_files", "{\"query\":\"total\"}")
                .calls("read_file", "{\"path\":\"total.sh\"}")
                .calls("edit_file", edit("$1 - $2", "$1 * $2"))
                .calls("edit_file", edit("two prices", "two prices in cents"))
                .calls("run_command", "{\"command\":\"sh test.sh\"}")
                .holds()
                .calls("edit_file", edit("$1 * $2", "$1 + $2"))
                .calls("run_allowed_command", "{\"command\":\"sh test.sh\"}")
                .calls("run_command", "{\"command\":\"git push\"}")
                .says("**Mended.** The tests pass:\n\n| prices | total |\n|---|---:|\n| 2 and 3 | 5 |\n")
                .says("It adds again.\n")
                .hangsAfter("Now you")
                .says("Now you can push.\n");
    }

    private static String edit(String before, String after) {
        return "{\"path\":\"total.sh\",\"old_text\":\"" + before + "\",\"new_text\":\"" + after + "\"}";
    }

    private static void decide(AtTerminal terminal, String answer) throws Exception {
        terminal.awaitEnd(QUESTION);
        terminal.type(answer + AtTerminal.ENTER);
        terminal.await(shown -> !shown.endsWith(QUESTION), "an answer to the question");
    }

    /** What differs from run to run, or from machine to machine, is left out. */
    private void keep(AtTerminal terminal) {
        transcript.append(terminal.screen()
                .strip()
                .replaceAll("\\d+ ms", "8 ms")
                .replaceAll("[\\d.]+ s\\b", "0.4 s")
                .replaceAll("[0-9a-f]{32}", "0".repeat(32))
                .replaceAll("always in the folder\\s+\"[^\"]*\"\\s*\\.", "always in the folder\n    \"/srv/shop\".")
                .replaceAll(
                        "\\((sandboxed by|no bubblewrap|not isolated)[^)]*\\)", "(sandboxed by bubblewrap, no network)")
                .replaceAll("(?s)(It RUNS this command: ).*?\\.\\n", "$1sandboxed by bubblewrap, no network.\n"));
        transcript.append('\n');
    }

    private static String inTheGuide() throws IOException {
        String guide = Files.readString(GUIDE);
        int from = guide.indexOf(FENCE);
        if (from < 0) return "";
        return guide.substring(from + FENCE.length(), guide.indexOf("```", from + FENCE.length()));
    }

    /** What the model read of a call of a tool, counted from 0. */
    private String answerTo(String tool, int number) {
        List<Json> messages = server.requests().get(9).get("messages").items();
        List<String> answers = new ArrayList<>();
        for (int at = 1; at < messages.size(); at++) {
            boolean called = messages.get(at - 1)
                    .find("tool_calls")
                    .map(calls ->
                            calls.items().get(0).get("function").get("name").string())
                    .filter(tool::equals)
                    .isPresent();
            if (called) answers.add(messages.get(at).get("content").string());
        }
        return answers.get(number);
    }

    private AtTerminal chat(String... more) throws IOException {
        Map<String, String> environment = new HashMap<>(server.environment());
        environment.put("HOME", scratch.resolve("home").toString());
        environment.put("SPINDLE_JOURNAL", scratch.resolve("spindle.db").toString());
        List<String> arguments = new ArrayList<>(List.of("chat", "--base-url", server.baseUrl(), "--dir", "shop"));
        arguments.addAll(List.of("--allow", "sh test.sh"));
        arguments.addAll(List.of("--history", scratch.resolve("home/history").toString()));
        arguments.addAll(List.of(more));
        return AtTerminal.startTall(scratch, environment, arguments.toArray(String[]::new));
    }
}
