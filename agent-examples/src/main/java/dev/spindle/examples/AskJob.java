package dev.spindle.examples;

import dev.spindle.retrieval.RetrievalTools;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers a question.
 *
 * @param documents the folder of documents to answer from; null for none
 * @param lexical whether it is searched by words alone, even if an index with vectors is kept of it; null, as in runs of before, for false
 */
record AskJob(@Nullable String documents, @Nullable Boolean lexical) implements Job {
    @Override
    public String instructions() {
        return documents == null
                ? "You answer questions, briefly, and say so when you do not know."
                : "You answer questions from a folder of documents.\n" + RetrievalTools.INSTRUCTIONS;
    }

    @Override
    public Work open(Surroundings surroundings) {
        if (documents == null) return Work.of(List.of(), Citations::of, Work.Opened.NOTHING);
        Documents opened = Documents.open(Path.of(documents), Boolean.TRUE.equals(lexical), surroundings);
        return Work.of(List.of(new RetrievalTools(opened.index())), Citations::of, opened::close);
    }
}
