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
import java.util.function.LongSupplier;

/**
 * Where a contestant keeps its runs, and how much it has written.
 *
 * @param end closes it and deletes what it kept
 */
record Keeping(Journal journal, LongSupplier appends, LongSupplier commits, Closeable end) implements AutoCloseable {
    static Keeping inMemory() {
        return new Keeping(new InMemoryJournal(), () -> 0, () -> 0, () -> {});
    }

    /** In a store of its own below a folder. */
    static Keeping in(Store store, Path folder) throws IOException {
        Place place = Place.make(store, folder);
        if (store == Store.FILE) {
            FileJournal files = FileJournal.in(place.directory().resolve("journal"));
            CountedAppends counted = CountedAppends.of(files);
            // Each append is one.
            return new Keeping(
                    counted.journal(), counted.sum()::sum, counted.sum()::sum, () -> close(files::close, place));
        }
        Commits commits = Commits.of(store, store.database(place));
        JdbcJournal rows = JdbcJournal.on(commits.source());
        CountedAppends counted = CountedAppends.of(rows);
        return new Keeping(counted.journal(), counted.sum()::sum, commits.sum(), () -> close(rows::close, place));
    }

    private static void close(Closeable journal, Place place) throws IOException {
        try (place;
                journal) {
            // in this order: the journal first
        }
    }

    Written written() {
        return new Written(appends.getAsLong(), commits.getAsLong());
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
