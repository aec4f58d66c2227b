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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command against a server, over a real socket. */
class AskServerTest {
    private static final String LIBRARY = "src/test/resources/library";

    private ChatServer server;

    @TempDir
    private Path scratch;

    @BeforeEach
    void open() throws IOException {
        server = new ChatServer();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void answerGoesToStandardOutputAndAllElseToStandardError() {
        server.says("Because ", "it is.");

        Ran ran = ask("Why?");

        assertThat(ran.out()).isEqualTo("Because it is.\n");
        assertThat(ran.err()).contains("answered: 1 turn, 0 tool calls, 1,010 tokens, 0.0001696 USD");
        assertThat(ran.exitCode()).isZero();
    }

    @Test
    void answerIsAskedForAsAStream() {
        server.says("Yes.");

        ask("Why?");

        Json request = server.requests().get(0);
        assertThat(request.get("stream").bool()).isTrue();
        assertThat(request.get("model").string()).isEqualTo("gpt-5-4-nano-official");
    }

    @Test
    void citedPassagesAreListedBehindTheAnswer() {
        server.calls("search_passages", "{\"query\":\"hall seats people\"}").says("Ninety [99], hm.");

        Ran ran = ask("--docs", LIBRARY, "How many people does the hall seat?");

        assertThat(ran.out()).isEqualTo("Ninety [99], hm.\n\n[99] no passage with this number was read\n");
        assertThat(ran.err()).containsPattern("tool search_passages \\{\"query\":\"hall seats people\"}: \\d+ ms");
    }

    @Test
    void questionIsReadFromStandardInput() {
        server.says("Because.").says("Because.");
        List<String> arguments = List.of("ask", "--base-url", server.baseUrl());

        Ran.fed("Why\nnot?\n", server.environment(), arguments.toArray(String[]::new));
        Ran.fed("Why\nnot?\n", server.environment(), "ask", "--base-url", server.baseUrl(), "-");

        assertThat(question(0)).isEqualTo("Why\nnot?").isEqualTo(question(1));
    }

    private String question(int request) {
        return server.requests()
                .get(request)
                .get("messages")
                .items()
                .get(1)
                .get("content")
                .string();
    }

    @Test
    void runsAreKeptInTheHomeThatTheSurroundingsName() {
        server.says("Because.");
        Map<String, String> environment = new HashMap<>(server.environment());
        environment.put("HOME", scratch.toString());
        environment.put("SPINDLE_JOURNAL", "");

        Ran ran = Ran.here(environment, "ask", "--base-url", server.baseUrl(), "Why?");

        assertThat(scratch.resolve(".spindle/spindle.db")).isRegularFile();
        assertThat(ran.err()).containsPattern("kept as run [0-9a-f-]{36}\n");
    }

    @Test
    void pricesComeFromAFile() throws IOException {
        server.calls("search_passages", "{\"query\":\"fine\"}").says("never asked");
        Path prices = Files.writeString(
                scratch.resolve("prices.json"), "{\"gpt-5-4-nano-official\": {\"input\": 1000, \"output\": 0}}");

        Ran ran = ask("--docs", LIBRARY, "--prices", prices.toString(), "--budget", "0.6", "How high?");

        assertThat(ran.err()).contains("cost limit").contains("1 USD");
        assertThat(ran.exitCode()).isEqualTo(3);
    }

    @Test
    void listPriceIsSaidToBeOne() {
        server.says("Because.");

        Ran ran = ask("--model", "gpt-4o-mini", "--budget", "0.5", "Why?");

        assertThat(ran.err())
                .contains("the budget counts with OpenAI's list price of September 2025 for gpt-4o-mini")
                .contains("answered");
    }

    @Test
    void instructionsCanBeReplaced() {
        server.says("Arr.");

        ask("--system", "Talk like a pirate.", "Why?");

        Json first = server.requests().get(0).get("messages").items().get(0);
        assertThat(first.get("content").string()).isEqualTo("Talk like a pirate.");
    }

    @Test
    void controlCharactersOfTheModelDoNotReachTheTerminal() {
        server.says("\u001b]0;owned\u0007", "ok");

        Ran ran = ask("Why?");

        assertThat(ran.out()).isEqualTo("\\u001b]0;owned\\u0007ok\n");
    }

    @Test
    void jsonIsOneObjectALineAndTheLastIsTheResult() {
        server.calls("search_passages", "{\"query\":\"fine\"}").says("Twenty ", "cents.");

        Ran ran = ask("--json", "--docs", LIBRARY, "How high is the fine?");

        List<String> types = new ArrayList<>();
        ran.jsonLines().forEach(line -> types.add(line.get("type").string()));
        assertThat(types)
                .startsWith("Started")
                .contains("Replied", "Assessed", "ToolStarted", "ToolFinished", "TextWritten");
        assertThat(types).endsWith("Finished", "Result");
        assertThat(ran.result().get("stopReason").string()).isEqualTo("answered");
        assertThat(ran.result().get("text").string()).isEqualTo("Twenty cents.");
        assertThat(ran.result().get("usage").get("totalTokens").integer()).isEqualTo(2020);
    }

    @Test
    void turnLimitExitsWithThree() {
        server.calls("search_passages", "{\"query\":\"fine\"}");

        Ran ran = ask("--json", "--docs", LIBRARY, "--max-turns", "1", "How high is the fine?");

        assertThat(ran.result().get("stopReason").string()).isEqualTo("turn_limit");
        assertThat(ran.exitCode()).isEqualTo(3);
    }

    @Test
    void aReplyIsBoundedWhereThatIsSaid() {
        server.says("42.");

        Ran ran = ask("--max-tokens", "77", "How high?");

        assertThat(ran.exitCode()).isZero();
        assertThat(server.requests().get(0).get("max_tokens").integer()).isEqualTo(77);
    }

    @Test
    void spentBudgetExitsWithThree() {
        server.calls("search_passages", "{\"query\":\"fine\"}").says("never asked");

        Ran ran = ask("--json", "--docs", LIBRARY, "--budget", "0.0003", "--max-tokens", "20", "How high is the fine?");

        assertThat(ran.result().get("stopReason").string()).isEqualTo("cost_limit");
        assertThat(server.requests()).hasSize(1);
        assertThat(ran.exitCode()).isEqualTo(3);
    }

    @Test
    void serverThatRefusesExitsWithOne() {
        Ran ran = ask("Why?");

        assertThat(ran.err()).contains("model failed").contains("400");
        assertThat(ran.exitCode()).isEqualTo(1);
    }

    @Test
    void callThatWaitsExitsWithFourAndSaysHowToGoOn() {
        server.calls("search_passages", "{\"query\":\"fine\"}");

        Ran ran = askAndWait();

        assertThat(ran.err())
                .contains("call 0.0 waits for approval: search_passages on fine\n  query: fine\n")
                .contains("to go on: spindle resume " + runId(ran) + " --journal " + scratch + " with --approve CALL");
        assertThat(ran.exitCode()).isEqualTo(4);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void processThatIsToldToStopPrintsItsResultFirst() throws Exception {
        server.hangsAfter("Well, ");
        Process process =
                Ran.start(scratch, server.environment(), "ask", "--json", "--base-url", server.baseUrl(), "Why?");
        server.awaitRequest();

        process.destroy();
        Ran ran = Ran.ended(process, scratch);

        assertThat(ran.result().get("stopReason").string()).isEqualTo("cancelled");
        assertThat(ran.exitCode()).isEqualTo(128 + 15);
    }

    private Ran ask(String... arguments) {
        List<String> all = new ArrayList<>(List.of("ask", "--base-url", server.baseUrl()));
        all.addAll(List.of(arguments));
        return Ran.here(server.environment(), all.toArray(String[]::new));
    }

    private Ran askAndWait() {
        return ask("--docs", LIBRARY, "--journal", scratch.toString(), "--confirm", "How high is the fine?");
    }

    private static String runId(Ran waiting) {
        String behind = waiting.err().substring(waiting.err().indexOf("resume ") + "resume ".length());
        return behind.substring(0, behind.indexOf(' '));
    }
}
