package dev.spindle.tools.tests;

import dev.spindle.tools.files.TextFile;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Files that traces name, read once for all their lines: for so long, and kept only as far as there is room, since tests can name and write as
 * many as they like. Used by one thread.
 */
final class KnownFiles {
    /** How long files are looked for: a trace is worth less than the report that waits for it. */
    static final Duration MAX_TIME = Duration.ofSeconds(20);

    private static final long MOST_CHARACTERS = 32 << 20;
    private static final int MOST_FILES = 10_000;

    private final Map<String, Optional<TextFile>> known = new HashMap<>();
    private final long deadline;
    private long characters;

    KnownFiles(Duration time) {
        this.deadline = System.nanoTime() + time.toNanos();
    }

    /** A file that is known, or read now; empty if there is none, or its time is up. */
    Optional<TextFile> find(String name, Function<String, Optional<TextFile>> read) {
        Optional<TextFile> there = known.get(name);
        if (there != null) return there;
        if (isOver()) return Optional.empty();
        Optional<TextFile> file = read.apply(name);
        long length = name.length() + file.map(KnownFiles::length).orElse(0L);
        if (known.size() >= MOST_FILES || characters + length > MOST_CHARACTERS) {
            known.clear();
            characters = 0;
        }
        known.put(name, file);
        characters += length;
        return file;
    }

    private static long length(TextFile file) {
        return file.lines().stream().mapToLong(line -> line.length() + 1L).sum();
    }

    /** Whether no more files are looked for. */
    boolean isOver() {
        return System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted();
    }
}
