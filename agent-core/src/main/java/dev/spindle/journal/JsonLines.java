package dev.spindle.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Files of one JSON value a line, where a line counts once its end is written. */
final class JsonLines {
    private JsonLines() {}

    static List<String> read(Path file) {
        try {
            String text = Files.readString(file);
            int end = text.lastIndexOf('\n');
            return end < 0 ? List.of() : text.substring(0, end).lines().toList();
        } catch (NoSuchFileException notYet) {
            return List.of();
        } catch (IOException failed) {
            throw new JournalException("Cannot read the journal " + file + ": " + failed, failed);
        }
    }

    /** Appends a line among other processes that do the same. */
    static synchronized void append(Path file, String line) {
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw");
                FileLock alone = out.getChannel().lock()) {
            out.seek(out.length());
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            out.getFD().sync();
        } catch (IOException failed) {
            throw new JournalException("Cannot write the journal " + file + ": " + failed, failed);
        }
    }
}
