package dev.spindle.retrieval;

import dev.spindle.context.Cancellation;
import java.util.List;

/** Looks at the passages that a search found best, and brings them into a better order. Thread-safe. */
@FunctionalInterface
public interface Reranker {
    /**
     * The same passages in another order, with scores that fall.
     *
     * @param query as it was asked
     * @param found best first, some dozens at most
     */
    List<FoundPassage> rerank(String query, List<FoundPassage> found, Cancellation cancellation);

    /**
     * Lifts passages in which words stand together that the query has together, rare ones most. Needs no model and takes less than a
     * millisecond.
     */
    static Reranker byPhrases() {
        return new PhraseReranker();
    }
}
