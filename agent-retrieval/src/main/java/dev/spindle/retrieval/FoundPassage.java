package dev.spindle.retrieval;

import dev.spindle.retrieval.document.Passage;

/**
 * A passage, and how well it answered a query.
 *
 * @param number what an answer cites it by, from 1; it stays the passage's own in its index as long as its file says the same there
 * @param score how well it fits the query: above zero, comparable only within one search; 0 where nothing was searched
 */
public record FoundPassage(int number, Passage passage, float score) {
    FoundPassage withScore(float other) {
        return new FoundPassage(number, passage, other);
    }
}
