package dev.spindle.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.json.Json;
import dev.spindle.retrieval.document.Passage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
                DynamicTest.dynamicTest("chunk-spans", () -> spans(retrieval.resolve("chunk-spans"), 0.88)));
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
                index.search(query.get("text").string(), 100)
                        .forEach(hit -> ranked.add(idOfFile.get(hit.passage().file())));
                sum += ndcg(ranked.stream().limit(10).toList(), query.get("relevant"));
            }
        }
        report(set, "nDCG@10", sum / queries.size(), least);
    }

    /** Spans of long texts are relevant: how many of their characters are in the best passages of 4,000 characters. */
    private static void spans(Path set, double least) throws IOException {
        double sum = 0;
        List<Json> queries = lines(set.resolve("queries.jsonl"));
        try (DocumentIndex index = DocumentIndex.of(set.resolve("corpora"))) {
            for (Json query : queries) {
                sum += covered(within(4_000, index.search(query.get("text").string(), 100)), query);
            }
        }
        report(set, "recall of characters in 4,000", sum / queries.size(), least);
    }

    private static double covered(List<FoundPassage> passages, Json query) {
        String corpus = query.get("corpus").string() + ".md";
        int all = 0;
        int hit = 0;
        for (Json reference : query.get("references").items()) {
            for (long i = reference.get("start").integer();
                    i < reference.get("end").integer();
                    i++) {
                long place = i;
                all++;
                if (passages.stream().anyMatch(found -> holds(found.passage().source(), corpus, place))) hit++;
            }
        }
        return (double) hit / all;
    }

    private static boolean holds(Passage.Source source, String file, long place) {
        return source.file().equals(file) && source.start() <= place && place < source.end();
    }

    /** As many of the best passages as have so many characters. */
    private static List<FoundPassage> within(int characters, List<FoundPassage> ranked) {
        int left = characters;
        int count = 0;
        while (count < ranked.size() && ranked.get(count).passage().text().length() <= left) {
            left -= ranked.get(count++).passage().text().length();
        }
        return ranked.subList(0, count);
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
