package dev.spindle.bench.speed.contestant;

import dev.spindle.event.Limits;
import dev.spindle.jdbc.JdbcJournal;
import dev.spindle.journal.FileJournal;
import dev.spindle.journal.InMemoryJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.sqlite.SQLiteDataSource;

/** Who takes part. */
public enum Entry {
    /** The minimal loop written by hand. */
    FLOOR,
    /** Spindle as it comes: tools supervised, on threads of their own. */
    SPINDLE,
    /** Spindle, tools without a timeout and so on the loop's own thread. */
    INLINE,
    /** Spindle inline, every event on the disk before the next step. */
    FILE,
    /** The same in a SQLite database. */
    SQLITE;

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
            case SQLITE -> new Spindle(url, inline(), JdbcJournal.on(database(folder)));
            case FILE -> new Spindle(url, inline(), FileJournal.in(Files.createTempDirectory(folder, "journal")));
        };
    }

    private static SQLiteDataSource database(Path folder) throws IOException {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl(
                "jdbc:sqlite:" + Files.createTempDirectory(folder, "sqlite").resolve("journal.db"));
        return source;
    }

    private static Limits inline() {
        return Limits.DEFAULT.withToolTimeout(Duration.ZERO);
    }
}
