package dev.spindle.mcp;

import dev.spindle.context.Cancellation;
import dev.spindle.context.Cancellation.CancelledException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/*
 * A refresh token counts once: an issuer that sees it twice takes it for stolen, and ends the login. So whoever renews a token holds
 * this lock from the reading of what is kept until the next token is kept.
 *
 * The lock is the operating system's, which frees it when the process ends, however it ends. POSIX ties such a lock to the process:
 * closing any descriptor of the file frees it. So a second try in this process must not even open the file, which is what HELD is for.
 */
/** The right to change the tokens that are kept for a server. One process at a time has it, and in it one holder. */
final class TokenLock implements AutoCloseable {
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();
    /** An issuer has half of it to answer. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(10);

    private final Path key;
    private final FileChannel channel;

    private TokenLock(Path key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    /**
     * Waits for the lock.
     *
     * @param file of the lock, which is made if it is missing, and stays
     * @throws IOException if the file cannot be made or locked, or somebody else keeps the lock for a minute
     * @throws CancelledException if the wait is cancelled or interrupted
     */
    static TokenLock on(Path file, Cancellation cancellation) throws IOException {
        Path key = OwnFiles.folder(file).toRealPath().resolve(file.getFileName());
        Deadline deadline = Deadline.in(PATIENCE);
        while (true) {
            TokenLock lock = findFree(key);
            if (lock != null) return lock;
            if (deadline.isOver())
                throw new IOException("another program has kept them to itself for " + PATIENCE.toSeconds()
                        + " seconds; end it, or try again");
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
            cancellation.check();
            if (Thread.currentThread().isInterrupted())
                throw new CancelledException("interrupted while tokens were awaited");
        }
    }

    /** Null if somebody else has it. */
    private static @Nullable TokenLock findFree(Path key) throws IOException {
        if (!HELD.add(key)) return null;
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel = OwnFiles.open(key, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            locked = channel.tryLock() != null;
            return locked ? new TokenLock(key, channel) : null;
        } finally {
            if (!locked) {
                if (channel != null) channel.close();
                HELD.remove(key);
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw new McpException("The lock " + key + " cannot be given back: " + failed.getMessage(), failed);
        } finally {
            HELD.remove(key);
        }
    }
}
