package dev.spindle.bench.speed.contestant;

import dev.spindle.bench.store.Store;
import dev.spindle.event.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

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
    SQLITE,
    /** Spindle as it comes, with a journal of files. */
    KEPT_IN_FILES,
    /** The same in a SQLite database. */
    KEPT_IN_SQLITE,
    /** The same in a PostgreSQL of its own, another process. */
    KEPT_IN_POSTGRES;

    /**
     * A contestant of this kind, to be closed.
     *
     * @param url where the model is
     * @param folder its own, for what it keeps
     */
    public Contestant open(String url, Path folder) throws IOException {
        return switch (this) {
            case FLOOR -> new Floor(url);
            case SPINDLE -> new Spindle(url, Limits.DEFAULT, Keeping.inMemory());
            case INLINE -> new Spindle(url, inline(), Keeping.inMemory());
            case SQLITE -> new Spindle(url, inline(), Keeping.in(Store.SQLITE, folder));
            case FILE -> new Spindle(url, inline(), Keeping.in(Store.FILE, folder));
            case KEPT_IN_FILES -> new Spindle(url, Limits.DEFAULT, Keeping.in(Store.FILE, folder));
            case KEPT_IN_SQLITE -> new Spindle(url, Limits.DEFAULT, Keeping.in(Store.SQLITE, folder));
            case KEPT_IN_POSTGRES -> new Spindle(url, Limits.DEFAULT, Keeping.in(Store.POSTGRES, folder));
        };
    }

    private static Limits inline() {
        return Limits.DEFAULT.withToolTimeout(Duration.ZERO);
    }
}
