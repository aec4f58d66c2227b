package dev.spindle.journal;

import java.io.File;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** What a directory needs besides its files. */
final class Directories {
    private Directories() {}

    /** The directory of a file. */
    static Path of(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a directory");
    }

    /**
     * Puts the names of new files on the disk; without it, a power failure may leave a file that has no name.
     *
     * <p>An interrupt stays pending and stops nothing: a journal must be able to record what the interrupt led to.
     */
    static void sync(Path directory) throws IOException {
        // Windows opens no directory, and writes its names by itself.
        if (File.separatorChar == '\\') return;
        boolean interrupted = Thread.interrupted();
        try {
            while (!trySync(directory)) interrupted |= Thread.interrupted();
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private static boolean trySync(Path directory) throws IOException {
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
            return true;
        } catch (ClosedByInterruptException interrupted) {
            return false;
        }
    }
}
