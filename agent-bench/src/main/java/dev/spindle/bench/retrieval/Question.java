package dev.spindle.bench.retrieval;

import dev.spindle.json.Json;
import dev.spindle.retrieval.PassageRun;
import dev.spindle.retrieval.document.Passage;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A question with what answers it.
 *
 * @param grades how well documents answer it, by their ids; empty where spans do
 * @param corpus the text that its spans are of; empty if there are none
 * @param spans start and end of what answers it, in characters
 */
record Question(String text, Map<String, Integer> grades, String corpus, List<int[]> spans) {
    static Question of(Json line) {
        Map<String, Integer> grades = new LinkedHashMap<>();
        line.find("relevant")
                .ifPresent(relevant -> relevant.names()
                        .forEach(id -> grades.put(id, (int) relevant.get(id).integer())));
        List<int[]> spans = line.find("references")
                .map(references -> references.items().stream()
                        .map(span -> new int[] {
                            (int) span.get("start").integer(),
                            (int) span.get("end").integer()
                        })
                        .toList())
                .orElse(List.of());
        String corpus = line.find("corpus").map(Json::string).orElse("");
        return new Question(line.get("text").string(), grades, corpus, spans);
    }

    /** The gain of the first ten documents, discounted by their places, as a share of the best there could be. */
    double ndcgAt10(List<String> ranked) {
        double gained = 0;
        for (int i = 0; i < Math.min(10, ranked.size()); i++)
            gained += grades.getOrDefault(ranked.get(i), 0) / log2(i + 2);
        List<Integer> best = grades.values().stream()
                .sorted(Collections.reverseOrder())
                .limit(10)
                .toList();
        double ideal = 0;
        for (int i = 0; i < best.size(); i++) ideal += best.get(i) / log2(i + 2);
        return ideal == 0 ? 0 : gained / ideal;
    }

    /** The share of the documents that answer it which are among the first ten. */
    double recallAt10(List<String> ranked) {
        List<String> first = ranked.subList(0, Math.min(10, ranked.size()));
        long all = grades.values().stream().filter(grade -> grade > 0).count();
        long found = first.stream().filter(id -> grades.getOrDefault(id, 0) > 0).count();
        return all == 0 ? 0 : (double) found / all;
    }

    /** The share of the characters that answer it which are in some passages. */
    double coverage(List<PassageRun> runs) {
        BitSet wanted = new BitSet();
        spans.forEach(span -> wanted.set(span[0], span[1]));
        int all = wanted.cardinality();
        for (PassageRun run : runs) {
            Passage.Source source = run.source();
            if (source.file().equals(corpus + ".md")) wanted.clear(source.start(), source.end());
        }
        return all == 0 ? 0 : 1 - (double) wanted.cardinality() / all;
    }

    private static double log2(int value) {
        return Math.log(value) / Math.log(2);
    }
}
