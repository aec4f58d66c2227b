package dev.spindle.tools.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

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
            if (isFolder(path)) new Deleting(path).run();
            else Files.deleteIfExists(path);
        } catch (IOException broken) {
            throw new UncheckedIOException("the temporary folder " + path + " cannot be removed: " + broken, broken);
        }
    }

    private static boolean isFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Puts folders side by side first: they may stand in each other so deep that no path leads to the last of them. */
    private static final class Deleting {
        private final Path top;
        private final Path beside;
        private final Deque<Path> folders = new ArrayDeque<>();
        private int count;

        Deleting(Path top) throws IOException {
            makeOpen(top);
            this.top = top;
            this.beside = Files.createTempDirectory(top, "");
        }

        void run() throws IOException {
            empty(top);
            while (!folders.isEmpty()) {
                Path folder = folders.pop();
                empty(folder);
                Files.delete(folder);
            }
            Files.delete(beside);
            Files.delete(top);
        }

        private void empty(Path folder) throws IOException {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
                for (Path each : all) if (!each.equals(beside)) remove(each);
            } catch (DirectoryIteratorException broken) {
                throw broken.getCause();
            }
        }

        private void remove(Path each) throws IOException {
            if (!isFolder(each)) {
                Files.delete(each);
                return;
            }
            makeOpen(each);
            folders.push(Files.move(each, beside.resolve(String.valueOf(count++))));
        }

        /** A folder that its owner may not write to keeps what is in it. */
        private static void makeOpen(Path folder) {
            folder.toFile().setWritable(true);
            folder.toFile().setReadable(true);
            folder.toFile().setExecutable(true);
        }
    }
}
