package dev.spindle.examples;

import dev.spindle.examples.terminal.PlainStream;
import dev.spindle.retrieval.DocumentIndex;
import dev.spindle.retrieval.IndexSettings;
import dev.spindle.retrieval.document.DocumentReader;
import dev.spindle.retrieval.embedding.LocalEmbeddings;
import dev.spindle.retrieval.embedding.LocalModel;
import dev.spindle.tools.files.ConfinedFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A folder of documents, opened.
 *
 * @param model gives the vectors of its index; null if it is searched by words alone
 */
record Documents(DocumentIndex index, @Nullable LocalEmbeddings model) implements AutoCloseable {
    /**
     * The documents of a folder: by the index that {@code spindle index} keeps of it, brought up to date, or read now and searched by words.
     *
     * @param lexical whether an index with vectors is left alone
     * @throws UsageException if there is no such folder, or there are no documents in it
     */
    static Documents open(Path folder, boolean lexical, Surroundings surroundings) {
        check(folder, "--docs");
        return open(folder, KeptIndexes.of(surroundings).find(folder, lexical), surroundings);
    }

    /** The same, by an index that is kept, which is made if it is not there yet. */
    static Documents keep(Path folder, boolean lexical, Surroundings surroundings) {
        check(folder, "DIR");
        return open(folder, KeptIndexes.of(surroundings).make(folder, lexical), surroundings);
    }

    private static void check(Path folder, String where) {
        if (!Files.isDirectory(folder)) {
            throw new UsageException("there is no folder " + folder + "; name one with " + where);
        }
    }

    private static Documents open(Path folder, KeptIndexes.Kept kept, Surroundings surroundings) {
        PlainStream err = surroundings.err();
        ConfinedFolder confined = ConfinedFolder.of(folder);
        LocalModel chosen = kept.model();
        LocalEmbeddings model = chosen == null ? null : LocalEmbeddings.of(chosen);
        IndexSettings words = kept.place() == null ? IndexSettings.WORDS : IndexSettings.WORDS.keptIn(kept.place());
        IndexSettings settings = model == null ? words : words.withEmbeddings(model);
        SkippedFiles.describe(confined, DocumentReader.endings(settings.withCode()))
                .ifPresent(err::println);
        Documents documents = new Documents(DocumentIndex.open(confined, settings, new Estimate(err)), model);
        if (documents.index.documents() == 0) {
            documents.close();
            throw new UsageException(
                    "the folder " + folder + " holds no documents (Markdown, HTML, text, PDF, Office)");
        }
        documents.index.leftOut().forEach(why -> err.println("left out: " + why));
        err.println("indexed " + documents.index.documents() + " documents in " + documents.index.passages()
                + " passages" + (model == null ? "" : " with vectors of " + model.id()));
        return documents;
    }

    @Override
    public void close() {
        index.close();
        if (model != null) model.close();
    }
}
