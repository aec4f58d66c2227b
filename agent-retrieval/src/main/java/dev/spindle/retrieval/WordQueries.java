package dev.spindle.retrieval;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.FuzzyTermsEnum;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/**
 * Makes Lucene's queries of words.
 *
 * <p>A word counts where it stands: in a heading, in the passage, in what stands around it, and in the names of file and document; each of
 * these adds. A word that no document has is taken for the most frequent one that is spelled like it.
 */
final class WordQueries {
    // Lucene allows 1,024 clauses in a query, and a word takes four.
    static final int MAX_WORDS = 200;
    static final float HEADING_BOOST = 1.5f;

    /** How often a word counts in a field before it hardly counts more, the {@code k1} of BM25. */
    static final float SATURATION = 2;

    private static final float LENGTH_SHARE = 0.75f;
    private static final float MISSPELLED_BOOST = 0.5f;
    private static final int SHORTEST_FORGIVEN = 4;
    private static final int SHORTEST_FORGIVEN_TWICE = 8;
    private static final int MOST_FORGIVEN = 10;

    private final Words words;
    private final IndexReader reader;

    WordQueries(Words words, IndexReader reader) {
        this.words = words;
        this.reader = reader;
    }

    /** How much the length of a field counts, the {@code b} of BM25: what stands around a passage is as long as the place lets it be. */
    static float lengthShare(String field) {
        return field.equals(PassageFields.AROUND) ? 1 : LENGTH_SHARE;
    }

    Query of(PassageQuery query) throws IOException {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        int forgiven = 0;
        for (String word : words.of(query.text(), MAX_WORDS)) {
            if (isKnown(word)) {
                any.add(anywhere(word), BooleanClause.Occur.SHOULD);
            } else if (forgiven++ < MOST_FORGIVEN) {
                Optional<String> meant = spelledLike(word);
                if (meant.isPresent()) {
                    any.add(new BoostQuery(anywhere(meant.get()), MISSPELLED_BOOST), BooleanClause.Occur.SHOULD);
                }
            }
        }
        Optional<Query> where = where(query);
        if (where.isEmpty()) return any.build();
        return new BooleanQuery.Builder()
                .add(any.build(), BooleanClause.Occur.MUST)
                .add(where.get(), BooleanClause.Occur.FILTER)
                .build();
    }

    /** Which passages a query is about at all, if not about all. */
    static Optional<Query> where(PassageQuery query) {
        List<Query> conditions = new ArrayList<>();
        if (!query.folder().isEmpty()) {
            conditions.add(new PrefixQuery(new Term(PassageFields.FILE, query.folder())));
        }
        query.metadata()
                .forEach((name, value) -> conditions.add(
                        new TermQuery(new Term(PassageFields.METADATA, PassageFields.said(name, value)))));
        if (conditions.isEmpty()) return Optional.empty();
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        conditions.forEach(condition -> all.add(condition, BooleanClause.Occur.FILTER));
        return Optional.of(all.build());
    }

    private static Query anywhere(String word) {
        return new BooleanQuery.Builder()
                .add(new TermQuery(new Term(PassageFields.TITLE, word)), BooleanClause.Occur.SHOULD)
                .add(
                        new BoostQuery(new TermQuery(new Term(PassageFields.HEADING, word)), HEADING_BOOST),
                        BooleanClause.Occur.SHOULD)
                .add(new TermQuery(new Term(PassageFields.BODY, word)), BooleanClause.Occur.SHOULD)
                .add(new TermQuery(new Term(PassageFields.AROUND, word)), BooleanClause.Occur.SHOULD)
                .build();
    }

    private boolean isKnown(String word) throws IOException {
        for (String field : List.of(PassageFields.BODY, PassageFields.HEADING, PassageFields.TITLE)) {
            if (reader.docFreq(new Term(field, word)) > 0) return true;
        }
        return false;
    }

    private Optional<String> spelledLike(String word) throws IOException {
        Terms terms = MultiTerms.getTerms(reader, PassageFields.BODY);
        boolean ordinary = word.length() >= SHORTEST_FORGIVEN && word.chars().allMatch(Character::isLetter);
        if (terms == null || !ordinary) return Optional.empty();
        int edits = word.length() >= SHORTEST_FORGIVEN_TWICE ? 2 : 1;
        FuzzyTermsEnum like = new FuzzyTermsEnum(terms, new Term(PassageFields.BODY, word), edits, 1, true);
        String best = "";
        float bestScore = 0;
        for (BytesRef term = like.next(); term != null; term = like.next()) {
            float score = like.docFreq() * (like.getBoost() > 0.8f ? 100 : 1);
            if (score > bestScore) {
                bestScore = score;
                best = term.utf8ToString();
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }
}
