package dev.spindle.retrieval;

import dev.spindle.context.AgentException;
import dev.spindle.context.Cancellation;
import dev.spindle.model.EmbeddingModel;
import dev.spindle.retrieval.IndexUpdate.Draft;
import dev.spindle.retrieval.IndexedDocument.Stamp;
import dev.spindle.retrieval.PassageIndex.Hit;
import dev.spindle.retrieval.document.SourceDocument;
import dev.spindle.retrieval.document.Splitter;
import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.files.Listing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The documents of a folder, cut into passages that can be searched by words and by meaning.
 *
 * <pre>{@code
 * IndexSettings settings = IndexSettings.WORDS.withEmbeddings(LocalEmbeddings.of(LocalModel.BGE_SMALL)).keptIn(place);
 * try (DocumentIndex index = DocumentIndex.open(ConfinedFolder.of(docs), settings, (done, total) -> {})) {
 *   Agent agent = Agent.builder(model).instructions(RetrievalTools.INSTRUCTIONS).tools(new RetrievalTools(index)).build();
 *   ...
 * }
 * }</pre>
 *
 * <p>Opening brings the index up to date: files that have not changed are not read, what is gone is forgotten, and what cannot be read is
 * left out and named. A kept index that another process is changing is used as it is. Thread-safe.
 */
public final class DocumentIndex implements AutoCloseable {
    private static final int MAX_FILES = 40_000;
    private static final int MAX_FILE_BYTES = 32 << 20;
    private static final int RERANKED = 30;
    private static final long VECTOR_BYTES = 2_000;
    private static final long SPARE_VECTORS = 20_000;

    private final PassageIndex store;
    private final IndexSettings settings;

    private DocumentIndex(PassageIndex store, IndexSettings settings) {
        this.store = store;
        this.settings = settings;
    }

    /** Hears how far building an index has come. */
    @FunctionalInterface
    public interface Progress {
        /**
         * Called on the building thread after each file or, where vectors are made, after some.
         *
         * @param done files read so far
         * @param total files to read
         */
        void read(int done, int total);
    }

    /**
     * Indexes the documents below a folder by words, in memory.
     *
     * @throws AgentException if there is no folder, or too much in it
     */
    public static DocumentIndex of(Path folder) {
        return open(ConfinedFolder.of(folder), IndexSettings.WORDS, (done, total) -> {});
    }

    /**
     * Opens the index of a folder, after bringing it up to date.
     *
     * @throws AgentException if there is too much in the folder, or the index cannot be read or written
     * @throws IndexInUseException if another process is building it for the first time
     */
    public static DocumentIndex open(ConfinedFolder folder, IndexSettings settings, Progress progress) {
        DocumentIndex index = on(store(settings), settings);
        try {
            index.update(folder, progress, Cancellation.create());
            return index;
        } catch (IndexInUseException building) {
            if (index.fits()) return index;
            index.close();
            throw building;
        } catch (RuntimeException failed) {
            index.close();
            throw failed;
        }
    }

    /** Indexes documents that the program holds, in place of what the index held. */
    public static DocumentIndex of(Collection<SourceDocument> documents, IndexSettings settings, Progress progress) {
        DocumentIndex index = on(store(settings), settings);
        List<Supplier<Draft>> sources = new ArrayList<>();
        documents.forEach(document -> sources.add(() -> Draft.of(document)));
        index.change(index.store.documents().keySet(), sources, progress, Cancellation.create());
        return index;
    }

    /** An index on a store, as it is; the store is closed with it. */
    public static DocumentIndex on(PassageIndex store, IndexSettings settings) {
        return new DocumentIndex(store, settings);
    }

    private static PassageIndex store(IndexSettings settings) {
        Path place = settings.place();
        return place == null ? PassageIndex.inMemory() : PassageIndex.in(place);
    }

    /**
     * Brings the index up to date with a folder.
     *
     * @throws IndexInUseException if another process is changing it
     */
    public void update(ConfinedFolder folder, Progress progress, Cancellation cancellation) {
        ConfinedFolder bounded =
                folder.hiding(settings.ignored().toArray(String[]::new)).withMaxFileBytes(MAX_FILE_BYTES);
        List<Listing.Item> files = files(bounded);
        Map<String, Stamp> known = store.documents();
        Set<String> gone = new TreeSet<>(known.keySet());
        boolean fits = fits();
        List<Supplier<Draft>> changed = new ArrayList<>();
        for (Listing.Item file : files) {
            Stamp before = known.get(file.path());
            boolean same = before != null
                    && before.bytes() == file.bytes()
                    && before.modified() == file.modified().toEpochMilli();
            gone.remove(file.path());
            if (!same || !fits) changed.add(() -> Draft.of(bounded, file));
        }
        if (changed.isEmpty() && gone.isEmpty() && fits) return;
        change(gone, changed, progress, cancellation);
    }

    private void change(
            Collection<String> gone, List<Supplier<Draft>> changed, Progress progress, Cancellation cancellation) {
        EmbeddingModel model = settings.embeddings();
        Splitter splitter = Splitter.of(settings.passageTokens());
        try (VectorCache cache = cache(model)) {
            Vectors vectors = model == null ? null : new Vectors(model, settings.passagePrefix(), cache);
            store.change(
                    settings.properties(), gone, new IndexUpdate(changed, splitter, vectors, progress, cancellation));
        }
        // Not before: what an interrupted build has made is worth most when no index has it yet.
        Path place = settings.place();
        if (place != null && model != null) {
            VectorCache.trim(vectorFile(place), VECTOR_BYTES * (4L * store.size() + SPARE_VECTORS));
        }
    }

    private static Path vectorFile(Path place) {
        return place.resolveSibling(place.getFileName() + ".vectors");
    }

    private @Nullable VectorCache cache(@Nullable EmbeddingModel model) {
        Path place = settings.place();
        if (place == null || model == null) return null;
        return new VectorCache(vectorFile(place), model.id());
    }

    private boolean fits() {
        return store.properties().equals(settings.properties());
    }

    private List<Listing.Item> files(ConfinedFolder folder) {
        Listing listing = folder.kept(settings.glob(), MAX_FILES);
        if (!listing.complete()) {
            throw new AgentException("The folder holds too much for one index: "
                    + listing.files().size() + " documents were found, and at most " + MAX_FILES
                    + " are indexed, all of which must be readable; name a smaller folder, or hide parts of it");
        }
        return listing.files();
    }

    /**
     * The passages that fit a query best, best first; none if no word of the query is in any.
     *
     * @param query words or a question; nothing in it is an operator
     * @param limit the most passages to return, 1 to {@value PassageQuery#MAX_LIMIT}
     * @throws IllegalArgumentException if the limit is out of range
     */
    public List<FoundPassage> search(String query, int limit) {
        return search(PassageQuery.of(query, limit), Cancellation.create());
    }

    /** The passages that fit a query best, best first; of passages that say the same, one. */
    public List<FoundPassage> search(PassageQuery query, Cancellation cancellation) {
        Set<String> texts = new HashSet<>();
        return search(query, found -> texts.add(found.passage().text()), cancellation);
    }

    private List<FoundPassage> search(PassageQuery query, Predicate<FoundPassage> isWanted, Cancellation cancellation) {
        List<FoundPassage> found = new ArrayList<>();
        Reranker reranker = settings.reranker();
        int wanted = reranker == null ? query.limit() : Math.max(RERANKED, query.limit());
        for (Hit hit : ranked(query, cancellation)) {
            Optional<FoundPassage> passage = store.find(hit.number()).filter(isWanted);
            if (passage.isEmpty()) continue;
            found.add(passage.get().withScore(hit.score()));
            if (found.size() == wanted) break;
        }
        List<FoundPassage> best = reranker == null ? found : reranker.rerank(query.text(), found, cancellation);
        return best.subList(0, Math.min(query.limit(), best.size()));
    }

    /**
     * The passages that fit a query best, joined with those that stand beside them in their documents; what is said at two places is found
     * at both.
     *
     * @param query its limit is that of the runs
     * @param mostCharacters how long all runs together may be in the sources of their documents; the first passage is found in any case
     */
    public List<PassageRun> searchRuns(PassageQuery query, int mostCharacters, Cancellation cancellation) {
        PassageQuery wide = new PassageQuery(query.text(), PassageQuery.MAX_LIMIT, query.folder(), query.metadata());
        List<FoundPassage> found = search(wide, passage -> true, cancellation);
        return new RunBuilding(store::passagesOf, query.limit(), mostCharacters).of(found);
    }

    private List<Hit> ranked(PassageQuery query, Cancellation cancellation) {
        EmbeddingModel model = settings.embeddings();
        double share = model == null || query.text().isBlank() ? 0 : settings.vectorShare();
        if (model == null || share == 0) return store.byWords(query, Fusion.WORDS_DEPTH);
        if (share == 1) return Fusion.of(List.of(), byVector(model, query, cancellation), share);
        // At the same time: to embed a query takes about as long as to look for its words.
        CompletableFuture<List<Hit>> byWords = CompletableFuture.supplyAsync(() -> store.byWords(query, Fusion.DEPTH));
        List<Hit> byVector = byVector(model, query, cancellation);
        return Fusion.of(withWordsOf(byVector, resultOf(byWords), query), byVector, share);
    }

    /** What was found by words, and what those are worth by words that only their vector found. */
    private List<Hit> withWordsOf(List<Hit> byVector, List<Hit> byWords, PassageQuery query) {
        Set<Integer> others = new TreeSet<>();
        byVector.forEach(hit -> others.add(hit.number()));
        byWords.forEach(hit -> others.remove(hit.number()));
        List<Hit> all = new ArrayList<>(byWords);
        all.addAll(store.wordScores(query, others));
        return all;
    }

    private List<Hit> byVector(EmbeddingModel model, PassageQuery query, Cancellation cancellation) {
        List<String> parts = QueryParts.of(query.text()).stream()
                .map(part -> settings.queryPrefix() + part)
                .toList();
        List<List<Hit>> found = new ArrayList<>();
        for (float[] vector : model.embed(parts, cancellation).vectors()) {
            cancellation.check();
            found.add(store.byVector(Vectors.unit(vector.clone()), query, Fusion.DEPTH));
        }
        return Fusion.best(found);
    }

    private static List<Hit> resultOf(CompletableFuture<List<Hit>> search) {
        try {
            return search.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) throw cause;
            throw failed;
        }
    }

    /** The passage of a number, if there is one. */
    public Optional<FoundPassage> find(int number) {
        return store.find(number);
    }

    /**
     * A passage with those before and behind it in its document, in order; none if there is no such passage.
     *
     * @param neighbours how many of each side at most, 0 to 20
     */
    public List<FoundPassage> around(int number, int neighbours) {
        Optional<FoundPassage> middle = store.find(number);
        if (middle.isEmpty()) return List.of();
        List<FoundPassage> all = store.passagesOf(middle.get().passage().file());
        int at = 0;
        while (at < all.size() && all.get(at).number() != number) at++;
        int most = Math.max(0, Math.min(20, neighbours));
        return all.subList(Math.max(0, at - most), Math.min(all.size(), at + most + 1));
    }

    /** The paths of the documents that were read, in their order. */
    public List<String> paths() {
        Map<String, Stamp> all = new TreeMap<>(store.documents());
        all.keySet().removeAll(store.leftOut().keySet());
        return List.copyOf(all.keySet());
    }

    /** How many passages there are. */
    public int passages() {
        return store.size();
    }

    /** How many documents were read. */
    public int documents() {
        return store.documents().size() - store.leftOut().size();
    }

    /** Which files were left out and why, one message each. */
    public List<String> leftOut() {
        return List.copyOf(store.leftOut().values());
    }

    /** Looks whether another process has changed a kept index, and goes on with its newest state. */
    public void refresh() {
        store.refresh();
    }

    /** Lets go of the index; searching afterwards fails. */
    @Override
    public void close() {
        store.close();
    }
}
