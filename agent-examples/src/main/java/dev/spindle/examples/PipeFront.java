package dev.spindle.examples;

import dev.spindle.event.Decision;
import dev.spindle.run.RunResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A chat through a pipe: each line of standard input is a turn, and nobody is there to decide. */
final class PipeFront implements ChatFront {
    private final Surroundings surroundings;
    private final @Nullable String journal;
    private final boolean json;
    private final BufferedReader lines;

    /**
     * A front at the streams of a process.
     *
     * @param journal what {@code spindle resume} is told to find a run; null if runs are not kept
     * @param json whether runs are printed as JSON lines
     */
    PipeFront(Surroundings surroundings, @Nullable String journal, boolean json) {
        this.surroundings = surroundings;
        this.journal = journal;
        this.json = json;
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
        text.lines().forEach(surroundings.err()::println);
    }

    /** A program asks with {@code /context}. */
    @Override
    public void status(Status status) {}

    @Override
    public Output output() {
        return json ? new JsonOutput(surroundings.out()) : new TextOutput(surroundings, journal);
    }

    /** The next line is the next turn, whenever it came. */
    @Override
    public void attend(Future<?> done, Consumer<String> said) {}

    @Override
    public Deciding deciding(Foresight foresight) {
        return Deciding.NOBODY;
    }

    @Override
    public List<Decision> ruled(RunResult paused) {
        return List.of();
    }

    @Override
    public boolean agrees(String question) {
        return false;
    }

    @Override
    public boolean givesUpUndecided() {
        return false;
    }

    /** What comes through a pipe may be anybody's words. */
    @Override
    public boolean isPerson() {
        return false;
    }

    @Override
    public String lend(Supplier<String> program) {
        throw new IllegalStateException("nobody is there to lend the screen to");
    }

    @Override
    public void onInterrupt(@Nullable Runnable action) {
        // A signal ends the process, and with a journal the run goes on by `spindle resume`.
    }

    /** The streams are the process's own. */
    @Override
    public void close() {}
}
