package dev.spindle.retrieval;

import dev.spindle.retrieval.document.Passage.Source;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Passages that follow one another in a document.
 *
 * @param passages in the document's order; at least one
 */
public record PassageRun(List<FoundPassage> passages) {
    /** Copies the list. */
    public PassageRun {
        passages = List.copyOf(passages);
        if (passages.isEmpty()) throw new IllegalArgumentException("A run has at least one passage");
    }

    /** Where all of them stand. */
    public Source source() {
        Source first = passages.get(0).passage().source();
        Source last = passages.get(passages.size() - 1).passage().source();
        return new Source(first.file(), first.start(), last.end(), first.firstLine(), last.lastLine());
    }

    /** Their texts, parted by empty lines. */
    public String text() {
        return passages.stream().map(found -> found.passage().text()).collect(Collectors.joining("\n\n"));
    }
}
