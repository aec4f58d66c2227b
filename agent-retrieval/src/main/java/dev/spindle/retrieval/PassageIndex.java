package dev.spindle.retrieval;

import dev.spindle.context.AgentException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Where passages are kept and found, by words and by vectors: what {@link DocumentIndex} stands on, and the place to plug in another store.
 *
 * <p>Thread-safe. Many processes may read while one changes it; a reader sees the state of before or of after a change, none between.
 * Methods throw {@link AgentException} if the store cannot be read or written.
 */
public interface PassageIndex extends AutoCloseable {
    /**
     * A passage that was found.
     *
     * @param score the higher, the better; by words above zero, by vectors the cosine
     */
    record Hit(int number, float score) {}

    /** An index in memory, gone when it is closed. */
    static PassageIndex inMemory() {
        return LucenePassageIndex.inMemory();
    }

    /**
     * An index of Lucene in a folder of its own, which is created if it is not there.
     *
     * @throws AgentException if it is there and cannot be read
     */
    static PassageIndex in(Path folder) {
        return LucenePassageIndex.in(folder);
    }

    /**
     * An index in a PostgreSQL database with <a href="https://github.com/pgvector/pgvector">pgvector</a>, in tables of its own, which are created
     * if they are not there.
     *
     * <p>Words are ranked as in the other indexes, but one that no document has is not taken for another; all vectors are looked at. A change
     * is one transaction, open for as long as it takes to read and embed what is added.
     *
     * @param database its connections; they stay the caller's to close, and are best pooled
     * @param name what the tables' names begin with: 1 to 40 lower-case letters, digits and underscores, a letter first
     * @throws AgentException if the tables are not there and cannot be created, or the database has no pgvector
     */
    static PassageIndex in(DataSource database, String name) {
        return PostgresPassageIndex.in(database, name);
    }

    /** What the last change said of the settings it was made with; empty before the first. */
    Map<String, String> properties();

    /** The state of each document that is kept, by its path. */
    Map<String, IndexedDocument.Stamp> documents();

    /** Why documents could not be read, by their path. */
    Map<String, String> leftOut();

    /** How many passages there are. */
    int size();

    /**
     * Replaces documents, all at once or, if anything fails, none.
     *
     * <p>A document that is added takes the place of that of the same path. A passage whose {@link
     * dev.spindle.retrieval.document.Passage#id()} was there keeps its number; the others get numbers that no passage had before.
     *
     * @param properties what is to be known of the settings from now on
     * @param removed paths of documents to forget, before the others are added
     * @param added asked for one after the other while they are written
     */
    void change(Map<String, String> properties, Collection<String> removed, Iterator<IndexedDocument> added);

    /** The passages that share words with a query, best first. */
    List<Hit> byWords(PassageQuery query, int most);

    /**
     * What passages are worth by the words of a query, as {@link #byWords} would say, in any order; those that it does not find are left out.
     */
    List<Hit> wordScores(PassageQuery query, Collection<Integer> numbers);

    /** The passages whose vectors lie closest to one of length one, closest first; the query says where to look. */
    List<Hit> byVector(float[] vector, PassageQuery query, int most);

    /** The passage of a number, if there is one. */
    Optional<FoundPassage> find(int number);

    /** The passages of a document, in its order; none if it is not kept. */
    List<FoundPassage> passagesOf(String path);

    /** Looks whether another process has changed it, and reads on from the newest state. */
    void refresh();

    @Override
    void close();
}
