package dev.spindle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that waits, and goes on by another command, which is told nothing but where it is kept and what was decided. */
class ResumeTest {
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
    void approvedCallRuns() throws IOException {
        server.calls("search_passages", "{\"query\":\"fine\"}").says("Twenty cents.");
        String runId = askAndWait();

        Ran ran = resume(runId, "--approve", "0.0");

        assertThat(ran.out()).isEqualTo("Twenty cents.\n");
        assertThat(answer()).contains("The fine is twenty cents");
        assertThat(ran.exitCode()).isZero();
    }

    @Test
    void callThatWasNotShownWholeNeedsMoreThanApproval() throws IOException {
        String query = "fine\\n".repeat(450);
        server.calls("search_passages", "{\"query\":\"" + query + "\"}").says("Twenty cents.");
        String runId = askAndWait();

        Ran approved = resume(runId, "--approve", "0.0");
        Ran unseen = resume(runId, "--approve-unseen", "0.0");

        assertThat(approved.err()).contains("of call 0.0 52 rows were not shown", "--approve-unseen 0.0");
        assertThat(approved.exitCode()).isEqualTo(2);
        assertThat(unseen.out()).isEqualTo("Twenty cents.\n");
    }

    @Test
    void refusedCallTellsTheModelWhy() throws IOException {
        server.calls("search_passages", "{\"query\":\"fine\"}").says("I may not look.");
        String runId = askAndWait();

        Ran ran = resume(runId, "--refuse", "0.0", "--reason", "not now");

        assertThat(answer()).isEqualTo("Refused: not now");
        assertThat(ran.exitCode()).isZero();
    }

    @Test
    void editedCallRunsWithOtherArguments() throws IOException {
        server.calls("search_passages", "{\"query\":\"fine\"}").says("Ninety.");
        String runId = askAndWait();

        Ran ran = resume(runId, "--edit", "0.0={\"query\":\"hall seats\"}");

        assertThat(answer()).contains("The hall seats ninety people");
        assertThat(ran.exitCode()).isZero();
    }

    @Test
    void answeredCallDoesNotRun() throws IOException {
        server.calls("search_passages", "{\"query\":\"fine\"}").says("A euro.");
        String runId = askAndWait();

        resume(runId, "--answer", "0.0=The fine is a euro.");

        assertThat(answer()).isEqualTo("The fine is a euro.");
    }

    @Test
    void argumentsThatAreNotJsonAreWrongUsage() throws IOException {
        server.calls("search_passages", "{\"query\":\"fine\"}");
        String runId = askAndWait();

        Ran ran = resume(runId, "--edit", "0.0=hall seats");

        assertThat(ran.err()).contains("--edit needs JSON");
        assertThat(ran.exitCode()).isEqualTo(2);
    }

    @Test
    void decisionAboutACallThatDoesNotWaitIsWrongUsage() throws IOException {
        server.calls("search_passages", "{\"query\":\"fine\"}");
        String runId = askAndWait();

        Ran ran = resume(runId, "--approve", "7.0");

        assertThat(ran.err()).contains("no call 7.0 waits").contains("[0.0]");
        assertThat(ran.exitCode()).isEqualTo(2);
    }

    @Test
    void runThatStillWaitsExitsWithFour() throws IOException {
        server.calls("search_passages", "{\"query\":\"fine\"}");
        String runId = askAndWait();

        Ran ran = resume(runId);

        assertThat(ran.err()).contains("call 0.0 waits for approval");
        assertThat(ran.exitCode()).isEqualTo(4);
    }

    @Test
    void finishedRunGivesItsAnswerAgain() throws IOException {
        server.says("Once.");
        String runId = begun("Why?");

        Ran again = resume(runId);

        assertThat(again.out()).isEqualTo("Once.\n");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void runThatAnotherProgramKeepsIsWrongUsage() throws IOException {
        server.says("Once.");
        String runId = begun("Why?");
        Files.delete(scratch.resolve(runId + ".job.json"));

        Ran ran = resume(runId);

        assertThat(ran.err()).contains("knows no run");
        assertThat(ran.exitCode()).isEqualTo(2);
    }

    @Test
    void callInDoubtIsSaidToBe() {
        String runId = CutShort.write(scratch, scratch, "notes.txt", "tea");
        server.says("Good.");

        Ran waiting = resume(runId);
        Ran settled = resume(runId, "--answer", "0.0=It is written.");

        assertThat(waiting.err()).contains("call 0.0 was cut short and may have taken effect");
        assertThat(waiting.exitCode()).isEqualTo(4);
        assertThat(settled.out()).isEqualTo("Good.\n");
    }

    private String askAndWait() throws IOException {
        return begun("--docs", "src/test/resources/library", "--confirm", "How high is the fine?");
    }

    private String begun(String... arguments) throws IOException {
        run("ask", arguments);
        try (Stream<Path> files = Files.list(scratch)) {
            String ending = ".job.json";
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .map(name -> name.substring(0, name.length() - ending.length()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Ran resume(String runId, String... arguments) {
        return run(
                "resume", Stream.concat(Stream.of(runId), Stream.of(arguments)).toArray(String[]::new));
    }

    private Ran run(String command, String... arguments) {
        List<String> all =
                new ArrayList<>(List.of(command, "--base-url", server.baseUrl(), "--journal", scratch.toString()));
        all.addAll(List.of(arguments));
        return Ran.here(server.environment(), all.toArray(String[]::new));
    }

    /** What the model read as the answer to its call. */
    private String answer() {
        List<Json> messages = server.requests().get(1).get("messages").items();
        return messages.get(messages.size() - 1).get("content").string();
    }
}
