package dev.spindle.restate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What has really happened, outside of any engine: lines of words, appended by several processes. */
record Ledger(Path file) {
    /** The tool has begun. */
    static final String BEGUN = "begun";

    /** The tool has taken effect. */
    static final String DONE = "done";

    /** The model was asked. */
    static final String ASKED = "asked";

    /** A line of a ledger. */
    record Line(String what, String key, String more) {}

    void write(String what, String key, String more) {
        byte[] line = (what + " " + key + " " + more + "\n").getBytes(StandardCharsets.UTF_8);
        try (FileChannel end = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            end.write(ByteBuffer.wrap(line)); // a line is one write, which others do not come between
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    List<Line> lines() {
        try {
            return Files.readAllLines(file).stream()
                    .map(line -> line.split(" ", 3))
                    .map(words -> new Line(words[0], words[1], words[2]))
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    long count(String what, String key) {
        return lines().stream()
                .filter(line -> line.what().equals(what) && line.key().equals(key))
                .count();
    }
}
