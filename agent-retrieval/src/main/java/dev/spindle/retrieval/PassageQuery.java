package dev.spindle.retrieval;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is looked for.
 *
 * @param text words or a question; nothing in it is an operator, and different words after the 300th are ignored
 * @param limit the most passages to return, 1 to {@value #MAX_LIMIT}
 * @param folder only files whose path starts so, such as {@code howto/}; empty for all
 * @param metadata only files that say this of themselves, all of it, such as {@code lang=en}
 */
public record PassageQuery(String text, int limit, String folder, Map<String, String> metadata) {
    /** The most passages that one search returns. */
    public static final int MAX_LIMIT = 100;

    /**
     * Copies the metadata.
     *
     * @throws IllegalArgumentException if the limit is out of range
     */
    public PassageQuery {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit is " + limit + "; give 1 to " + MAX_LIMIT);
        }
        metadata = Map.copyOf(metadata);
    }

    /** A query over all documents. */
    public static PassageQuery of(String text, int limit) {
        return new PassageQuery(text, limit, "", Map.of());
    }

    /** The same query over the files whose path starts so. */
    public PassageQuery inFolder(String other) {
        return new PassageQuery(text, limit, other, metadata);
    }

    /** The same query over the files that also say this of themselves. */
    public PassageQuery where(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(metadata);
        more.put(name, value);
        return new PassageQuery(text, limit, folder, more);
    }
}
