package dev.spindle.bench.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where one test of one store happens: a directory of its own, and a database server if the store needs one.
 *
 * @param url of the server's database; empty if there is no server
 */
public record Place(Path directory, String url, @Nullable Closeable server) implements AutoCloseable {
    private static final long LONGEST_CHECKPOINT = Duration.ofMinutes(1).toNanos();
    private static final long PAUSE = Duration.ofMillis(20).toNanos();

    /** A new place below a directory, with the server running. */
    public static Place make(Store store, Path parent) throws IOException {
        Files.createDirectories(parent);
        Path directory = Files.createTempDirectory(parent, "crash-" + store + "-");
        return switch (store) {
            case FILE, SQLITE, H2 -> new Place(directory, "", null);
            case POSTGRES -> ofPostgres(directory);
            case MARIADB -> ofMariaDb(directory);
        };
    }

    private static Place ofPostgres(Path directory) throws IOException {
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("postgres"))
                .start();
        return new Place(directory, server.getJdbcUrl("postgres", "postgres"), server);
    }

    private static Place ofMariaDb(Path directory) throws IOException {
        MariaDb server = MariaDb.start(directory.resolve("mariadb").toAbsolutePath());
        return new Place(directory, server.url(), server);
    }

    /** The place that another process has made. */
    public static Place of(Path directory, String url) {
        return new Place(directory, url, null);
    }

    public Path log() {
        return directory.resolve("calls.log");
    }

    /** Ends the server and deletes everything. */
    @Override
    public void close() throws IOException {
        if (server != null) server.close();
        awaitEndOfPostgres();
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(directory)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : deepestFirst) Files.deleteIfExists(each);
    }

    /** On a slow disk its last checkpoint takes longer than the program that stops it waits; its files are not ours before. */
    private void awaitEndOfPostgres() throws IOException {
        Path running = directory.resolve("postgres/postmaster.pid");
        long giveUp = System.nanoTime() + LONGEST_CHECKPOINT;
        while (Files.exists(running)) {
            if (System.nanoTime() > giveUp) throw new IOException("PostgreSQL in " + directory + " does not end");
            LockSupport.parkNanos(PAUSE);
        }
    }
}
