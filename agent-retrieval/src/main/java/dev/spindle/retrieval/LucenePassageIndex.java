package dev.spindle.retrieval;

import dev.spindle.context.AgentException;
import dev.spindle.retrieval.IndexedDocument.Entry;
import dev.spindle.retrieval.IndexedDocument.Stamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.jspecify.annotations.Nullable;

/**
 * An index of Lucene: the only class that knows its files, readers and writers.
 *
 * <p>One commit is one change. What a process leaves behind that died in the middle of one is no part of any commit, and is cleared away
 * by the next change. Thread-safe.
 */
final class LucenePassageIndex implements PassageIndex {
    private static final int MOST_PASSAGES = 10_000_000;
    /** Up to so many entries, all vectors are looked at; beyond, those that Lucene's graph leads to. */
    private static final int MOST_LOOKED_AT = 20_000;
    /** How many of a graph's vectors are found at most: the search takes the longer the more are asked for, and 200 rank no better. */
    private static final int MOST_OF_GRAPH = 100;
    /** What is written at once has a graph of vectors of its own, and each graph costs a search nearly as much as one of all would. */
    private static final long MOST_BUFFERED = 512L << 20;

    private static final int SHARE_OF_HEAP = 8;

    private static final String LAST_NUMBER = "spindle.lastNumber";
    private static final String OWN = "spindle.";

    private final Directory directory;
    private final String place;
    private final Words words = new Words();
    private final SearcherManager searchers;

    private LucenePassageIndex(Directory directory, String place) throws IOException {
        this.directory = directory;
        this.place = place;
        if (!DirectoryReader.indexExists(directory)) createEmpty();
        this.searchers = new SearcherManager(directory, new Searchers());
    }

    static LucenePassageIndex inMemory() {
        try {
            return new LucenePassageIndex(new ByteBuffersDirectory(), "in memory");
        } catch (IOException broken) {
            throw new AgentException("The index in memory cannot be created", broken);
        }
    }

    static LucenePassageIndex in(Path folder) {
        try {
            Files.createDirectories(folder);
            return new LucenePassageIndex(FSDirectory.open(folder), "in " + folder);
        } catch (IOException broken) {
            throw new AgentException(
                    "The index in " + folder + " cannot be opened: " + broken.getMessage()
                            + "; delete the folder to have it built anew",
                    broken);
        }
    }

    private void createEmpty() throws IOException {
        try (IndexWriter writer = new IndexWriter(directory, config())) {
            writer.setLiveCommitData(Map.of(LAST_NUMBER, "0").entrySet());
            writer.commit();
        } catch (LockObtainFailedException another) {
            if (!DirectoryReader.indexExists(directory)) throw another;
        }
    }

    private IndexWriterConfig config() {
        long bytes = Math.min(MOST_BUFFERED, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
        return new IndexWriterConfig(words).setRAMBufferSizeMB((double) bytes / (1 << 20));
    }

    private static final class Searchers extends SearcherFactory {
        @Override
        public PassageSearcher newSearcher(IndexReader reader, @Nullable IndexReader previous) {
            return new PassageSearcher(reader);
        }
    }

    /** Something that is read from one state of the index. */
    @FunctionalInterface
    private interface Reading<T> {
        T from(PassageSearcher searcher) throws IOException;
    }

    private <T> T read(Reading<T> reading) {
        try {
            IndexSearcher searcher = searchers.acquire();
            try {
                return reading.from((PassageSearcher) searcher);
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException broken) {
            throw new AgentException("The index " + place + " cannot be read: " + broken.getMessage(), broken);
        }
    }

    @Override
    public Map<String, String> properties() {
        return read(searcher -> {
            Map<String, String> known = new TreeMap<>(((DirectoryReader) searcher.getIndexReader())
                    .getIndexCommit()
                    .getUserData());
            known.keySet().removeIf(name -> name.startsWith(OWN));
            return known;
        });
    }

    @Override
    public Map<String, Stamp> documents() {
        return read(searcher -> {
            Map<String, Stamp> stamps = new TreeMap<>();
            forEachDocument(
                    searcher, fields -> stamps.put(fields.get(PassageFields.DOCUMENT), PassageFields.stamp(fields)));
            return stamps;
        });
    }

    @Override
    public Map<String, String> leftOut() {
        return read(searcher -> {
            Map<String, String> reasons = new TreeMap<>();
            forEachDocument(searcher, fields -> {
                String why = PassageFields.leftOut(fields);
                if (!why.isEmpty()) reasons.put(fields.get(PassageFields.DOCUMENT), why);
            });
            return reasons;
        });
    }

    /** Something that is done with the stored fields of an entry. */
    @FunctionalInterface
    private interface Visit {
        void at(Document fields) throws IOException;
    }

    private static void forEachDocument(IndexSearcher searcher, Visit visit) throws IOException {
        Query documents = new FieldExistsQuery(PassageFields.NUMBER);
        Query entries = new BooleanQuery.Builder()
                .add(new org.apache.lucene.search.MatchAllDocsQuery(), BooleanClause.Occur.MUST)
                .add(documents, BooleanClause.Occur.MUST_NOT)
                .build();
        for (ScoreDoc hit : searcher.search(entries, MOST_PASSAGES, Sort.INDEXORDER).scoreDocs) {
            visit.at(searcher.storedFields().document(hit.doc));
        }
    }

    @Override
    public int size() {
        return read(searcher -> searcher.count(new FieldExistsQuery(PassageFields.NUMBER)));
    }

    @Override
    public void change(Map<String, String> properties, Collection<String> removed, Iterator<IndexedDocument> added) {
        try (IndexWriter writer = new IndexWriter(directory, config())) {
            try {
                int last = replace(writer, removed, added);
                Map<String, String> said = new LinkedHashMap<>(properties);
                said.put(LAST_NUMBER, Integer.toString(last));
                writer.setLiveCommitData(said.entrySet());
                writer.commit();
            } catch (Throwable failed) {
                writer.rollback();
                throw failed;
            }
        } catch (LockObtainFailedException another) {
            throw new IndexInUseException("The index " + place + " is being changed by another process", another);
        } catch (IOException broken) {
            throw new AgentException("The index " + place + " cannot be written: " + broken.getMessage(), broken);
        }
        refresh();
    }

    private int replace(IndexWriter writer, Collection<String> removed, Iterator<IndexedDocument> added)
            throws IOException {
        // The newest state, which another process may have committed since the last look.
        try (DirectoryReader before = DirectoryReader.open(writer)) {
            IndexSearcher known = new IndexSearcher(before);
            int last = Integer.parseInt(lastCommit(writer).getOrDefault(LAST_NUMBER, "0"));
            for (String path : removed) delete(writer, path);
            while (added.hasNext()) {
                IndexedDocument document = added.next();
                Map<String, List<Integer>> numbers = numbers(known, document.path());
                delete(writer, document.path());
                List<Document> entries = new ArrayList<>();
                entries.add(PassageFields.document(document));
                for (Entry entry : document.passages()) {
                    List<Integer> own = numbers.getOrDefault(entry.passage().id(), List.of());
                    int number = own.isEmpty() ? ++last : own.remove(0);
                    entries.add(PassageFields.passage(number, entry, document.metadata()));
                }
                writer.addDocuments(entries);
            }
            return last;
        }
    }

    private static Map<String, String> lastCommit(IndexWriter writer) {
        Map<String, String> said = new HashMap<>();
        Iterable<Map.Entry<String, String>> entries = writer.getLiveCommitData();
        if (entries != null) entries.forEach(entry -> said.put(entry.getKey(), entry.getValue()));
        return said;
    }

    private static void delete(IndexWriter writer, String path) throws IOException {
        writer.deleteDocuments(new Term(PassageFields.DOCUMENT, path), new Term(PassageFields.FILE, path));
    }

    private static Map<String, List<Integer>> numbers(IndexSearcher known, String path) throws IOException {
        Map<String, List<Integer>> numbers = new HashMap<>();
        for (FoundPassage found : passagesOf(known, path)) {
            numbers.computeIfAbsent(found.passage().id(), id -> new ArrayList<>())
                    .add(found.number());
        }
        return numbers;
    }

    @Override
    public List<Hit> byWords(PassageQuery query, int most) {
        return read(searcher -> {
            Query any = new WordQueries(words, searcher.getIndexReader()).of(query);
            return searcher.hits(searcher.search(any, most).scoreDocs);
        });
    }

    @Override
    public List<Hit> wordScores(PassageQuery query, Collection<Integer> numbers) {
        if (numbers.isEmpty()) return List.of();
        return read(searcher -> {
            Query any = new WordQueries(words, searcher.getIndexReader()).of(query);
            return searcher.scores(any, numbers);
        });
    }

    @Override
    public List<Hit> byVector(float[] vector, PassageQuery query, int most) {
        return read(searcher -> {
            Query where = WordQueries.where(query).orElse(null);
            Query closest = searcher.getIndexReader().maxDoc() <= MOST_LOOKED_AT
                    ? new ExactVectorQuery(PassageFields.VECTOR, vector, most, where)
                    : new KnnFloatVectorQuery(PassageFields.VECTOR, vector, Math.min(most, MOST_OF_GRAPH), where);
            // Lucene makes (1 + cosine) / 2 of the cosine, so that it is never below zero.
            return searcher.hits(searcher.search(closest, most).scoreDocs).stream()
                    .map(hit -> new Hit(hit.number(), 2 * hit.score() - 1))
                    .toList();
        });
    }

    @Override
    public Optional<FoundPassage> find(int number) {
        return read(searcher -> {
            Map.Entry<Integer, Integer> entry = searcher.entries(Set.of(number)).firstEntry();
            if (entry == null) return Optional.empty();
            return Optional.of(PassageFields.passage(searcher.storedFields().document(entry.getKey())));
        });
    }

    @Override
    public List<FoundPassage> passagesOf(String path) {
        return read(searcher -> passagesOf(searcher, path));
    }

    private static List<FoundPassage> passagesOf(IndexSearcher searcher, String path) throws IOException {
        Query ofFile = new TermQuery(new Term(PassageFields.FILE, path));
        List<FoundPassage> passages = new ArrayList<>();
        // The passages of a document were added together and are never parted.
        for (ScoreDoc hit : searcher.search(ofFile, MOST_PASSAGES, new Sort(SortField.FIELD_DOC)).scoreDocs) {
            passages.add(PassageFields.passage(searcher.storedFields().document(hit.doc)));
        }
        return passages;
    }

    @Override
    public void refresh() {
        try {
            searchers.maybeRefreshBlocking();
        } catch (IOException broken) {
            throw new AgentException("The index " + place + " cannot be read: " + broken.getMessage(), broken);
        }
    }

    @Override
    public void close() {
        try {
            searchers.close();
            directory.close();
            words.close();
        } catch (IOException broken) {
            throw new AgentException("The index " + place + " cannot be closed", broken);
        }
    }
}
