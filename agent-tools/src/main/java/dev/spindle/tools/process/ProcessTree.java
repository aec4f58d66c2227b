package dev.spindle.tools.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A command and whatever it starts, which end together: when the command ends, when its time is up, when the waiting thread is
 * interrupted, or when this is dead.
 *
 * <p>On Linux the command runs in a process namespace of its own where the machine allows it: the kernel then kills all of it, also what
 * left its parents, its session and its environment. Where it does not, the tree is found by session, by parents and by a mark in
 * the environment: a process that leaves all three lives on. Elsewhere it is found by parents alone.
 *
 * <p>What the command prints is read by the thread that waits; no other thread is started. Its input is empty. Used by one thread; only
 * {@link #close} may be called by any.
 */
public final class ProcessTree implements AutoCloseable {
    private static final String MARK = "SPINDLE_PROCESS_TREE";
    private static final long TICK_NANOS = 10_000_000;
    private static final Duration KILL_TIME = Duration.ofSeconds(10);
    private static final Duration UNCLEAR_TIME = Duration.ofSeconds(1);
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final Process process;
    private final String mark;
    private final long started;
    private final byte[] buffer = new byte[1 << 16];
    private boolean dead;

    private ProcessTree(Process process, String mark, long started) {
        this.process = process;
        this.mark = mark;
        this.started = started;
    }

    /**
     * How a command ended.
     *
     * @param exitCode what it returned; meaningless if its time was up
     * @param timedOut whether it was killed because its time was up
     */
    public record Ended(int exitCode, boolean timedOut) {}

    /**
     * Starts a command, whose errors go where its output goes.
     *
     * @param command the program and its arguments; no shell reads them
     * @param folder where it works
     * @param environment all of its environment; one variable is added that marks the tree
     * @throws IOException if there is no such program, or it cannot be started
     */
    public static ProcessTree start(List<String> command, Path folder, Map<String, String> environment)
            throws IOException {
        return start(command, folder, environment, Containment.best());
    }

    static ProcessTree start(
            List<String> command, Path folder, Map<String, String> environment, Containment containment)
            throws IOException {
        checkThere(command.get(0), folder, environment.getOrDefault("PATH", ""));
        List<String> line = new ArrayList<>(containment.prefix());
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(nothing());
        String mark = UUID.randomUUID().toString();
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put(MARK, mark);
        long started = ProcessTable.clock();
        return new ProcessTree(builder.start(), MARK + "=" + mark, started);
    }

    /** The processes that it started and those started by them, as far as they can be told by who started whom. */
    public List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /** Whether the command itself still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Waits until the command ends or its time is up; then the whole tree is dead.
     *
     * @param output is given what the tree prints, to the last of it
     * @throws InterruptedException if the thread was interrupted; the tree is dead by then
     */
    public Ended await(Duration timeout, OutputSink output) throws InterruptedException {
        try {
            boolean ended = follow(timeout, output);
            end();
            lastWords(output);
            return new Ended(ended ? process.exitValue() : -1, !ended);
        } catch (InterruptedException stopped) {
            end();
            lastWords(output);
            throw stopped;
        } finally {
            close();
        }
    }

    /**
     * Hands over what is printed until the command ends or a time is up, and kills nothing.
     *
     * @return whether the command has ended
     * @throws InterruptedException if the thread was interrupted
     */
    public boolean follow(Duration time, OutputSink output) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        while (process.isAlive()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) return !process.isAlive();
            if (Thread.interrupted()) throw new InterruptedException("the command was stopped");
            if (!pass(output)) process.waitFor(Math.min(TICK_NANOS, left), TimeUnit.NANOSECONDS);
        }
        return true;
    }

    /** Kills the whole tree and waits until none of it is left, 10 s at most; what it printed last can no longer be read. */
    @Override
    public void close() {
        end();
        try {
            process.getInputStream().close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private synchronized void end() {
        if (dead) return;
        long deadline = System.nanoTime() + KILL_TIME.toNanos();
        long unclear = System.nanoTime() + UNCLEAR_TIME.toNanos();
        Set<ProcessHandle> known = new HashSet<>();
        process.descendants().forEach(known::add);
        // By its handle: the process itself would forget what it printed.
        process.toHandle().destroyForcibly();
        // Again, for those that were started meanwhile.
        boolean over = false;
        while (!over && System.nanoTime() < deadline) {
            boolean waited = System.nanoTime() > unclear; // before the look, which a busy machine may put off
            Left left = left(known);
            known.addAll(left.living());
            left.living().forEach(ProcessHandle::destroyForcibly);
            over = left.living().isEmpty() && (waited || !left.isUnclear());
            if (!over) Thread.onSpinWait();
        }
        dead = true;
    }

    /** What the pipe held when the tree died; a survivor cannot keep us here. */
    private void lastWords(OutputSink output) {
        long deadline = System.nanoTime() + LAST_WORDS.toNanos();
        // Once in any case: the pipe holds no more than is read at once.
        while (pass(output) && System.nanoTime() < deadline) Thread.onSpinWait();
    }

    /** What lives of the tree, as far as that can be told at the moment. */
    private record Left(Set<ProcessHandle> living, boolean isUnclear) {}

    /** The number of a dead process may be another's by now, so it is forgotten. */
    private Left left(Set<ProcessHandle> known) {
        known.removeIf(each -> !each.isAlive());
        ProcessTable table = ProcessTable.now();
        if (table.isEmpty()) return new Left(Set.copyOf(known), false);
        Set<Long> pids = known.stream().map(ProcessHandle::pid).collect(Collectors.toSet());
        ProcessTable.Tree tree = table.tree(process.pid(), mark, started, pids);
        Set<ProcessHandle> living = tree.living().stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .collect(Collectors.toSet());
        return new Left(living, tree.isUnclear());
    }

    /**
     * Hands over what can be read without waiting, if there is anything. Whoever waits in a read waits for every process that holds the
     * pipe, and nothing wakes it.
     */
    private boolean pass(OutputSink output) {
        InputStream stream = process.getInputStream();
        // The lock of the stream keeps the JDK from emptying the pipe between the two calls.
        synchronized (stream) {
            try {
                int count = Math.min(buffer.length, stream.available());
                if (count <= 0) return false;
                int read = stream.read(buffer, 0, count);
                if (read > 0) output.accept(buffer, read);
                return read > 0;
            } catch (IOException closed) {
                return false;
            }
        }
    }

    /**
     * Checks that there is a program, for those that another one is to start.
     *
     * @param folder where it would work
     * @param path the folders in which it is looked for, as the environment has them
     * @throws IOException if there is none
     */
    public static void checkThere(String program, Path folder, String path) throws IOException {
        if (isWindows()) return;
        if (program.contains("/")) {
            if (!isProgram(folder.resolve(program))) throw notThere(program);
            return;
        }
        for (String each : path.split(File.pathSeparator, -1)) {
            if (isProgram(folder.resolve(each).resolve(program))) return;
        }
        throw notThere(program);
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    private static IOException notThere(String program) {
        return new IOException("There is no program '" + program + "' that can be run");
    }

    private static ProcessBuilder.Redirect nothing() {
        return ProcessBuilder.Redirect.from(new File(isWindows() ? "NUL" : "/dev/null"));
    }

    private static boolean isWindows() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    }
}
