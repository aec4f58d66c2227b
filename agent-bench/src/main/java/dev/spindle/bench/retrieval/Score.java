package dev.spindle.bench.retrieval;

import dev.spindle.context.Cancellation;
import dev.spindle.retrieval.DocumentIndex;
import dev.spindle.retrieval.PassageQuery;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How well an index answers a set of questions.
 *
 * @param good nDCG@10; of spans, the share of their characters in five parts of 4,000 together
 * @param recall recall@10; of spans, the same share once more
 * @param medianMillis of a search, the embedding of its question included
 * @param slowMillis the 99th percentile of the same
 * @param processorMillis what a search takes of a processor on average, all threads together
 */
record Score(double good, double recall, double medianMillis, double slowMillis, double processorMillis) {
    private static final int PARTS = 5;
    private static final int CHARACTERS = 4_000;

    static Score of(DocumentIndex index, QuestionSet set) {
        double good = 0;
        double recall = 0;
        double[] millis = new double[set.questions().size()];
        Stopwatch all = new Stopwatch();
        for (int i = 0; i < millis.length; i++) {
            Question question = set.questions().get(i);
            long start = System.nanoTime();
            if (set.bySpans()) {
                double covered = question.coverage(
                        index.searchRuns(PassageQuery.of(question.text(), PARTS), CHARACTERS, Cancellation.create()));
                good += covered;
                recall += covered;
            } else {
                List<String> ranked = documents(index, question.text());
                good += question.ndcgAt10(ranked);
                recall += question.recallAt10(ranked);
            }
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        double processorMillis = all.processorMillisOfAll() / millis.length;
        Arrays.sort(millis);
        return new Score(
                good / millis.length,
                recall / millis.length,
                millis[millis.length / 2],
                millis[(int) Math.ceil(millis.length * 0.99) - 1],
                processorMillis);
    }

    /** Documents by their best passages. */
    private static List<String> documents(DocumentIndex index, String question) {
        Set<String> ranked = new LinkedHashSet<>();
        index.search(question, PassageQuery.MAX_LIMIT)
                .forEach(found -> ranked.add(found.passage().file()));
        return List.copyOf(ranked);
    }
}
