package dev.spindle.journal;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/*
 * The lock is the operating system's, which frees it when the process ends, however it ends. POSIX ties such a lock to the process:
 * closing any descriptor of the file frees it. So a second try in this process must not even open the file, and which files
 * this process holds must be known to all of it; that is what HELD is for.
 */
/** A lock on a file that one process at a time can hold, and in it one holder. */
final class ProcessLock implements AutoCloseable {
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();
    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(5);

    private final Path key;
    private final RandomAccessFile file;

    private ProcessLock(Path key, RandomAccessFile file) {
        this.key = key;
        this.file = file;
    }

    /**
     * The lock; empty if somebody else keeps it.
     *
     * <p>Tries for a moment, since the loser of a race holds the lock as long as it takes to see that it has lost.
     */
    static Optional<ProcessLock> on(Path path) throws IOException {
        Path key = Directories.of(path).toRealPath().resolve(path.getFileName());
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        Optional<ProcessLock> lock = tryOnce(key);
        while (lock.isEmpty() && System.nanoTime() < giveUp) {
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
            lock = tryOnce(key);
        }
        return lock;
    }

    private static Optional<ProcessLock> tryOnce(Path key) throws IOException {
        if (!HELD.add(key)) return Optional.empty();
        RandomAccessFile file = null;
        boolean locked = false;
        try {
            PrivateFiles.create(key);
            Object known = identity(key);
            file = PrivateFiles.open(key);
            locked = file.getChannel().tryLock() != null && isStill(key, known);
            return locked ? Optional.of(new ProcessLock(key, file)) : Optional.empty();
        } finally {
            if (!locked) {
                if (file != null) file.close();
                HELD.remove(key);
            }
        }
    }

    /** Whether the name is still that of the file, which somebody may have deleted before it was locked. */
    private static boolean isStill(Path key, @Nullable Object known) throws IOException {
        return Objects.equals(identity(key), known);
    }

    /** What tells a file from another that has its name later; null where the system does not say. */
    private static @Nullable Object identity(Path key) throws IOException {
        try {
            return Files.readAttributes(key, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException gone) {
            return "gone";
        }
    }

    /** Deletes the file and ends the lock; where an open file cannot be deleted, an empty one is left. */
    void delete() throws IOException {
        if (File.separatorChar == '/') Files.deleteIfExists(key);
        close();
    }

    @Override
    public void close() throws IOException {
        try {
            file.close();
        } finally {
            HELD.remove(key);
        }
    }
}
