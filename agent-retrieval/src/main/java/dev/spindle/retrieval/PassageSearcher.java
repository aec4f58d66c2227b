package dev.spindle.retrieval;

import dev.spindle.retrieval.PassageIndex.Hit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiDocValues;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.similarities.PerFieldSimilarityWrapper;
import org.apache.lucene.search.similarities.Similarity;

/*
 * A passage has a number that stays, and an entry of Lucene's that is another in each state of the index. Lucene finds few numbers among
 * many by reading nearly all of them; but those that are asked for have mostly just been found, and are remembered.
 */
/** Looks at several parts of one state of an index at once, and knows how words count and which passage is which. Thread-safe. */
final class PassageSearcher extends IndexSearcher {
    private static final int REMEMBERED = 10_000;

    private final Map<Integer, Integer> entries = new Recent();

    PassageSearcher(IndexReader reader) {
        super(reader, ForkJoinPool.commonPool());
        setSimilarity(new PerFieldSimilarityWrapper() {
            @Override
            public Similarity get(String field) {
                return new BM25Similarity(WordQueries.SATURATION, WordQueries.lengthShare(field));
            }
        });
    }

    /** The passages among what was found, in its order. */
    List<Hit> hits(ScoreDoc[] found) throws IOException {
        Map<Integer, Integer> numbers = numbers(found);
        List<Hit> hits = new ArrayList<>();
        for (ScoreDoc hit : found) {
            Integer number = numbers.get(hit.doc);
            if (number != null) hits.add(new Hit(number, hit.score));
        }
        return hits;
    }

    private Map<Integer, Integer> numbers(ScoreDoc[] found) throws IOException {
        Map<Integer, Integer> numbers = new HashMap<>();
        NumericDocValues values = MultiDocValues.getNumericValues(getIndexReader(), PassageFields.NUMBER);
        if (values == null) return numbers;
        // Lucene reads its columns forwards only.
        ScoreDoc[] forwards = found.clone();
        Arrays.sort(forwards, Comparator.comparingInt(hit -> hit.doc));
        for (ScoreDoc hit : forwards) {
            if (values.advanceExact(hit.doc)) numbers.put(hit.doc, (int) values.longValue());
        }
        synchronized (entries) {
            numbers.forEach((entry, number) -> entries.put(number, entry));
        }
        return numbers;
    }

    /** The entries of those of these passages that there are, in Lucene's order, each with its number. */
    NavigableMap<Integer, Integer> entries(Collection<Integer> numbers) throws IOException {
        NavigableMap<Integer, Integer> found = new TreeMap<>();
        List<Integer> others = new ArrayList<>();
        synchronized (entries) {
            for (Integer number : numbers) {
                Integer entry = entries.get(number);
                if (entry == null) others.add(number);
                else found.put(entry, number);
            }
        }
        if (!others.isEmpty())
            found.putAll(numbers(search(IntPoint.newSetQuery(PassageFields.NUMBER, others), others.size()).scoreDocs));
        return found;
    }

    /** Those of these passages that a query fits at all, each with how well it does, in Lucene's order. */
    List<Hit> scores(Query query, Collection<Integer> numbers) throws IOException {
        Weight weight = createWeight(rewrite(query), ScoreMode.COMPLETE, 1);
        NavigableMap<Integer, Integer> wanted = entries(numbers);
        List<Hit> hits = new ArrayList<>();
        for (LeafReaderContext part : getIndexReader().leaves()) {
            int end = part.docBase + part.reader().maxDoc();
            Scorer scorer = wanted.subMap(part.docBase, end).isEmpty() ? null : weight.scorer(part);
            if (scorer == null) continue;
            DocIdSetIterator fitting = scorer.iterator();
            for (Map.Entry<Integer, Integer> entry :
                    wanted.subMap(part.docBase, end).entrySet()) {
                int at = entry.getKey() - part.docBase;
                if (fitting.docID() < at) fitting.advance(at);
                if (fitting.docID() == at) hits.add(new Hit(entry.getValue(), scorer.score()));
            }
        }
        return hits;
    }

    /** Which passages were found last. */
    private static final class Recent extends LinkedHashMap<Integer, Integer> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Integer> eldest) {
            return size() > REMEMBERED;
        }
    }
}
