package dev.spindle.tools.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.spindle.tools.process.ProcessTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs small programs: the classes below, with this test's own Java and class path. */
class ChildProcessTest {
    private static final ChildProcess.Watch NOBODY = new ChildProcess.Watch(Duration.ofSeconds(1), gone -> {});

    /** A time to sleep that tells the processes of this test from all others. */
    private static final String TOKEN = "71.2043";

    private static final String LEAVES = "nohup sleep " + TOKEN + " & sleep " + TOKEN + " &";
    private static final String LEAVES_SESSION = "setsid nohup sleep " + TOKEN + " >/dev/null 2>&1 & sleep 0.3";
    private static final String LEAVES_TWICE = "(setsid sh -c 'setsid sleep " + TOKEN + " & sleep " + TOKEN + "' &) &";
    private static final String IGNORES_SIGNALS = "(trap '' TERM HUP INT; sleep " + TOKEN + ") & sleep 0.3";
    private static final String MANY = "i=0; while [ $i -lt 300 ]; do (setsid sleep " + TOKEN + " &); i=$((i+1)); done";

    @TempDir
    Path folder;

    private final BuildOutput output = new BuildOutput();

    /** Starts another of itself until it is deep enough, leaves a file, and waits for ever. */
    static final class Sleeper {
        public static void main(String[] arguments) throws Exception {
            int depth = Integer.parseInt(arguments[0]);
            if (depth > 0) {
                new ProcessBuilder(java(Sleeper.class, String.valueOf(depth - 1), arguments[1]))
                        .inheritIO()
                        .start();
            }
            Files.createFile(Path.of("started" + depth));
            Thread.currentThread().join();
        }
    }

    /** Prints without end. */
    static final class Chatter {
        public static void main(String[] arguments) {
            while (!System.out.checkError()) System.out.print("[ERROR] " + "x".repeat(1_000));
        }
    }

    /** Prints what it is given and ends. */
    static final class Echo {
        public static void main(String[] arguments) throws IOException {
            System.out.println(String.join("+", arguments) + " " + System.in.read());
            System.exit(3);
        }
    }

    @Test
    void argumentsArriveAsTheyAreAndInputIsEmpty() throws Exception {
        ProcessTree.Ended ended =
                ended(java(Echo.class, "$HOME `id` ;#", "b"), folder, Set.of(), Duration.ofSeconds(60), output);

        assertThat(ended).isEqualTo(new ProcessTree.Ended(3, false));
        assertThat(output.last()).containsExactly("$HOME `id` ;#+b -1");
    }

    @Test
    void timeIsUpForTheWholeTree() throws Exception {
        ProcessTree.Ended ended =
                ended(java(Sleeper.class, "2", TOKEN), folder, Set.of(), Duration.ofSeconds(10), output);

        assertThat(ended.timedOut()).isTrue();
        for (int depth = 0; depth <= 2; depth++)
            assertThat(folder.resolve("started" + depth)).exists();
        assertNoneIsLeft();
    }

    @Test
    void thatACommandStillRunsIsToldUntilItEnds() throws Exception {
        List<Duration> told = new ArrayList<>();
        ChildProcess.Watch watch = new ChildProcess.Watch(Duration.ofMillis(20), gone -> {
            told.add(gone);
            if (told.size() == 3) folder.resolve("go").toFile().mkdir();
        });

        ChildProcess.Result result = ChildProcess.run(
                shell("until [ -d go ]; do :; done"), folder, Set.of(), Duration.ofMinutes(1), output, watch);

        assertThat(result.ended()).isEqualTo(new ProcessTree.Ended(0, false));
        assertThat(told).hasSizeGreaterThanOrEqualTo(3).isSorted();
        assertThat(told.get(2)).isGreaterThanOrEqualTo(Duration.ofMillis(60));
    }

    @Test
    void interruptKillsTheTree() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread runner = new Thread(() -> {
            try {
                ChildProcess.run(
                        java(Sleeper.class, "1", TOKEN), folder, Set.of(), Duration.ofMinutes(5), output, NOBODY);
            } catch (IOException | InterruptedException stopped) {
                thrown.set(stopped);
            }
        });
        runner.start();
        awaitFile("started0");
        awaitFile("started1");

        runner.interrupt();
        runner.join(TimeUnit.SECONDS.toMillis(30));

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertNoneIsLeft();
    }

    @Test
    void outputWithoutEndIsReadAndForgotten() throws Exception {
        ProcessTree.Ended ended = ended(java(Chatter.class), folder, Set.of(), Duration.ofSeconds(3), output);

        assertThat(ended.timedOut()).isTrue();
        assertThat(output.errors()).hasSizeLessThanOrEqualTo(400).allMatch(line -> line.length() <= 2_000);
        assertThat(output.last()).hasSizeLessThanOrEqualTo(20);
    }

    @Test
    void commandThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> ChildProcess.run(
                        List.of("no-such-command"), folder, Set.of(), Duration.ofSeconds(5), output, NOBODY))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {LEAVES, LEAVES_SESSION, LEAVES_TWICE, IGNORES_SIGNALS, MANY})
    void whatIsLeftBehindEndsWithTheCommand(String script) throws Exception {
        ProcessTree.Ended ended =
                ended(shell(script + "\n echo started"), folder, Set.of(), Duration.ofSeconds(60), output);

        assertThat(ended).isEqualTo(new ProcessTree.Ended(0, false));
        assertThat(output.last()).contains("started");
        assertNoneIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {LEAVES, LEAVES_SESSION, LEAVES_TWICE, IGNORES_SIGNALS, MANY})
    void whatWasLeftBehindEndsWithTheTime(String script) throws Exception {
        ProcessTree.Ended ended =
                ended(shell(script + "\n sleep " + TOKEN), folder, Set.of(), Duration.ofSeconds(2), output);

        assertThat(ended.timedOut()).isTrue();
        assertNoneIsLeft();
    }

    @Test
    void noThreadWaitsForWhatWasLeftBehind() throws Exception {
        ChildProcess.run(shell(LEAVES_TWICE), folder, Set.of(), Duration.ofSeconds(60), output, NOBODY);

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("spindle-build"));
        // The JDK's own is there for a moment, also when there is nothing to wait for.
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            while (Thread.getAllStackTraces().values().stream().anyMatch(ChildProcessTest::isInProcessExited))
                Thread.onSpinWait();
        });
    }

    private static boolean isInProcessExited(StackTraceElement[] stack) {
        return Stream.of(stack).anyMatch(frame -> frame.getMethodName().equals("processExited"));
    }

    private static ProcessTree.Ended ended(
            List<String> command, Path folder, Set<String> passedOn, Duration timeout, BuildOutput output)
            throws IOException, InterruptedException {
        return ChildProcess.run(command, folder, passedOn, timeout, output, NOBODY)
                .ended();
    }

    private static List<String> shell(String script) {
        return List.of("/bin/sh", "-c", script);
    }

    private static void assertNoneIsLeft() {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            while (left().findAny().isPresent()) Thread.onSpinWait();
        });
    }

    private static Stream<ProcessHandle> left() {
        return ProcessHandle.allProcesses()
                .filter(each -> each.info().commandLine().orElse("").contains(TOKEN));
    }

    private void awaitFile(String name) {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            while (!Files.exists(folder.resolve(name))) Thread.onSpinWait();
        });
    }

    private static List<String> java(Class<?> main, String... arguments) {
        String command = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> line = new java.util.ArrayList<>(List.of(
                command,
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData", // in a namespace of its own each has the number 1, and the same file
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        line.addAll(List.of(arguments));
        return line;
    }
}
