package dev.spindle.retrieval;

import dev.spindle.context.Cancellation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lifts passages that have words of the query side by side as the query has them.
 *
 * <p>A pair counts the more, the fewer of the passages that were found have it. Heading and title count as words of the passage.
 */
final class PhraseReranker implements Reranker {
    private static final double WEIGHT = 0.15;
    private static final int MOST_WORDS = 2_000;

    private final Words words = new Words();

    @Override
    public List<FoundPassage> rerank(String query, List<FoundPassage> found, Cancellation cancellation) {
        Set<String> asked = pairs(words.all(query, MOST_WORDS));
        if (found.isEmpty() || asked.isEmpty()) return found;
        List<Set<String>> had = new ArrayList<>();
        Map<String, Integer> counts = new HashMap<>();
        for (FoundPassage passage : found) {
            cancellation.check();
            Set<String> pairs = pairs(words.all(text(passage), MOST_WORDS));
            pairs.retainAll(asked);
            pairs.forEach(pair -> counts.merge(pair, 1, Integer::sum));
            had.add(pairs);
        }
        double all = asked.stream()
                .mapToDouble(pair -> weight(pair, counts, found.size()))
                .sum();
        List<FoundPassage> ranked = new ArrayList<>();
        float best = found.get(0).score();
        for (int i = 0; i < found.size(); i++) {
            double share = had.get(i).stream()
                            .mapToDouble(pair -> weight(pair, counts, found.size()))
                            .sum()
                    / all;
            ranked.add(found.get(i).withScore((float) (found.get(i).score() + WEIGHT * best * share)));
        }
        ranked.sort(Comparator.comparingDouble((FoundPassage passage) -> -passage.score()));
        return ranked;
    }

    private static double weight(String pair, Map<String, Integer> counts, int passages) {
        return Math.log(1 + passages / (1.0 + counts.getOrDefault(pair, 0)));
    }

    private static String text(FoundPassage found) {
        return found.passage().title() + "\n"
                + String.join("\n", found.passage().headings()) + "\n"
                + found.passage().text();
    }

    private static Set<String> pairs(List<String> words) {
        Set<String> pairs = new HashSet<>();
        for (int i = 0; i + 1 < words.size(); i++) pairs.add(words.get(i) + ' ' + words.get(i + 1));
        return pairs;
    }
}
