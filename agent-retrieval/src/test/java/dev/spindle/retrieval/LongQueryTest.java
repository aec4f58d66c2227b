package dev.spindle.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.message.Spent;
import dev.spindle.model.EmbeddingModel;
import dev.spindle.retrieval.document.SourceDocument;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Queries that tell a whole situation. */
class LongQueryTest {
    private static final int READ = 600;
    private static final String ASIDE = "I have been thinking about this for a long time now, and it is on my mind. ";

    /** Knows letters from money, and reads the beginning of a text only, as models do. */
    private static final EmbeddingModel MODEL = (texts, cancellation) -> new EmbeddingModel.Embeddings(
            texts.stream().map(LongQueryTest::vector).toList(), Spent.NOTHING);

    private static float[] vector(String text) {
        String read = text.substring(0, Math.min(READ, text.length()));
        return new float[] {read.contains("letter") ? 1 : 0, read.contains("money") ? 1 : 0, 0.1f};
    }

    private static List<String> found(String query) {
        List<SourceDocument> documents = List.of(
                SourceDocument.ofText("post", "", "How a letter is delivered."),
                SourceDocument.ofText("bank", "", "How money is kept."),
                SourceDocument.ofText("shelf", "", "Where the letter lies beside the money."));
        IndexSettings settings = IndexSettings.WORDS.withEmbeddings(MODEL).withVectorShare(1);
        try (DocumentIndex index = DocumentIndex.of(documents, settings, (done, total) -> {})) {
            return index.search(query, 2).stream()
                    .map(hit -> hit.passage().file())
                    .toList();
        }
    }

    @Test
    void whatIsAskedAtTheEndOfALongQueryIsFound() {
        String query = ASIDE.repeat(20) + "Where is my money?";

        assertThat(found(query)).startsWith("bank");
    }

    @Test
    void longQueryFindsBothOfItsThingsBeforeWhatIsABitOfEach() {
        String query = "I wrote a letter. " + ASIDE.repeat(10) + "It was about money.";

        assertThat(found(query)).containsExactlyInAnyOrder("post", "bank");
    }

    @Test
    void shortQueryIsAskedAsItIs() {
        assertThat(QueryParts.of("Where is my letter? And my money?"))
                .containsExactly("Where is my letter? And my money?");
    }

    @Test
    void partsAreWholeSentencesAndBounded() {
        List<String> parts = QueryParts.of(ASIDE.repeat(1_000));

        assertThat(parts)
                .hasSize(16)
                .allSatisfy(part ->
                        assertThat(part).startsWith("I have").endsWith("mind.").hasSizeBetween(300, 400));
    }

    @Test
    void fewWordsThatAreLeftOverBelongToThePartBefore() {
        String query = ASIDE.repeat(10) + "Thanks.";

        assertThat(QueryParts.of(query)).hasSize(2).last().asString().endsWith("mind. Thanks.");
    }

    @Test
    void queryWithoutSentencesIsOnePart() {
        String query = "x".repeat(100_000);

        assertThat(QueryParts.of(query)).containsExactly(query);
    }
}
