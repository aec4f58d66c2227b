package dev.spindle.examples.guide;

import dev.spindle.Agent;
import dev.spindle.model.Model;
import dev.spindle.retrieval.DocumentIndex;
import dev.spindle.retrieval.ReadPassage;
import dev.spindle.retrieval.RetrievalTools;
import dev.spindle.retrieval.citation.CitationCheck;
import dev.spindle.retrieval.citation.CitationReport;
import dev.spindle.run.RunResult;
import dev.spindle.testing.ScriptedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers from a folder of documents, and says where each sentence stands. */
public final class DocumentAssistant {
    private DocumentAssistant() {}

    // region documents
    static Agent assistant(Model model, DocumentIndex index) {
        return Agent.builder(model)
                .instructions("You answer from the house rules.\n" + RetrievalTools.INSTRUCTIONS)
                .tools(new RetrievalTools(index))
                .build();
    }

    /** The passages that the run has read, and whether they say what the answer says. */
    static CitationReport check(RunResult result) {
        Map<Integer, String> read = new LinkedHashMap<>();
        ReadPassage.in(result.transcript().messages()).forEach((number, passage) -> read.put(number, passage.text()));
        return CitationCheck.of(result.text(), read);
    }
    // endregion

    /** Answers one question and prints the answer, its sources, and what is doubtful. */
    static void answer(Path folder, Model model) {
        // region documents-use
        try (DocumentIndex index = DocumentIndex.of(folder)) {
            RunResult result = assistant(model, index).run("When must it be quiet?");
            System.out.println(result.text());
            ReadPassage.in(result.transcript().messages())
                    .forEach((number, passage) -> System.out.println("[" + number + "] " + passage.source()));
            check(result)
                    .doubtful()
                    .forEach(claim -> System.out.println("doubtful: " + claim.sentence() + " "
                            + claim.verdict().words()));
        }
        // endregion
    }

    /** A folder of one document. */
    static Path folder() throws IOException {
        Path folder = Files.createTempDirectory("rules");
        Files.writeString(folder.resolve("house.md"), "# Quiet\n\nThe house is quiet from 22 to 7 every night.\n");
        return folder;
    }

    /** Runs the example. */
    public static void main(String... arguments) throws IOException {
        answer(
                folder(),
                Models.realOr(ScriptedModel.calls("search_passages", "{\"query\":\"quiet\"}")
                        .then("The house is quiet from 22 to 7 every night [1]. Dogs are forbidden [1].")));
    }
}
