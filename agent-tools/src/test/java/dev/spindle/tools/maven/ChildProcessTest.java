package dev.spindle.tools.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs small programs: the classes below, with this test's own Java and class path. */
class ChildProcessTest {
    @TempDir
    Path folder;

    private final BuildOutput output = new BuildOutput();

    /** Starts another of itself until it is deep enough, writes its process id, and waits for ever. */
    static final class Sleeper {
        public static void main(String[] arguments) throws Exception {
            int depth = Integer.parseInt(arguments[0]);
            if (depth > 0) {
                new ProcessBuilder(java(Sleeper.class, String.valueOf(depth - 1)))
                        .inheritIO()
                        .start();
            }
            Path written = Files.writeString(
                    Path.of("pid" + depth + ".part"),
                    "" + ProcessHandle.current().pid());
            Files.move(written, Path.of("pid" + depth));
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
        ChildProcess.Ended ended =
                ChildProcess.run(java(Echo.class, "$HOME `id` ;#", "b"), folder, Duration.ofSeconds(60), output);

        assertThat(ended).isEqualTo(new ChildProcess.Ended(3, false));
        assertThat(output.last()).containsExactly("$HOME `id` ;#+b -1");
    }

    @Test
    void timeIsUpForTheWholeTree() throws Exception {
        ChildProcess.Ended ended = ChildProcess.run(java(Sleeper.class, "2"), folder, Duration.ofSeconds(10), output);

        assertThat(ended.timedOut()).isTrue();
        for (int depth = 0; depth <= 2; depth++) assertEnds("pid" + depth);
    }

    @Test
    void interruptKillsTheTree() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread runner = new Thread(() -> {
            try {
                ChildProcess.run(java(Sleeper.class, "1"), folder, Duration.ofMinutes(5), output);
            } catch (IOException | InterruptedException stopped) {
                thrown.set(stopped);
            }
        });
        runner.start();
        awaitFile("pid0");
        awaitFile("pid1");

        runner.interrupt();
        runner.join(TimeUnit.SECONDS.toMillis(30));

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        for (int depth = 0; depth <= 1; depth++) assertEnds("pid" + depth);
    }

    @Test
    void outputWithoutEndIsReadAndForgotten() throws Exception {
        ChildProcess.Ended ended = ChildProcess.run(java(Chatter.class), folder, Duration.ofSeconds(3), output);

        assertThat(ended.timedOut()).isTrue();
        assertThat(output.errors()).hasSizeLessThanOrEqualTo(400).allMatch(line -> line.length() <= 2_000);
        assertThat(output.last()).hasSizeLessThanOrEqualTo(20);
    }

    @Test
    void commandThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> ChildProcess.run(List.of("no-such-command"), folder, Duration.ofSeconds(5), output))
                .isInstanceOf(IOException.class);
    }

    private void assertEnds(String file) throws Exception {
        long pid = Long.parseLong(Files.readString(folder.resolve(file)));
        CompletableFuture<ProcessHandle> end =
                ProcessHandle.of(pid).map(ProcessHandle::onExit).orElse(CompletableFuture.completedFuture(null));
        end.get(20, TimeUnit.SECONDS);
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
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        line.addAll(List.of(arguments));
        return line;
    }
}
