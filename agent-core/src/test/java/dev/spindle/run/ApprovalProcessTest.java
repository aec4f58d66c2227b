package dev.spindle.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spindle.event.Decision;
import dev.spindle.json.Json;
import dev.spindle.tool.PendingCall;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One process asks, a person decides elsewhere with nothing but a file, and another process goes on. */
@Timeout(120)
class ApprovalProcessTest {
    @TempDir
    Path directory;

    @Test
    void aDecisionGoesFromProcessToProcessAsAFile() throws Exception {
        Path question = directory.resolve("question.json");
        Path answer = directory.resolve("answer.json");

        run("ask", question);
        PendingCall call = Json.parse(Files.readString(question)).to(PendingCall.class);
        Decision decision =
                Decision.edit(call, Json.parse("{\"to\":\"Bo\",\"cents\":3}")).by("Al");
        Files.writeString(answer, Json.of(decision).text());
        String said = run("resume", answer);

        assertEquals("Paid. paid 3 to Bo", said.strip());
    }

    private String run(String act, Path file) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ApprovalProcess.class.getName(),
                        directory.resolve("journal").toString(),
                        act,
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        return said;
    }
}
