package dev.spindle.examples;

import dev.spindle.examples.terminal.PlainText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A chat through a pipe: each line of standard input is a turn, and nobody is there to decide. */
final class PipeFront implements ChatFront {
    private final Surroundings surroundings;
    private final @Nullable Path journal;
    private final BufferedReader lines;

    /**
     * A front at the streams of a process.
     *
     * @param journal where runs are kept; null if they are not
     */
    PipeFront(Surroundings surroundings, @Nullable Path journal) {
        this.surroundings = surroundings;
        this.journal = journal;
        this.lines = new BufferedReader(new InputStreamReader(surroundings.in(), StandardCharsets.UTF_8));
    }

    @Override
    public @Nullable String next() {
        try {
            String line = lines.readLine();
            while (line != null && line.isBlank()) line = lines.readLine();
            return line == null ? null : line.strip();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void say(String text) {
        surroundings.err().println(PlainText.of(text));
    }

    @Override
    public Output output() {
        return new TextOutput(surroundings, journal);
    }

    @Override
    public Deciding deciding() {
        return Deciding.NOBODY;
    }

    @Override
    public boolean givesUpUndecided() {
        return false;
    }

    @Override
    public void onInterrupt(@Nullable Runnable action) {
        // A signal ends the process, and with a journal the run goes on by `spindle resume`.
    }

    /** The streams are the process's own. */
    @Override
    public void close() {}
}
