package dev.spindle.retrieval.document;

import java.time.Duration;

/** How long reading one file may take, and how much text may come of it. Used once. */
final class ReadingLimit {
    private static final Duration TIME = Duration.ofSeconds(60);
    private static final int MAX_CHARACTERS = 32 << 20;

    private final long end = System.nanoTime() + TIME.toNanos();

    void check(String path, long characters) {
        if (characters > MAX_CHARACTERS) {
            throw new UnreadableDocumentException(
                    path, "holds more than " + MAX_CHARACTERS + " characters, the most that is read of one file");
        }
        if (System.nanoTime() > end) {
            throw new UnreadableDocumentException(path, "took more than " + TIME.toSeconds() + " s to read");
        }
        if (Thread.currentThread().isInterrupted())
            throw new UnreadableDocumentException(path, "was not read to its end");
    }
}
