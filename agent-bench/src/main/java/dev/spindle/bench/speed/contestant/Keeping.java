package dev.spindle.bench.speed.contestant;

import dev.spindle.bench.speed.contestant.Contestant.Written;
import dev.spindle.bench.store.Place;
import dev.spindle.bench.store.Store;
import dev.spindle.jdbc.JdbcJournal;
import dev.spindle.journal.FileJournal;
import dev.spindle.journal.InMemoryJournal;
import dev.spindle.journal.Journal;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Where a contestant keeps its runs, and how much it has written.
 *
 * @param appends null if they are not counted
 * @param commits null where each append is one
 * @param end closes it and deletes what it kept
 */
record Keeping(
        Journal journal,
        @Nullable LongAdder appends,
        @Nullable LongAdder commits,
        Closeable end) implements AutoCloseable {
    static Keeping inMemory() {
        return new Keeping(new InMemoryJournal(), null, null, () -> {});
    }

    /** In a store of its own below a folder. */
    static Keeping in(Store store, Path folder) throws IOException {
        Place place = Place.make(store, folder);
        LongAdder appends = new LongAdder();
        if (store == Store.FILE) {
            FileJournal files = FileJournal.in(place.directory().resolve("journal"));
            return new Keeping(Counted.appends(files, appends), appends, null, () -> close(files::close, place));
        }
        LongAdder commits = new LongAdder();
        DataSource source = Counted.commits(store.database(place), commits);
        JdbcJournal rows = JdbcJournal.on(source);
        return new Keeping(Counted.appends(rows, appends), appends, commits, () -> close(rows::close, place));
    }

    private static void close(Closeable journal, Place place) throws IOException {
        try (place;
                journal) {
            // in this order: the journal first
        }
    }

    Written written() {
        long appended = appends == null ? 0 : appends.sum();
        return new Written(appended, commits == null ? appended : commits.sum());
    }

    @Override
    public void close() {
        try {
            end.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
