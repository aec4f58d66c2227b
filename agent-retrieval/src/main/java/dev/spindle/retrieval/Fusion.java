package dev.spindle.retrieval;

import dev.spindle.retrieval.PassageIndex.Hit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/*
 * A weighted sum of scores that are made comparable first: those of words are divided by the best, and those of vectors are stretched so that
 * the best is one and the last that was looked at is zero. Cosines of one model lie close together, all of them far above zero, so
 * only their differences tell anything. What one side did not find counts zero there.
 */
/** Makes one ranking of two. */
final class Fusion {
    /** How many passages are looked at by their vectors and by their words, where there are both; a large index finds fewer by vectors. */
    static final int DEPTH = 200;

    /** How many are looked at by words alone, many of which may say the same. */
    static final int WORDS_DEPTH = 1_000;

    /** How much vectors count unless told otherwise. */
    static final double VECTORS = 0.5;

    private Fusion() {}

    static List<Hit> of(List<Hit> byWords, List<Hit> byVector, double vectorShare) {
        float words = (float) (1 - vectorShare);
        float vectors = (float) vectorShare;
        Map<Integer, Float> scores = new HashMap<>();
        float best = byWords.isEmpty() ? 1 : byWords.get(0).score();
        byWords.forEach(hit -> scores.merge(hit.number(), words * hit.score() / best, Float::sum));
        if (!byVector.isEmpty()) {
            float top = byVector.get(0).score();
            float range =
                    Math.max(1e-6f, top - byVector.get(byVector.size() - 1).score());
            byVector.forEach(hit ->
                    scores.merge(hit.number(), vectors * (1 - (top - hit.score()) / range), Float::sum));
        }
        return sorted(scores);
    }

    /** Of what several vectors found, each passage as close as it is to the closest of them. */
    static List<Hit> best(List<List<Hit>> byVectors) {
        if (byVectors.size() == 1) return byVectors.get(0);
        Map<Integer, Float> scores = new HashMap<>();
        byVectors.forEach(hits -> hits.forEach(hit -> scores.merge(hit.number(), hit.score(), Math::max)));
        List<Hit> best = sorted(scores);
        return best.subList(0, Math.min(DEPTH, best.size()));
    }

    private static List<Hit> sorted(Map<Integer, Float> scores) {
        List<Hit> fused = new ArrayList<>();
        scores.forEach((number, score) -> fused.add(new Hit(number, score)));
        fused.sort(Comparator.comparingDouble((Hit hit) -> -hit.score()).thenComparingInt(Hit::number));
        return fused;
    }
}
