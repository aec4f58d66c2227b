package dev.spindle.bench;

import dev.spindle.retrieval.IndexSettings;
import dev.spindle.retrieval.embedding.LocalEmbeddings;
import dev.spindle.retrieval.embedding.LocalModel;

/** How documents are searched here: by words, and by vectors of the default model. */
final class Retrieval implements AutoCloseable {
    private final LocalEmbeddings embeddings = LocalEmbeddings.of(LocalModel.BGE_SMALL);

    IndexSettings settings() {
        return IndexSettings.WORDS.withEmbeddings(embeddings);
    }

    @Override
    public void close() {
        embeddings.close();
    }
}
