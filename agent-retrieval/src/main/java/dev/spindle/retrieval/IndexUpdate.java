package dev.spindle.retrieval;

import dev.spindle.context.Cancellation;
import dev.spindle.retrieval.IndexedDocument.Entry;
import dev.spindle.retrieval.IndexedDocument.Stamp;
import dev.spindle.retrieval.document.DocumentReader;
import dev.spindle.retrieval.document.Passage;
import dev.spindle.retrieval.document.SourceDocument;
import dev.spindle.retrieval.document.Splitter;
import dev.spindle.retrieval.document.UnreadableDocumentException;
import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.files.Listing;
import dev.spindle.tools.files.UnreadableFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The documents of a change, one after the other: each read, cut, and given its vectors, several at once, so that all processors have
 * something to do. For one thread.
 */
final class IndexUpdate implements Iterator<IndexedDocument> {
    private static final int PASSAGES_AT_ONCE = 64;
    private static final int AROUND = 2;
    private static final long MOMENT_MILLIS = 2_000;

    private final List<Supplier<Draft>> sources;
    private final Splitter splitter;
    private final @Nullable Vectors vectors;
    private final DocumentIndex.Progress progress;
    private final Cancellation cancellation;
    private final Deque<IndexedDocument> ready = new ArrayDeque<>();
    private int next;

    IndexUpdate(
            List<Supplier<Draft>> sources,
            Splitter splitter,
            @Nullable Vectors vectors,
            DocumentIndex.Progress progress,
            Cancellation cancellation) {
        this.sources = sources;
        this.splitter = splitter;
        this.vectors = vectors;
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /**
     * A document before it has passages.
     *
     * @param document null if it could not be read
     * @param leftOut why not; empty if it could
     */
    record Draft(String path, Stamp stamp, @Nullable SourceDocument document, String leftOut) {
        /** Reads a file. */
        static Draft of(ConfinedFolder folder, Listing.Item file) {
            Stamp unread = new Stamp("", file.bytes(), file.modified().toEpochMilli());
            try {
                byte[] bytes = folder.readBytes(file.path());
                // What was changed a moment ago may change once more within the same tick of the file system's clock.
                long modified = file.modified().toEpochMilli();
                boolean settled = modified < System.currentTimeMillis() - MOMENT_MILLIS;
                Stamp stamp = new Stamp(hash(bytes), file.bytes(), settled ? modified : -1);
                try {
                    return new Draft(file.path(), stamp, DocumentReader.read(file.path(), bytes), "");
                } catch (UnreadableDocumentException broken) {
                    return new Draft(file.path(), stamp, null, String.valueOf(broken.getMessage()));
                }
            } catch (UnreadableFileException refused) {
                return new Draft(file.path(), unread, null, refused.explanation());
            }
        }

        /** Takes a document that the program holds. */
        static Draft of(SourceDocument document) {
            byte[] text = document.text().getBytes(java.nio.charset.StandardCharsets.UTF_8);
            return new Draft(document.path(), new Stamp(hash(text), text.length, 0), document, "");
        }

        private static String hash(byte[] bytes) {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("Every Java has SHA-256", impossible);
            }
        }
    }

    @Override
    public boolean hasNext() {
        if (ready.isEmpty() && next < sources.size()) prepare();
        return !ready.isEmpty();
    }

    @Override
    public IndexedDocument next() {
        if (!hasNext()) throw new NoSuchElementException();
        return ready.remove();
    }

    private void prepare() {
        List<Draft> drafts = new ArrayList<>();
        List<List<Passage>> passages = new ArrayList<>();
        int count = 0;
        while (next < sources.size() && count < PASSAGES_AT_ONCE) {
            cancellation.check();
            Draft draft = sources.get(next++).get();
            SourceDocument document = draft.document();
            List<Passage> cut = document == null ? List.of() : splitter.split(document);
            drafts.add(draft);
            passages.add(cut);
            count += Math.max(1, cut.size());
            if (vectors == null) progress.read(next, sources.size());
        }
        List<List<float[]>> embedded = vectors == null ? List.of() : vectors.of(passages, cancellation);
        for (int i = 0; i < drafts.size(); i++) {
            ready.add(finished(drafts.get(i), passages.get(i), vectors == null ? null : embedded.get(i)));
        }
        if (vectors != null) progress.read(next, sources.size());
    }

    private static IndexedDocument finished(Draft draft, List<Passage> passages, @Nullable List<float[]> vectors) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < passages.size(); i++) {
            float[] vector = vectors == null ? null : vectors.get(i);
            entries.add(new Entry(passages.get(i), around(passages, i), vector));
        }
        SourceDocument document = draft.document();
        Map<String, String> metadata = document == null ? Map.of() : document.metadata();
        return new IndexedDocument(draft.path(), draft.stamp(), metadata, entries, draft.leftOut());
    }

    private static String around(List<Passage> passages, int at) {
        StringBuilder text = new StringBuilder();
        for (int i = Math.max(0, at - AROUND); i <= Math.min(passages.size() - 1, at + AROUND); i++) {
            text.append(passages.get(i).text()).append('\n');
        }
        return text.toString();
    }
}
