package dev.spindle.retrieval;

import dev.spindle.model.EmbeddingModel;
import dev.spindle.retrieval.document.DocumentReader;
import dev.spindle.retrieval.document.Splitter;
import dev.spindle.retrieval.embedding.LocalEmbeddings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How documents are indexed and searched.
 *
 * <p>What of it shapes the index is written into the index; one that was made with other settings, or by a version of this library that
 * cuts otherwise, is made anew.
 *
 * @param place the folder that the index is kept in, which nothing else may use; null for memory
 * @param embeddings turns passages and queries into vectors; null for words alone
 * @param queryPrefix what the model wants in front of a query; empty if nothing
 * @param passagePrefix what the model wants in front of a passage; empty if nothing
 * @param passageTokens how long a passage may be, see {@link Splitter#of}
 * @param withCode whether source code, configuration and other text for machines are documents as well
 * @param ignored globs of files that are no documents, besides those that {@code .gitignore} names
 * @param vectorShare how much vectors count beside words, where there are any: 0 for words alone, 1 for vectors alone
 * @param reranker looks at the best passages again; null for none
 */
public record IndexSettings(
        @Nullable Path place,
        @Nullable EmbeddingModel embeddings,
        String queryPrefix,
        String passagePrefix,
        int passageTokens,
        boolean withCode,
        List<String> ignored,
        double vectorShare,
        @Nullable Reranker reranker) {
    /** Raised whenever documents are read, cut or written down otherwise. */
    private static final int VERSION = 5;

    /** Words alone, in memory, for documents that people read. */
    public static final IndexSettings WORDS =
            new IndexSettings(null, null, "", "", Splitter.DEFAULT_TOKENS, false, List.of(), Fusion.VECTORS, null);

    /** Copies the globs, and checks the length of passages and the share of vectors. */
    public IndexSettings {
        Splitter.of(passageTokens);
        if (!(vectorShare >= 0 && vectorShare <= 1)) {
            throw new IllegalArgumentException("vectorShare is " + vectorShare + "; give 0 to 1");
        }
        ignored = List.copyOf(ignored);
    }

    /** The same, kept in a folder. */
    public IndexSettings keptIn(Path folder) {
        return new IndexSettings(
                folder,
                embeddings,
                queryPrefix,
                passagePrefix,
                passageTokens,
                withCode,
                ignored,
                vectorShare,
                reranker);
    }

    /** The same, with vectors besides words, by a model that stays the caller's to close. */
    public IndexSettings withEmbeddings(EmbeddingModel model) {
        String query = model instanceof LocalEmbeddings local ? local.model().queryPrefix() : "";
        String passage = model instanceof LocalEmbeddings local ? local.model().passagePrefix() : "";
        return withEmbeddings(model, query, passage);
    }

    /** The same, with vectors by a model that wants something in front of queries and passages. */
    public IndexSettings withEmbeddings(EmbeddingModel model, String query, String passage) {
        return new IndexSettings(place, model, query, passage, passageTokens, withCode, ignored, vectorShare, reranker);
    }

    /** The same, with passages of another length. */
    public IndexSettings withPassageTokens(int tokens) {
        return new IndexSettings(
                place, embeddings, queryPrefix, passagePrefix, tokens, withCode, ignored, vectorShare, reranker);
    }

    /** The same, with source code and other text for machines. */
    public IndexSettings withSourceCode() {
        return new IndexSettings(
                place, embeddings, queryPrefix, passagePrefix, passageTokens, true, ignored, vectorShare, reranker);
    }

    /** The same, without the files that match these globs either. */
    public IndexSettings ignoring(String... globs) {
        return new IndexSettings(
                place,
                embeddings,
                queryPrefix,
                passagePrefix,
                passageTokens,
                withCode,
                List.of(globs),
                vectorShare,
                reranker);
    }

    /** The same, with a second look at the best passages. */
    public IndexSettings rerankedBy(Reranker second) {
        return new IndexSettings(
                place, embeddings, queryPrefix, passagePrefix, passageTokens, withCode, ignored, vectorShare, second);
    }

    /** The same, with vectors counting more or less beside words: from 0 for words alone to 1 for vectors alone. */
    public IndexSettings withVectorShare(double share) {
        return new IndexSettings(
                place, embeddings, queryPrefix, passagePrefix, passageTokens, withCode, ignored, share, reranker);
    }

    /** What of it shapes the index. */
    Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("version", Integer.toString(VERSION));
        properties.put("passageTokens", Integer.toString(passageTokens));
        properties.put("model", embeddings == null ? "" : embeddings.id());
        properties.put("passagePrefix", passagePrefix);
        return properties;
    }

    String glob() {
        return "*.{" + String.join(",", DocumentReader.endings(withCode)) + "}";
    }
}
