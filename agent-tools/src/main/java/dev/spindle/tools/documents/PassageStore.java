package dev.spindle.tools.documents;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;

/**
 * The inverted index over passages: the only class that knows Lucene's index and queries.
 *
 * <p>A passage's number in Lucene is its place in the list: documents are added by one thread, and merged in order into one segment.
 * Thread-safe.
 */
final class PassageStore implements AutoCloseable {
    // Lucene allows 1,024 clauses in a query, and a word takes three.
    private static final int MAX_WORDS = 300;
    private static final String TITLE = "title";
    private static final String HEADING = "heading";
    private static final String BODY = "body";
    private static final float TITLE_BOOST = 0.5f;
    private static final float HEADING_BOOST = 1.5f;
    // Of a word found in several fields, the best counts whole and the others a little.
    private static final float TIE = 0.3f;
    private static final FieldType COUNTED = counted();

    private final List<Cut> cuts;
    private final Words words;
    private final ByteBuffersDirectory directory;
    private final DirectoryReader reader;
    private final IndexSearcher searcher;

    private PassageStore(List<Cut> cuts, Words words, ByteBuffersDirectory directory) throws IOException {
        this.cuts = cuts;
        this.words = words;
        this.directory = directory;
        this.reader = DirectoryReader.open(directory);
        this.searcher = new IndexSearcher(reader);
    }

    /** Indexes passages. */
    static PassageStore of(List<Cut> cuts) throws IOException {
        Words words = new Words();
        ByteBuffersDirectory directory = new ByteBuffersDirectory();
        IndexWriterConfig config = new IndexWriterConfig(words).setMergePolicy(new LogDocMergePolicy());
        try (IndexWriter writer = new IndexWriter(directory, config)) {
            for (Cut cut : cuts) {
                writer.addDocument(document(cut));
            }
            writer.forceMerge(1);
        }
        return new PassageStore(List.copyOf(cuts), words, directory);
    }

    /** The passages that fit a query best, best first; of equals, the earlier in the documents first. */
    List<Passage> search(String text, int limit) throws IOException {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        for (String word : words.of(text, MAX_WORDS)) {
            query.add(anywhere(word), BooleanClause.Occur.SHOULD);
        }
        List<Passage> found = new ArrayList<>();
        for (ScoreDoc hit : searcher.search(query.build(), limit).scoreDocs) {
            Cut cut = cuts.get(hit.doc);
            found.add(new Passage(hit.doc + 1, cut.source(), cut.headings(), cut.text(), hit.score));
        }
        return found;
    }

    int size() {
        return cuts.size();
    }

    @Override
    public void close() throws IOException {
        reader.close();
        directory.close();
        words.close();
    }

    private static Query anywhere(String word) {
        Query title = new BoostQuery(new TermQuery(new Term(TITLE, word)), TITLE_BOOST);
        Query heading = new BoostQuery(new TermQuery(new Term(HEADING, word)), HEADING_BOOST);
        return new DisjunctionMaxQuery(List.of(title, heading, new TermQuery(new Term(BODY, word))), TIE);
    }

    private static Document document(Cut cut) {
        Document document = new Document();
        document.add(new Field(TITLE, cut.source().file().replaceAll("[^\\p{L}\\p{N}]", " "), COUNTED));
        document.add(new Field(HEADING, String.join(" ", cut.headings()), COUNTED));
        document.add(new Field(BODY, cut.text(), COUNTED));
        return document;
    }

    private static FieldType counted() {
        FieldType type = new FieldType();
        type.setTokenized(true);
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        type.freeze();
        return type;
    }
}
