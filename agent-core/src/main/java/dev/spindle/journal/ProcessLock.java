package dev.spindle.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

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
            file = new RandomAccessFile(key.toFile(), "rw");
            locked = file.getChannel().tryLock() != null;
            return locked ? Optional.of(new ProcessLock(key, file)) : Optional.empty();
        } finally {
            if (!locked) {
                if (file != null) file.close();
                HELD.remove(key);
            }
        }
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
