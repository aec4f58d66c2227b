package dev.spindle.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/*
 * Between processes it is the operating system's lock, which knows no threads: so what this process holds must be known to all of it,
 * and closing any descriptor of the file would free it. That is what OPEN is for. The file holds a number that grows with each sweep.
 */
/** A lock that many who add to a folder share, and that one who sweeps it has alone. Thread-safe. */
final class FolderLock {
    private static final Map<Path, FolderLock> OPEN = new ConcurrentHashMap<>();

    private final Path file;
    private final ReadWriteLock inThisProcess = new ReentrantReadWriteLock(true);
    private @Nullable RandomAccessFile shared;
    private int sharers;
    private long sweeps;

    private FolderLock(Path file) {
        this.file = file;
    }

    static FolderLock on(Path file) throws IOException {
        Path key = Directories.of(file).toRealPath().resolve(file.getFileName());
        return OPEN.computeIfAbsent(key, FolderLock::new);
    }

    /** What is done under the lock. */
    @FunctionalInterface
    interface Work {
        void with(long sweeps) throws IOException;
    }

    /** Adds to the folder, told how often it was swept. An interrupt stays pending and stops nothing. */
    void adding(Work work) throws IOException {
        boolean interrupted = Thread.interrupted();
        inThisProcess.readLock().lock();
        try {
            work.with(join());
        } finally {
            leave();
            inThisProcess.readLock().unlock();
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private synchronized long join() throws IOException {
        sharers++;
        if (shared == null) {
            RandomAccessFile opened = PrivateFiles.open(file);
            shared = opened;
            opened.getChannel().lock(0, Long.MAX_VALUE, true);
            sweeps = sweepsIn(opened);
        }
        return sweeps;
    }

    private synchronized void leave() throws IOException {
        if (--sharers > 0 || shared == null) return;
        RandomAccessFile opened = shared;
        shared = null;
        opened.close();
    }

    /** Takes from the folder what nobody needs. An interrupt stays pending and stops nothing. */
    void sweeping(Work work) throws IOException {
        boolean interrupted = Thread.interrupted();
        inThisProcess.writeLock().lock();
        try (RandomAccessFile alone = PrivateFiles.open(file)) {
            alone.getChannel().lock();
            long next = sweepsIn(alone) + 1;
            alone.seek(0);
            alone.writeLong(next);
            alone.getFD().sync();
            work.with(next);
        } finally {
            inThisProcess.writeLock().unlock();
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private static long sweepsIn(RandomAccessFile opened) throws IOException {
        if (opened.length() < Long.BYTES) return 0;
        opened.seek(0);
        return opened.readLong();
    }
}
