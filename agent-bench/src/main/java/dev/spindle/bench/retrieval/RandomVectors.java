package dev.spindle.bench.retrieval;

import dev.spindle.context.Cancellation;
import dev.spindle.message.Spent;
import dev.spindle.model.EmbeddingModel;
import java.util.List;
import java.util.Random;

/**
 * Gives passages random vectors, the same text the same, and queries those of a model.
 *
 * @param real for the texts that start with the prefix
 */
record RandomVectors(EmbeddingModel real, String queryPrefix) implements EmbeddingModel {
    private static final int DIMENSIONS = 384;

    @Override
    public String id() {
        return "random";
    }

    @Override
    public Embeddings embed(List<String> texts, Cancellation cancellation) {
        if (texts.size() == 1 && texts.get(0).startsWith(queryPrefix)) return real.embed(texts, cancellation);
        return new Embeddings(texts.stream().map(RandomVectors::vector).toList(), Spent.NOTHING);
    }

    private static float[] vector(String text) {
        Random random = new Random(text.hashCode());
        float[] vector = new float[DIMENSIONS];
        double square = 0;
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = (float) random.nextGaussian();
            square += vector[i] * vector[i];
        }
        for (int i = 0; i < DIMENSIONS; i++) vector[i] /= (float) Math.sqrt(square);
        return vector;
    }
}
