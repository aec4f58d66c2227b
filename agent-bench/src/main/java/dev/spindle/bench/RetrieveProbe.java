package dev.spindle.bench;

import dev.spindle.json.Json;
import dev.spindle.retrieval.DocumentIndex;
import dev.spindle.retrieval.PassageQuery;
import dev.spindle.retrieval.document.SourceDocument;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** Finds the documents that answer a query, each by its best passage. */
final class RetrieveProbe implements Answerer {
    private final Retrieval retrieval = new Retrieval();
    private final DocumentIndex index;
    private final int most;

    /**
     * A probe over the documents of a file.
     *
     * @param file a line each, an object with id, title and text; packed by gzip if its name says so
     * @param most how many documents an answer has at most
     */
    RetrieveProbe(Path file, int most) throws IOException {
        this.most = most;
        List<SourceDocument> documents = new ArrayList<>();
        try (BufferedReader lines = lines(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) documents.add(document(Json.parse(line)));
            }
        }
        this.index = DocumentIndex.of(documents, retrieval.settings(), (done, total) -> {});
    }

    private static BufferedReader lines(Path file) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
        return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
    }

    private static SourceDocument document(Json line) {
        String title =
                line.find("title").filter(Json::isString).map(Json::string).orElse("");
        return SourceDocument.ofText(
                line.get("id").string(), title, line.get("text").string());
    }

    @Override
    public Map<String, Json> answer(Json question) {
        Set<String> ranked = new LinkedHashSet<>();
        index.search(question.get("query").string(), PassageQuery.MAX_LIMIT)
                .forEach(found -> ranked.add(found.passage().file()));
        return Map.of("ranked", Json.of(ranked.stream().limit(most).toList()));
    }

    @Override
    public void close() {
        index.close();
        retrieval.close();
    }
}
