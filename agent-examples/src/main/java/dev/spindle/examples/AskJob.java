package dev.spindle.examples;

import dev.spindle.retrieval.DocumentIndex;
import dev.spindle.retrieval.RetrievalTools;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers a question.
 *
 * @param documents the folder of documents to answer from; null for none
 */
record AskJob(@Nullable String documents) implements Job {
    @Override
    public String instructions() {
        return documents == null
                ? "You answer questions, briefly, and say so when you do not know."
                : "You answer questions from a folder of documents.\n" + RetrievalTools.INSTRUCTIONS;
    }

    @Override
    public Work open(Surroundings surroundings) {
        if (documents == null) return Work.of(List.of(), Citations::of, Work.Opened.NOTHING);
        DocumentIndex index = Documents.open(Path.of(documents), surroundings);
        return Work.of(List.of(new RetrievalTools(index)), Citations::of, index::close);
    }
}
