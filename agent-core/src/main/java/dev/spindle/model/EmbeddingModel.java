package dev.spindle.model;

import dev.spindle.context.Cancellation;
import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.message.Spent;
import java.util.List;

/** Turns texts into vectors, so that texts of like meaning lie close together. Thread-safe. */
@FunctionalInterface
public interface EmbeddingModel {
    /**
     * Embeds texts, however many; waits until all are done.
     *
     * @param texts none of them empty
     * @throws IllegalArgumentException naming the text that is empty
     * @throws ModelException if some cannot be embedded
     * @throws CancelledException if cancelled meanwhile
     */
    Embeddings embed(List<String> texts, Cancellation cancellation);

    /** Embeds texts, with nobody to cancel it. */
    default Embeddings embed(List<String> texts) {
        return embed(texts, Cancellation.create());
    }

    /** The model's name as its server knows it; vectors of different models cannot be compared. */
    default String id() {
        return getClass().getSimpleName();
    }

    /**
     * Vectors of texts.
     *
     * @param vectors one for each text, in order, all of the same length; do not change them
     * @param spent tokens and money, failed attempts included as far as known
     */
    record Embeddings(List<float[]> vectors, Spent spent) {
        /** Copies the list, not the vectors. */
        public Embeddings {
            vectors = List.copyOf(vectors);
        }
    }
}
