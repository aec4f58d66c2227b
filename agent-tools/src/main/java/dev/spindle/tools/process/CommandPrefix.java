package dev.spindle.tools.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What stands in front of a command and changes how it runs, such as {@code unshare --net --}.
 *
 * @param words a program and its arguments; empty for nothing
 */
public record CommandPrefix(List<String> words) {
    private static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Copies the words. */
    public CommandPrefix {
        words = List.copyOf(words);
    }

    /** The words. */
    public static CommandPrefix of(String... words) {
        return new CommandPrefix(List.of(words));
    }

    /**
     * Whether a command that does nothing succeeds behind it; tried each time, for 10 s at most.
     *
     * <p>Does not hear an interrupt, since what is found out is kept for all: the thread then still is interrupted.
     */
    public boolean works() {
        List<String> command = new ArrayList<>(words);
        command.add("true");
        try {
            Process probe = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = endsInTime(probe);
            if (!ended) probe.destroyForcibly();
            return ended && probe.exitValue() == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    private static boolean endsInTime(Process probe) {
        long deadline = System.nanoTime() + PROBE_NANOS;
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return probe.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }
}
