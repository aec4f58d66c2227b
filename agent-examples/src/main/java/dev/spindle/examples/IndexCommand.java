package dev.spindle.examples;

import dev.spindle.json.Json;
import dev.spindle.retrieval.embedding.LocalEmbeddings;
import dev.spindle.retrieval.embedding.LocalModel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spindle index}: makes and keeps an index of a folder, which {@code ask} and {@code chat} use from then on. */
@Command(
        name = "index",
        description = {
            "Keeps an index of a folder of documents, or brings it up to date; ask and chat use it from then on.",
            "With vectors, which find meaning as well as words, if an embedding model is on the class path."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:indexed", "1:failed", "2:wrong usage"})
final class IndexCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "DIR", description = "The folder of documents.")
    private Path folder = Path.of("");

    @Option(names = "--lexical", description = "By words alone, which takes seconds where vectors take minutes.")
    private boolean lexical;

    @Option(names = "--json", description = "Print what was indexed as a line of JSON.")
    private boolean json;

    IndexCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (!lexical && !LocalEmbeddings.isAvailable(LocalModel.BGE_SMALL)) {
            surroundings.err().println("by words alone, since no embedding model is on the class path");
        }
        try (Documents documents = Documents.keep(folder.toAbsolutePath(), lexical, surroundings)) {
            if (json) surroundings.json(Json.object(fields(documents)));
        }
        return ExitCode.GOOD;
    }

    private static Map<String, Json> fields(Documents documents) {
        Map<String, Json> fields = new LinkedHashMap<>();
        @Nullable LocalEmbeddings model = documents.model();
        fields.put("documents", Json.of(documents.index().documents()));
        fields.put("passages", Json.of(documents.index().passages()));
        fields.put("model", model == null ? Json.NULL : Json.of(model.id()));
        fields.put("leftOut", Json.of(documents.index().leftOut()));
        return fields;
    }
}
