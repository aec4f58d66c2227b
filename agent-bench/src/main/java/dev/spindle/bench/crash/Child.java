package dev.spindle.bench.crash;

import dev.spindle.bench.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A process of this program, as its parent sees it: what it says line by line, and how it ends. For one thread. */
final class Child implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String END = "(the process has ended)";

    private final Process process;
    private final PrintStream in;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private volatile @Nullable Instant firstWord;

    private Child(Process process) {
        this.process = process;
        this.in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read);
        reader.setDaemon(true);
        reader.start();
    }

    static Child start(List<String> arguments) throws IOException {
        return start(List.of(), arguments);
    }

    /** Starts one with more options of its machine. */
    static Child start(List<String> options, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(options);
        command.add(Main.class.getName());
        command.addAll(arguments);
        return new Child(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (firstWord == null) firstWord = Instant.now();
                lines.add(line);
            }
        } catch (IOException broken) {
            lines.add("(its output broke: " + broken + ")");
        } finally {
            lines.add(END);
        }
    }

    /** When it said its first line, if it has. */
    Optional<Instant> firstWord() {
        return Optional.ofNullable(firstWord);
    }

    void say(String line) {
        in.println(line);
    }

    /** What it has said until now is not waited for any more. */
    void forgetWhatWasSaid() {
        lines.clear();
    }

    /**
     * Waits for a line; what comes before it is passed over.
     *
     * @throws IllegalStateException if the process ends first, or says nothing for two minutes
     */
    String await(Predicate<String> wanted) throws InterruptedException {
        while (true) {
            String line = next(PATIENCE.toSeconds());
            if (line == null) throw hangs();
            if (wanted.test(line)) return line;
            if (line.equals(END)) throw new IllegalStateException("A process has ended by itself");
        }
    }

    /** A JVM that is told to quit prints what its threads are at. */
    private IllegalStateException hangs() throws InterruptedException {
        try {
            new ProcessBuilder("kill", "-QUIT", Long.toString(pid())).start().waitFor();
        } catch (IOException noSuchCommand) {
            return new IllegalStateException("A process has said nothing for " + PATIENCE, noSuchCommand);
        }
        StringBuilder threads = new StringBuilder("A process has said nothing for " + PATIENCE + "; it is at\n");
        for (String line = next(1); line != null; line = next(1))
            threads.append(line).append('\n');
        return new IllegalStateException(threads.toString());
    }

    private @Nullable String next(long seconds) throws InterruptedException {
        return lines.poll(seconds, TimeUnit.SECONDS);
    }

    /** Waits until it has ended by itself. */
    int awaitEnd() throws InterruptedException {
        await(END::equals);
        return process.waitFor();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL: it gets no chance to do anything more. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.getOutputStream().close();
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }
}
