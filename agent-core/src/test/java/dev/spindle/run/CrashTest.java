package dev.spindle.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, killed with SIGKILL where it hurts. */
@Timeout(120)
class CrashTest {
    @TempDir
    Path directory;

    private Path journal;
    private Path ledger;
    private boolean delegating;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void setUp() {
        journal = directory.resolve("journal");
        ledger = directory.resolve("ledger");
    }

    @AfterEach
    void tearDown() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void whatWasRecordedIsNotRepeatedAndTheWriteIsInDoubt() throws Exception {
        killInsideTheSecondTool();

        List<String> resumed = linesOf(start("resume", true));

        assertEquals(List.of("asked", "looked", "paid 5"), ledger());
        String result = last(resumed);
        assertTrue(result.startsWith("result WAITING"), result);
        assertTrue(result.contains("path=0.1") && result.contains("inDoubt=true"), result);
    }

    @Test
    void aPersonSettlesTheDoubtInAThirdProcess() throws Exception {
        killInsideTheSecondTool();
        linesOf(start("resume", true));

        List<String> settled = linesOf(start("approve", false));

        assertEquals(List.of("asked", "asked", "looked", "paid 5", "paid 5"), ledger());
        assertEquals("result ANSWERED 100 | paid []", last(settled));
    }

    @Test
    void aChildThatWaitsPausesItsParentAndBothGoOnAfterAKill() throws Exception {
        delegating = true;
        killInsideTheSecondTool();

        List<String> resumed = linesOf(start("resume", true));
        List<String> settled = linesOf(start("approve", false));

        assertTrue(last(resumed).startsWith("result WAITING"), last(resumed));
        assertTrue(last(resumed).contains("path=0.0/0.1") && last(resumed).contains("inDoubt=true"), last(resumed));
        assertEquals("result ANSWERED The clerk: 100 | paid []", last(settled));
        assertEquals(List.of("asked", "asked", "asked chief", "asked chief", "looked", "paid 5", "paid 5"), ledger());
    }

    @Test
    void aLiveDriverIsNotRobbed() throws Exception {
        Process driver = start("run", true);
        awaitLines(driver, List.of("paying"));

        List<String> other = linesOf(start("resume", true));

        assertTrue(last(other).startsWith("conflict Run 'march' is being driven"), last(other));
        assertEquals(1, Collections.frequency(ledger(), "asked"));
    }

    @Test
    void ofTwoProcessesThatResumeOneDrivesAndTheOtherCallsNothing() throws Exception {
        killInsideTheSecondTool();
        linesOf(start("resume", true));

        Process one = start("approve", true);
        Process two = start("approve", true);
        Process driver = whoPays(one, two);
        Process loser = driver == one ? two : one;

        assertTrue(last(linesOf(loser)).startsWith("conflict "), "the loser hears of a conflict");
        awaitLines(driver, List.of("paying"));
        assertEquals(List.of("asked", "looked", "paid 5", "paid 5"), ledger());
    }

    private void killInsideTheSecondTool() throws Exception {
        Process driver = start("run", true);
        awaitLines(driver, List.of("paying", "recorded 0.0"));
        driver.destroyForcibly().waitFor();
    }

    /** One of them ends, as it lost; the other hangs in the tool. */
    private static Process whoPays(Process one, Process two) throws Exception {
        Object ended = CompletableFuture.anyOf(one.onExit(), two.onExit()).get();
        return ended == one ? two : one;
    }

    private Process start(String act, boolean hanging) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        BankProcess.class.getName(),
                        journal.toString(),
                        ledger.toString(),
                        act,
                        String.valueOf(hanging),
                        String.valueOf(delegating))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        started.add(process);
        return process;
    }

    private static void awaitLines(Process process, List<String> wanted) throws IOException {
        List<String> missing = new ArrayList<>(wanted);
        BufferedReader reader = process.inputReader();
        while (!missing.isEmpty()) {
            String line = reader.readLine();
            if (line == null) throw new AssertionError("the process ended without " + missing);
            missing.remove(line);
        }
    }

    private static List<String> linesOf(Process process) throws Exception {
        try (Stream<String> lines = process.inputReader().lines()) {
            List<String> all = lines.toList();
            process.waitFor();
            return all;
        }
    }

    /** What was really called, sorted, since the two tools run at once. */
    private List<String> ledger() throws IOException {
        return Files.readAllLines(ledger).stream().sorted().toList();
    }

    private static String last(List<String> lines) {
        return lines.get(lines.size() - 1);
    }
}
