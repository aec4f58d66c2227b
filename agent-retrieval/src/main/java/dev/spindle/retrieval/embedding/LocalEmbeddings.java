package dev.spindle.retrieval.embedding;

import dev.spindle.context.AgentException;
import dev.spindle.context.Cancellation;
import dev.spindle.json.Json;
import dev.spindle.message.Cost;
import dev.spindle.message.Spent;
import dev.spindle.message.Usage;
import dev.spindle.model.EmbeddingModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An embedding model that runs in this process: no service, no key, no network.
 *
 * <p>Nothing is loaded before the first text; then it takes some 100 MB, half of it outside the heap. Texts run side by side on all
 * processors; one alone takes a few milliseconds for a question and some 20 for a passage. Needs {@code com.microsoft.onnxruntime:onnxruntime}
 * and the model's jar on the class path. Close it to give the memory back. Thread-safe.
 */
public final class LocalEmbeddings implements EmbeddingModel, AutoCloseable {
    private static final int MOST_TOKENS = 512;

    private final LocalModel model;
    private final int threads;
    /** Held while texts are embedded: memory in use is not given back. */
    private final ReadWriteLock use = new ReentrantReadWriteLock();

    private @Nullable Loaded loaded;
    private boolean closed;

    private LocalEmbeddings(LocalModel model, int threads) {
        this.model = model;
        this.threads = threads;
    }

    /** A vocabulary and a network. */
    private record Loaded(WordPiece tokens, OnnxNetwork network) {}

    /** A model on all processors. Whether its jars are there shows at the first text, or by {@link #isAvailable}. */
    public static LocalEmbeddings of(LocalModel model) {
        return new LocalEmbeddings(model, Runtime.getRuntime().availableProcessors());
    }

    /** The same model, not loaded yet, on so many threads at most. */
    public LocalEmbeddings withThreads(int most) {
        if (most < 1) throw new IllegalArgumentException("threads are " + most + "; give 1 or more");
        return new LocalEmbeddings(model, most);
    }

    /** Whether the jars that a model needs are on the class path. */
    public static boolean isAvailable(LocalModel model) {
        return LocalEmbeddings.class.getResource(model.weights()) != null
                && LocalEmbeddings.class.getResource("/ai/onnxruntime/OrtEnvironment.class") != null;
    }

    /** Which model it is. */
    public LocalModel model() {
        return model;
    }

    @Override
    public String id() {
        return model.id();
    }

    /** {@inheritDoc} What is behind the first 512 tokens of a text is not read. */
    @Override
    public EmbeddingModel.Embeddings embed(List<String> texts, Cancellation cancellation) {
        for (int i = 0; i < texts.size(); i++) {
            if (texts.get(i).isEmpty()) throw new IllegalArgumentException("text " + i + " is empty");
        }
        use.readLock().lock();
        try {
            return embed(ready(), texts, cancellation);
        } finally {
            use.readLock().unlock();
        }
    }

    private EmbeddingModel.Embeddings embed(Loaded ready, List<String> texts, Cancellation cancellation) {
        float[][] vectors = new float[texts.size()][];
        AtomicInteger next = new AtomicInteger();
        AtomicLong tokens = new AtomicLong();
        AtomicReference<RuntimeException> failure = new AtomicReference<>();
        Runnable work = () -> {
            for (int i = next.getAndIncrement(); i < vectors.length; i = next.getAndIncrement()) {
                if (cancellation.isCancelled() || failure.get() != null) return;
                try {
                    long[] ids = ready.tokens().ids(texts.get(i), MOST_TOKENS);
                    tokens.addAndGet(ids.length);
                    vectors[i] = vector(ready.network(), ids);
                } catch (RuntimeException broken) {
                    failure.compareAndSet(null, broken);
                }
            }
        };
        if (Math.min(threads, vectors.length) <= 1) work.run();
        else IntStream.range(0, Math.min(threads, vectors.length)).parallel().forEach(thread -> work.run());
        // Thrown only now: before, another thread may still be in the network, which must not be closed under it.
        if (failure.get() != null) throw failure.get();
        cancellation.check();
        return new EmbeddingModel.Embeddings(Arrays.asList(vectors), new Spent(Usage.of(tokens.get(), 0), Cost.ZERO));
    }

    private float[] vector(OnnxNetwork network, long[] ids) {
        boolean isFirst = model.pooling() == LocalModel.Pooling.FIRST;
        return unit(network.run(ids, all -> sum(all, isFirst ? 1 : ids.length, network.dimensions())));
    }

    /** Of the first vectors of a text, which points where their mean does. */
    private static float[] sum(FloatBuffer all, int vectors, int dimensions) {
        float[] sum = new float[dimensions];
        for (int i = 0; i < vectors * dimensions; i++) sum[i % dimensions] += all.get(i);
        return sum;
    }

    private static float[] unit(float[] vector) {
        double square = 0;
        for (float value : vector) square += value * value;
        float scale = (float) (1 / Math.max(1e-12, Math.sqrt(square)));
        for (int i = 0; i < vector.length; i++) vector[i] *= scale;
        return vector;
    }

    private synchronized Loaded ready() {
        if (closed) throw new IllegalStateException("The embedding model " + id() + " is closed; open another");
        Loaded ready = loaded;
        if (ready == null) {
            ready = load();
            loaded = ready;
        }
        return ready;
    }

    private Loaded load() {
        byte[] tokenizer = resource(model.tokenizer());
        WordPiece tokens = WordPiece.of(Json.parse(new String(tokenizer, StandardCharsets.UTF_8)));
        try {
            return new Loaded(tokens, OnnxNetwork.of(resource(model.weights())));
        } catch (LinkageError broken) {
            throw new AgentException(
                    "The embedding model " + id() + " cannot be loaded: " + broken
                            + "; put com.microsoft.onnxruntime:onnxruntime for this system on the class path",
                    broken);
        }
    }

    private byte[] resource(String name) {
        try (InputStream in = LocalEmbeddings.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AgentException("The weights of the embedding model " + id()
                        + " are not on the class path; add dev.langchain4j:" + model.artifact());
            }
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException("The class path could not be read", broken);
        }
    }

    /** Gives the model's memory back, once nothing is being embedded; embedding afterwards fails. */
    @Override
    public void close() {
        use.writeLock().lock();
        try {
            closed = true;
            Loaded ready = loaded;
            loaded = null;
            if (ready != null) ready.network().close();
        } finally {
            use.writeLock().unlock();
        }
    }
}
