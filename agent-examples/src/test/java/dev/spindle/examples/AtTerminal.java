package dev.spindle.examples;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jline.builtins.ScreenTerminal;

/** The command in a process of its own at a pseudo-terminal, and the screen that a person would look at. */
final class AtTerminal implements AutoCloseable {
    static final String ENTER = "\r";
    static final String CTRL_C = "\u0003";
    static final String CTRL_D = "\u0004";
    static final String TAB = "\t";
    static final String UP = "\u001bOA";

    private static final int COLUMNS = 120;
    private static final int ROWS = 100;
    private static final int SMALL_COLUMNS = 80;
    private static final int SMALL_ROWS = 24;
    private static final int TALL_COLUMNS = 90;
    private static final int TALL_ROWS = 250;
    private static final long PATIENCE_SECONDS = 60;

    private final PtyProcess process;
    private final ScreenTerminal screen;
    private final StringBuilder received = new StringBuilder();
    private boolean ended;

    private AtTerminal(PtyProcess process, ScreenTerminal screen) {
        this.process = process;
        this.screen = screen;
        Thread reader = new Thread(this::watch, "screen");
        reader.setDaemon(true);
        reader.start();
    }

    static AtTerminal start(Path folder, Map<String, String> environment, String... arguments) throws IOException {
        return start(COLUMNS, ROWS, folder, environment, arguments);
    }

    /** At a terminal of 80 columns and 24 rows. */
    static AtTerminal startSmall(Path folder, Map<String, String> environment, String... arguments) throws IOException {
        return start(SMALL_COLUMNS, SMALL_ROWS, folder, environment, arguments);
    }

    /** At a terminal that holds a long chat. */
    static AtTerminal startTall(Path folder, Map<String, String> environment, String... arguments) throws IOException {
        return start(TALL_COLUMNS, TALL_ROWS, folder, environment, arguments);
    }

    /** At a terminal of any size. */
    static AtTerminal start(int columns, int rows, Path folder, Map<String, String> environment, String... arguments)
            throws IOException {
        Map<String, String> all = new HashMap<>(System.getenv());
        all.keySet().removeIf(name -> name.startsWith("OPENAI_") || name.equals("NO_COLOR"));
        all.put("TERM", "xterm-256color");
        all.putAll(Ran.keepingNothing(environment));
        PtyProcess process = new PtyProcessBuilder(Ran.command(arguments).toArray(String[]::new))
                .setEnvironment(all)
                .setDirectory(folder.toString())
                .setInitialColumns(columns)
                .setInitialRows(rows)
                .start();
        return new AtTerminal(process, new ScreenTerminal(columns, rows));
    }

    private void watch() {
        char[] buffer = new char[4_096];
        try (Reader output = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            for (int count = output.read(buffer); count >= 0; count = output.read(buffer)) {
                show(new String(buffer, 0, count));
            }
        } catch (IOException closed) {
            // On Linux the end of a terminal is an error.
            show("");
        }
        end();
    }

    private synchronized void show(String output) {
        received.append(output);
        screen.write(output);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Presses keys. */
    void type(String keys) throws IOException {
        process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Writes a line at the prompt. */
    void say(String line) throws InterruptedException, IOException {
        awaitPrompt();
        type(line + ENTER);
    }

    /** Waits until the screen holds a text. */
    void await(String text) throws InterruptedException {
        await(shown -> shown.contains(text), "'" + text + "'");
    }

    /** Waits until the last words on the screen are these. */
    void awaitEnd(String text) throws InterruptedException {
        await(shown -> shown.endsWith(text), "at its end '" + text + "'");
    }

    /** Waits until a line can be written. */
    void awaitPrompt() throws InterruptedException {
        await(shown -> shown.endsWith("\n>"), "a prompt");
    }

    /** Waits until the screen is as told. */
    synchronized void await(Predicate<String> expected, String what) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!expected.test(screen())) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (ended || left <= 0)
                throw new AssertionError("The screen does not show " + what + how() + ":\n" + screen());
            wait(left);
        }
    }

    /** Whether the command goes on, for people who have to find out why it does not. */
    private String how() throws InterruptedException {
        if (!ended) return "";
        boolean dead = process.waitFor(1, TimeUnit.SECONDS);
        return dead ? ", and the command ended with exit code " + process.exitValue() : ", and its terminal was closed";
    }

    /** What the screen shows, without spaces at the ends of lines and empty lines at its end. */
    synchronized String screen() {
        String lines = screen.toString().lines().map(String::stripTrailing).collect(Collectors.joining("\n"));
        return "\n" + lines.strip();
    }

    /** All that was sent to the terminal, with what commands it. */
    synchronized String received() {
        return received.toString();
    }

    /** Kills the command at once, as by SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        exitCode();
    }

    /** Waits until the command has ended. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("The command goes on:\n" + screen());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
