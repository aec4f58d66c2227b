package dev.spindle.model.openai;

import dev.spindle.context.Cancellation;
import dev.spindle.http.Backoff;
import dev.spindle.http.Backoff.Pause;
import dev.spindle.http.HttpEndpoint;
import dev.spindle.message.Spent;
import dev.spindle.message.Usage;
import dev.spindle.model.EmbeddingModel;
import dev.spindle.model.ModelException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Embeddings from an OpenAI-compatible endpoint; made by {@link OpenAiModel#embeddings}.
 *
 * <p>Texts go in batches, one after the other; a batch that fails for the moment is sent again, after 1, 2 and 4 seconds or what the
 * server asks for. Immutable and thread-safe.
 */
final class OpenAiEmbeddings implements OpenAiModel.Embedder {
    private static final String OPERATION = "/embeddings";

    // Servers take 2,048 texts and some 300,000 tokens at once; smaller batches lose less when one fails.
    private static final int BATCH = 256;
    private static final int BATCH_CHARACTERS = 400_000;

    private final Settings settings;
    private final HttpEndpoint endpoint;
    private final Options options;
    private final Failures failures;

    private record Options(int dimensions, int batch, Backoff backoff, Pause pause) {}

    OpenAiEmbeddings(Settings settings) {
        this(settings, new Options(0, BATCH, Backoff.DEFAULT, Pause.REAL));
    }

    private OpenAiEmbeddings(Settings settings, Options options) {
        this.settings = settings;
        this.endpoint = settings.transport().endpoint(settings.url(OPERATION), settings.headers(), settings.timeouts());
        this.options = options;
        this.failures = new Failures(settings, OPERATION);
    }

    @Override
    public OpenAiEmbeddings withDimensions(int dimensions) {
        atLeastOne("dimensions", dimensions);
        return new OpenAiEmbeddings(settings, new Options(dimensions, options.batch, options.backoff, options.pause));
    }

    @Override
    public OpenAiEmbeddings withBatch(int texts) {
        atLeastOne("texts", texts);
        return new OpenAiEmbeddings(settings, new Options(options.dimensions, texts, options.backoff, options.pause));
    }

    @Override
    public OpenAiEmbeddings withRetry(Backoff backoff, Pause pause) {
        return new OpenAiEmbeddings(settings, new Options(options.dimensions, options.batch, backoff, pause));
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) throw new IllegalArgumentException(name + " is " + value + "; it must be at least 1");
    }

    @Override
    public String id() {
        return settings.model();
    }

    @Override
    public EmbeddingModel.Embeddings embed(List<String> texts, Cancellation cancellation) {
        for (int at = 0; at < texts.size(); at++) {
            if (texts.get(at).isEmpty()) {
                throw new IllegalArgumentException("Text " + at + " of " + texts.size() + " is empty; leave it out");
            }
        }
        List<float[]> vectors = new ArrayList<>(texts.size());
        Spent spent = Spent.NOTHING;
        while (vectors.size() < texts.size()) {
            EmbeddingModel.Embeddings batch = retrying(nextBatch(texts, vectors.size()), cancellation);
            vectors.addAll(batch.vectors());
            spent = spent.plus(batch.spent());
        }
        return new EmbeddingModel.Embeddings(vectors, spent);
    }

    private List<String> nextBatch(List<String> texts, int from) {
        int to = from;
        long characters = 0;
        while (to < texts.size() && to - from < options.batch) {
            characters += texts.get(to).length();
            if (to > from && characters > BATCH_CHARACTERS) break;
            to++;
        }
        return texts.subList(from, to);
    }

    private EmbeddingModel.Embeddings retrying(List<String> texts, Cancellation cancellation) {
        List<ModelException> failed = new ArrayList<>();
        while (true) {
            try {
                return attempt(texts, cancellation);
            } catch (ModelException failure) {
                Optional<Duration> wait = findPause(failure, failed.size() + 1);
                if (wait.isEmpty()) {
                    failed.forEach(failure::addSuppressed);
                    throw failure;
                }
                failed.add(failure);
                options.pause.take(wait.get(), cancellation);
            }
        }
    }

    private Optional<Duration> findPause(ModelException failure, int retry) {
        if (!failure.isRetryable()) return Optional.empty();
        return options.backoff.findPause(retry, failure.retryAfter().orElse(null));
    }

    private EmbeddingModel.Embeddings attempt(List<String> texts, Cancellation cancellation) {
        List<byte[]> body = List.of(body(texts));
        Exchange exchange = Exchange.begin(settings, OPERATION, body);
        Watch watch = Watch.begin(cancellation, settings.timeouts().call());
        try (HttpEndpoint.Reply reply = endpoint.post(body, cancellation)) {
            exchange.answered(reply);
            if (reply.status() < 200 || reply.status() >= 300) throw failures.ofStatus(reply);
            reply.readWithin(settings.timeouts().firstContent());
            EmbeddingModel.Embeddings embedded = read(reply.body().readAllBytes(), texts.size(), reply, watch);
            exchange.end();
            return embedded;
        } catch (IOException broken) {
            exchange.failed(broken);
            Failures.checkStopped(cancellation);
            throw failures.unreachable(broken, false);
        } catch (Watch.TimeUp late) {
            exchange.failed(late);
            throw failures.unreachable(late.toIOException(), false);
        } catch (RuntimeException failure) {
            exchange.failed(failure);
            throw failure;
        }
    }

    private byte[] body(List<String> texts) {
        return Tokens.bytes(out -> {
            out.writeStartObject();
            out.writeStringProperty("model", settings.model());
            out.writeArrayPropertyStart("input");
            texts.forEach(out::writeString);
            out.writeEndArray();
            out.writeStringProperty("encoding_format", "float");
            if (options.dimensions > 0) out.writeNumberProperty("dimensions", options.dimensions);
            out.writeEndObject();
        });
    }

    private EmbeddingModel.Embeddings read(byte[] body, int texts, HttpEndpoint.Reply reply, Watch watch) {
        EmbeddingsReader reader = new EmbeddingsReader(texts);
        try {
            reader.read(body, watch);
            if (reader.error() != null) throw failures.ofError(reader.error(), reply, null);
            return new EmbeddingModel.Embeddings(List.of(reader.vectors()), spent(reader.usage()));
        } catch (JacksonException notJson) {
            throw failures.garbled("invalid JSON", ReplyReader.beginning(body, body.length), reply, null);
        } catch (IllegalArgumentException wrong) {
            throw failures.garbled(String.valueOf(wrong.getMessage()), "", reply, null);
        }
    }

    private Spent spent(@Nullable Usage usage) {
        return new ReplyReader.Prices(settings.pricing(), settings.model()).spent("", usage);
    }

    /** For people: the model and its address, never the key. */
    @Override
    public String toString() {
        return settings.model() + " at " + settings.shownUrl(OPERATION);
    }
}
