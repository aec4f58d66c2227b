package dev.spindle.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spindle.retrieval.document.SourceDocument;
import java.util.List;
import org.junit.jupiter.api.Test;

class RerankerTest {
    private static final List<SourceDocument> DOCUMENTS = List.of(
            SourceDocument.ofText("apart.txt", "", "Some days are unpaid, others are sick leave, all count here."),
            SourceDocument.ofText("together.txt", "", "Whoever asks for unpaid leave gets it, on most days."),
            SourceDocument.ofText("other.txt", "", "The kitchen has a kettle."));

    private static List<String> files(IndexSettings settings, String query) {
        try (DocumentIndex index = DocumentIndex.of(DOCUMENTS, settings, (done, total) -> {})) {
            return index.search(query, 10).stream()
                    .map(found -> found.passage().file())
                    .toList();
        }
    }

    @Test
    void passageWithThePhraseComesFirst() {
        assertThat(files(IndexSettings.WORDS.rerankedBy(Reranker.byPhrases()), "days of unpaid leave"))
                .containsExactly("together.txt", "apart.txt");
    }

    @Test
    void passagesAreTheSameAsBefore() {
        for (String query : List.of("", "kettle", "unpaid leave in the kitchen", "no such thing")) {
            assertThat(files(IndexSettings.WORDS.rerankedBy(Reranker.byPhrases()), query))
                    .hasSameElementsAs(files(IndexSettings.WORDS, query));
        }
    }

    @Test
    void shareOfVectorsIsChecked() {
        assertThatThrownBy(() -> IndexSettings.WORDS.withVectorShare(1.1))
                .hasMessage("vectorShare is 1.1; give 0 to 1");
    }
}
