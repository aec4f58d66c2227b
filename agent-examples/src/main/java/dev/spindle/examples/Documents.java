package dev.spindle.examples;

import dev.spindle.examples.terminal.PlainStream;
import dev.spindle.retrieval.DocumentIndex;
import dev.spindle.retrieval.IndexSettings;
import dev.spindle.retrieval.document.DocumentReader;
import dev.spindle.tools.files.ConfinedFolder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens folders of documents, and tells how that goes. */
final class Documents {
    private static final int NEWS_EVERY = 500;

    private Documents() {}

    /**
     * The documents of a folder, read and indexed.
     *
     * @throws UsageException if there is no such folder, or there are no documents in it
     */
    static DocumentIndex open(Path folder, Surroundings surroundings) {
        if (!Files.isDirectory(folder)) {
            throw new UsageException("there is no folder " + folder + "; name one with --docs");
        }
        PlainStream err = surroundings.err();
        ConfinedFolder confined = ConfinedFolder.of(folder);
        IndexSettings settings = IndexSettings.WORDS;
        SkippedFiles.describe(confined, DocumentReader.endings(settings.withCode()))
                .ifPresent(err::println);
        DocumentIndex index = DocumentIndex.open(confined, settings, (done, total) -> {
            if (done % NEWS_EVERY == 0) err.println("indexing: " + done + " of " + total + " documents");
        });
        if (index.documents() == 0) {
            index.close();
            throw new UsageException(
                    "the folder " + folder + " holds no documents (Markdown, HTML, text, PDF, Office)");
        }
        index.leftOut().forEach(why -> err.println("left out: " + why));
        err.println("indexed " + index.documents() + " documents in " + index.passages() + " passages");
        return index;
    }
}
