package dev.spindle.tools.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Measures the ranking on questions with known answers, if the corpus is at hand. */
class RetrievalCorpusTest {
    @TempDir
    static Path folder;

    @TestFactory
    Stream<DynamicTest> rankingIsAsGoodAsItWas() {
        String corpus = System.getProperty("spindle.corpus");
        if (corpus == null) {
            System.out.println("retrieval: left out, since no corpus was named by -Dspindle.corpus");
            return Stream.empty();
        }
        Path retrieval = Path.of(corpus, "retrieval");
        return Stream.of(
                DynamicTest.dynamicTest("claude-docs", () -> documents(retrieval.resolve("claude-docs"), 0.72)),
                DynamicTest.dynamicTest("tau2-banking", () -> documents(retrieval.resolve("tau2-banking"), 0.20)),
                DynamicTest.dynamicTest("chunk-spans", () -> spans(retrieval.resolve("chunk-spans"), 0.93)));
    }

    /** Whole documents are relevant or not: each is found by its best passage. */
    private static void documents(Path set, double least) throws IOException {
        Map<String, String> idOfFile = new LinkedHashMap<>();
        Path docs = Files.createDirectories(folder.resolve(set.getFileName()));
        for (Json document : lines(set.resolve("corpus.jsonl"))) {
            String file = "d" + idOfFile.size() + ".md";
            idOfFile.put(file, document.get("id").string());
            Files.writeString(
                    docs.resolve(file),
                    "# " + document.get("title").string() + "\n\n"
                            + document.get("text").string());
        }
        double sum = 0;
        List<Json> queries = lines(set.resolve("queries.jsonl"));
        try (DocumentIndex index = DocumentIndex.of(docs)) {
            for (Json query : queries) {
                Set<String> ranked = new LinkedHashSet<>();
                index.search(query.get("text").string(), 100).forEach(hit -> ranked.add(idOfFile.get(hit.file())));
                sum += ndcg(ranked.stream().limit(10).toList(), query.get("relevant"));
            }
        }
        report(set, "nDCG@10", sum / queries.size(), least);
    }

    /** Spans of long texts are relevant: how many of their characters are in the first five passages. */
    private static void spans(Path set, double least) throws IOException {
        double sum = 0;
        List<Json> queries = lines(set.resolve("queries.jsonl"));
        Map<String, DocumentIndex> indexes = new LinkedHashMap<>();
        for (Json query : queries) {
            String name = query.get("corpus").string();
            Path text = set.resolve("corpora").resolve(name + ".md");
            DocumentIndex index = indexes.computeIfAbsent(name, key -> indexOf(text));
            sum += covered(
                    Files.readString(text), index.search(query.get("text").string(), 5), query);
        }
        indexes.values().forEach(DocumentIndex::close);
        report(set, "recall of characters in 5 passages", sum / queries.size(), least);
    }

    private static DocumentIndex indexOf(Path text) {
        try {
            Path docs = Files.createDirectories(folder.resolve("spans-" + text.getFileName()));
            Files.copy(text, docs.resolve("text.md"));
            return DocumentIndex.of(docs);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static double covered(String text, List<Passage> passages, Json query) {
        boolean[] found = new boolean[text.length()];
        List<Integer> starts = new ArrayList<>(List.of(0));
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\n') starts.add(i + 1);
        }
        starts.add(text.length());
        for (Passage passage : passages) {
            int to = starts.get(Math.min(passage.source().lastLine(), starts.size() - 1));
            for (int i = starts.get(passage.source().firstLine() - 1); i < to; i++) found[i] = true;
        }
        int all = 0;
        int hit = 0;
        for (Json reference : query.get("references").items()) {
            for (int i = (int) reference.get("start").integer();
                    i < reference.get("end").integer();
                    i++) {
                all++;
                if (found[i]) hit++;
            }
        }
        return (double) hit / all;
    }

    private static double ndcg(List<String> ranked, Json relevant) {
        double gained = 0;
        for (int i = 0; i < ranked.size(); i++) {
            double grade = relevant.find(ranked.get(i)).map(Json::integer).orElse(0L);
            gained += grade / log2(i + 2);
        }
        List<Long> best = relevant.names().stream()
                .map(name -> relevant.get(name).integer())
                .sorted((a, b) -> Long.compare(b, a))
                .toList();
        double ideal = 0;
        for (int i = 0; i < Math.min(10, best.size()); i++) {
            ideal += best.get(i) / log2(i + 2);
        }
        return gained / ideal;
    }

    private static double log2(int value) {
        return Math.log(value) / Math.log(2);
    }

    private static void report(Path set, String measure, double value, double least) {
        System.out.println(String.format(Locale.ROOT, "retrieval: %s %s %.3f", set.getFileName(), measure, value));
        assertThat(value).isGreaterThan(least);
    }

    private static List<Json> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(Json::parse).toList();
    }
}
