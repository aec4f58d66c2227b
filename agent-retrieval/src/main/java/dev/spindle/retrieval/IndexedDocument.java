package dev.spindle.retrieval;

import dev.spindle.retrieval.document.Passage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document as an index keeps it.
 *
 * @param path what it is known by
 * @param stamp which state of the file this is
 * @param metadata what it says of itself
 * @param passages in its order; empty if it could not be read
 * @param leftOut why it could not be read; empty if it was
 */
public record IndexedDocument(
        String path, Stamp stamp, Map<String, String> metadata, List<Entry> passages, String leftOut) {
    /** Copies metadata and passages. */
    public IndexedDocument {
        metadata = Map.copyOf(metadata);
        passages = List.copyOf(passages);
    }

    /**
     * Tells states of a file apart.
     *
     * @param hash of its content, SHA-256 in hexadecimal digits
     * @param bytes its size
     * @param modified when it was last changed, in milliseconds since 1970
     */
    public record Stamp(String hash, long bytes, long modified) {}

    /** A passage with what it is found by. */
    public static final class Entry {
        private final Passage passage;
        private final String around;
        private final float @Nullable [] vector;

        /**
         * An entry.
         *
         * @param around the text of the passages before and behind it, which say what it is about
         * @param vector of length one, which nobody changes any more; null in an index of words alone
         */
        public Entry(Passage passage, String around, float @Nullable [] vector) {
            this.passage = passage;
            this.around = around;
            this.vector = vector;
        }

        /** The passage. */
        public Passage passage() {
            return passage;
        }

        /** The text of the passages before and behind it. */
        public String around() {
            return around;
        }

        /** The vector, not to be changed; null in an index of words alone. */
        public float @Nullable [] vector() {
            return vector;
        }
    }
}
