package dev.spindle.bench.speed.contestant;

import dev.spindle.run.FileJournal;
import dev.spindle.run.InMemoryJournal;
import dev.spindle.run.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Who takes part. */
public enum Entry {
    /** The minimal loop written by hand. */
    FLOOR("floor"),
    /** Spindle as it comes: tools supervised, on threads of their own. */
    SPINDLE("Spindle"),
    /** Spindle, tools without a timeout and so on the loop's own thread. */
    INLINE("Spindle, tools on the loop's thread"),
    /** Spindle inline, every event on the disk before the next step. */
    FILE("Spindle, file journal");

    private final String words;

    Entry(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }

    /**
     * A contestant of this kind, to be closed.
     *
     * @param url where the model is
     * @param folder its own, for what it keeps
     */
    public Contestant open(String url, Path folder) throws IOException {
        return switch (this) {
            case FLOOR -> new Floor(url);
            case SPINDLE -> new Spindle(url, Limits.DEFAULT, new InMemoryJournal());
            case INLINE -> new Spindle(url, inline(), new InMemoryJournal());
            case FILE -> new Spindle(url, inline(), FileJournal.in(Files.createTempDirectory(folder, "journal")));
        };
    }

    private static Limits inline() {
        return Limits.DEFAULT.withToolTimeout(Duration.ZERO);
    }
}
