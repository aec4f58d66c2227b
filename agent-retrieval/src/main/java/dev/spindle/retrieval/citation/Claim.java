package dev.spindle.retrieval.citation;

import java.util.List;

/**
 * A sentence of an answer, and how it stands to the passages that it cites.
 *
 * @param sentence as the answer has it, with its citations
 * @param start where it begins in the answer, in characters
 * @param numbers of the passages that it cites, in the order of the sentence
 * @param verdict what became of it
 * @param detail what exactly does not fit, such as the number or the name; empty if all does
 * @param evidence what of the passages comes closest to it, word for word; empty if nothing does
 */
public record Claim(
        String sentence, int start, List<Integer> numbers, Verdict verdict, String detail, String evidence) {
    /** Copies the numbers. */
    public Claim {
        numbers = List.copyOf(numbers);
    }
}
