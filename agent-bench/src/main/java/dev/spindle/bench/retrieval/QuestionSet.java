package dev.spindle.bench.retrieval;

import dev.spindle.json.Json;
import dev.spindle.retrieval.document.SourceDocument;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Documents and questions about them.
 *
 * @param bySpans whether parts of long texts answer, and not whole documents
 */
record QuestionSet(String name, List<SourceDocument> documents, List<Question> questions, boolean bySpans) {
    /** Reads a folder with {@code queries.jsonl} and either {@code corpus.jsonl}, packed or not, or a folder {@code corpora} of texts. */
    static QuestionSet read(Path folder) throws IOException {
        List<Question> questions = lines(folder.resolve("queries.jsonl")).stream()
                .map(Question::of)
                .toList();
        Path texts = folder.resolve("corpora");
        List<SourceDocument> documents = new ArrayList<>();
        if (Files.isDirectory(texts)) {
            for (Path file : files(texts)) {
                documents.add(SourceDocument.ofMarkdown(file.getFileName().toString(), Files.readString(file)));
            }
        } else {
            Path plain = folder.resolve("corpus.jsonl");
            Path corpus = Files.exists(plain) ? plain : folder.resolve("corpus.jsonl.gz");
            for (Json line : lines(corpus)) documents.add(document(line));
        }
        return new QuestionSet(folder.getFileName().toString(), documents, questions, Files.isDirectory(texts));
    }

    static List<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static SourceDocument document(Json line) {
        String title =
                line.find("title").filter(Json::isString).map(Json::string).orElse("");
        return SourceDocument.ofText(
                line.get("id").string(), title, line.get("text").string());
    }

    private static List<Json> lines(Path file) throws IOException {
        List<Json> all = new ArrayList<>();
        InputStream bytes = Files.newInputStream(file);
        InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) all.add(Json.parse(line));
            }
        }
        return all;
    }
}
