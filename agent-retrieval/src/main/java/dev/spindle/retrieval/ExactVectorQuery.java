package dev.spindle.retrieval;

import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FilteredDocIdSetIterator;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.knn.KnnCollectorManager;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/**
 * Finds the closest vectors by looking at all of them. Lucene's graph misses some, the more so where many lie close together, as those of one
 * document do; a few thousand are looked at in the time that the graph needs.
 */
final class ExactVectorQuery extends KnnFloatVectorQuery {
    ExactVectorQuery(String field, float[] vector, int most, @Nullable Query where) {
        super(field, vector, most, where);
    }

    @Override
    protected TopDocs approximateSearch(
            LeafReaderContext leaf, @Nullable Bits accepted, int visitedLimit, KnnCollectorManager collectors)
            throws IOException {
        DocIdSetIterator all = DocIdSetIterator.all(leaf.reader().maxDoc());
        return exactSearch(leaf, accepted == null ? all : accepted(all, accepted), null);
    }

    private static DocIdSetIterator accepted(DocIdSetIterator all, Bits accepted) {
        return new FilteredDocIdSetIterator(all) {
            @Override
            protected boolean match(int doc) {
                return accepted.get(doc);
            }
        };
    }
}
