package dev.spindle.tools.documents;

import dev.spindle.context.AgentException;
import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.files.Listing;
import dev.spindle.tools.files.UnreadableFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An index of the documents in a folder, cut into passages, in memory.
 *
 * <p>Reads Markdown, AsciiDoc, HTML and plain text ({@code .md .markdown .adoc .asciidoc .html .htm .txt}), up to 20,000 files and 256 MiB
 * together, and ranks passages by BM25 over their words, their headings and the file's name, with English stems. Documents
 * that change after building are not noticed: build another. Thread-safe.
 */
public final class DocumentIndex implements AutoCloseable {
    /** The most passages that one search returns. */
    public static final int MAX_RESULTS = 100;

    private static final String DOCUMENTS = "*.{md,markdown,adoc,asciidoc,html,htm,txt}";
    private static final int MAX_FILES = 20_000;
    private static final long MAX_BYTES = 256L << 20;

    private final PassageStore store;
    private final int documents;
    private final List<String> leftOut;

    private DocumentIndex(PassageStore store, int documents, List<String> leftOut) {
        this.store = store;
        this.documents = documents;
        this.leftOut = List.copyOf(leftOut);
    }

    /** Hears how far building an index has come. */
    @FunctionalInterface
    public interface Progress {
        /**
         * Called on the building thread after each file.
         *
         * @param done files read so far
         * @param total files to read
         */
        void read(int done, int total);
    }

    /**
     * Indexes the documents below a folder.
     *
     * @throws AgentException if there is no folder, or too much in it
     */
    public static DocumentIndex of(Path folder) {
        return of(ConfinedFolder.of(folder), (done, total) -> {});
    }

    /**
     * Indexes the documents of a folder that are not hidden.
     *
     * @param progress called after each file
     * @throws AgentException if there is too much in it
     */
    public static DocumentIndex of(ConfinedFolder folder, Progress progress) {
        List<Listing.Item> files = documents(folder);
        List<Cut> cuts = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            try {
                cuts.addAll(PassageCutter.cut(folder.read(files.get(i).path())));
            } catch (UnreadableFileException binaryOrBig) {
                leftOut.add(binaryOrBig.explanation());
            }
            progress.read(i + 1, files.size());
        }
        try {
            return new DocumentIndex(PassageStore.of(cuts), files.size() - leftOut.size(), leftOut);
        } catch (IOException broken) {
            throw new UncheckedIOException("The index could not be built in memory", broken);
        }
    }

    private static List<Listing.Item> documents(ConfinedFolder folder) {
        Listing listing = folder.files(DOCUMENTS, MAX_FILES);
        long bytes = listing.files().stream().mapToLong(Listing.Item::bytes).sum();
        if (!listing.complete() || bytes > MAX_BYTES) {
            throw new AgentException("The folder holds too much for an index in memory: "
                    + listing.files().size()
                    + " documents were found with " + bytes + " bytes, and at most " + MAX_FILES + " with " + MAX_BYTES
                    + " bytes are indexed, all of which must be readable; name a smaller folder, or hide parts of it");
        }
        return listing.files();
    }

    /**
     * The passages that fit a query best, best first; none if no word of the query is in any.
     *
     * @param query words or a question; nothing in it is an operator, and different words after the 300th are ignored
     * @param limit the most passages to return, 1 to {@value #MAX_RESULTS}
     * @throws IllegalArgumentException if the limit is out of range
     */
    public List<Passage> search(String query, int limit) {
        if (limit < 1 || limit > MAX_RESULTS) {
            throw new IllegalArgumentException("limit is " + limit + "; give 1 to " + MAX_RESULTS);
        }
        try {
            return store.search(query, limit);
        } catch (IOException broken) {
            throw new UncheckedIOException("The index in memory could not be read", broken);
        }
    }

    /** How many passages there are; they are numbered from 1 to this. */
    public int passages() {
        return store.size();
    }

    /** How many documents were read. */
    public int documents() {
        return documents;
    }

    /** Which files were left out and why, one message each. */
    public List<String> leftOut() {
        return leftOut;
    }

    /** Frees the memory of the index; searching afterwards fails. */
    @Override
    public void close() {
        try {
            store.close();
        } catch (IOException broken) {
            throw new UncheckedIOException("The index in memory could not be closed", broken);
        }
    }
}
