package dev.spindle.tools.shell;

import dev.spindle.tools.process.ProcessTree;
import java.time.Duration;

/** A command that runs on while the model does other things; a thread of its own reads what it prints. Thread-safe. */
final class RunningCommand implements AutoCloseable {
    private static final int KEPT_BYTES = 32_000;
    /** Longer than the tree takes to die. */
    private static final Duration LAST_READING = Duration.ofSeconds(15);

    private final ProcessTree tree;
    private final String text;
    private final HeadAndTail output = new HeadAndTail(KEPT_BYTES);
    private final Thread reader;
    private volatile String end = "";

    RunningCommand(ProcessTree tree, String text, Duration longest) {
        this.tree = tree;
        this.text = text;
        this.reader = new Thread(() -> read(longest), "spindle-command");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(Duration longest) {
        try {
            ProcessTree.Ended ended = tree.await(longest, output);
            end = ended.timedOut()
                    ? "was killed after " + longest.toSeconds() + " s"
                    : "ended with exit code " + ended.exitCode();
        } catch (InterruptedException stopped) {
            end = "was stopped";
        }
    }

    String text() {
        return text;
    }

    boolean isOver() {
        return !end.isEmpty();
    }

    /** Waits for its end, for some time. */
    void await(Duration time) throws InterruptedException {
        reader.join(Math.max(1, time.toMillis()));
    }

    /** How it stands, and what it printed since the last time. */
    String report(String isolation) {
        String state = isOver() ? end : "is running";
        return "'" + text + "' " + state + " (" + isolation + ").\n" + ShellTools.quoted(output.take());
    }

    /** Kills it with all that it started, once what it printed last is read. */
    @Override
    public void close() {
        reader.interrupt();
        try {
            reader.join(LAST_READING.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        tree.close();
    }
}
