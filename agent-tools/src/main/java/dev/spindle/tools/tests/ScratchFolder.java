package dev.spindle.tools.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A temporary folder that goes with all that is in it, whoever has put it there: tests know where their report is written, and may write
 * more. Links in it are removed and not followed.
 *
 * @param path its real path
 */
record ScratchFolder(Path path) implements AutoCloseable {
    /** A new one, whose name begins with these letters. */
    static ScratchFolder create(String name) throws IOException {
        return new ScratchFolder(Files.createTempDirectory(name).toRealPath());
    }

    @Override
    public void close() {
        try {
            Files.walkFileTree(path, new Deleting());
        } catch (IOException broken) {
            throw new UncheckedIOException("the temporary folder " + path + " cannot be removed: " + broken, broken);
        }
    }

    private static final class Deleting extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            // A folder that its owner may not write to keeps what is in it.
            folder.toFile().setWritable(true);
            folder.toFile().setReadable(true);
            folder.toFile().setExecutable(true);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException broken) throws IOException {
            if (broken != null) throw broken;
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
