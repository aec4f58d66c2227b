package dev.spindle.model;

import dev.spindle.message.Spent;
import java.util.List;

/**
 * Vectors of texts.
 *
 * @param vectors one for each text, in order, all of the same length; do not change them
 * @param spent tokens and money, failed attempts included as far as known
 */
public record Embeddings(List<float[]> vectors, Spent spent) {
    /** Copies the list, not the vectors. */
    public Embeddings {
        vectors = List.copyOf(vectors);
    }
}
